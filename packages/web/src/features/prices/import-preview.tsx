import { cx } from "../../components/class-names.ts";
import { countText } from "../../lib/money.ts";
import { dateTimeText } from "../../lib/time.ts";
import { changeText, countOf, type ImportPlan, type PlannedChange } from "./import-plan.ts";

const signs = { added: "+", changed: "~", same: "=" } as const;
const most = 100;

/** What an import will do before it is done: how many of each kind, and model by model. */
export function ImportPreview({ plan }: { readonly plan: ImportPlan | undefined }) {
  const rows = plan?.changes.filter(({ kind }) => kind !== "same") ?? [];
  return (
    <section aria-label="Preview" className="flex flex-col gap-2">
      <p role="status" className="text-dense tabular-nums">
        {plan === undefined
          ? ""
          : `+ ${countText(countOf(plan, "added"))} added · ~ ${countText(countOf(plan, "changed"))} changed · ${countText(countOf(plan, "same"))} as they are`}
      </p>
      {rows.length === 0 ? null : (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Changes"
          className="focus-inset max-h-60 list-none divide-y divide-border-subtle overflow-auto rounded-card border"
        >
          {rows.slice(0, most).map((row) => (
            <PreviewRow key={JSON.stringify([row.entry.provider, row.entry.model])} row={row} />
          ))}
          {rows.length > most ? (
            <li className="px-3 py-2 text-caption text-text-secondary">
              and {countText(rows.length - most)} more
            </li>
          ) : null}
        </ul>
      )}
    </section>
  );
}

function PreviewRow({ row }: { readonly row: PlannedChange }) {
  const { kind, entry } = row;
  return (
    <li className="flex gap-2 px-3 py-2 text-dense">
      <span
        aria-hidden
        className={cx("font-mono", kind === "added" ? "text-success-text" : "text-warning-text")}
      >
        {signs[kind]}
      </span>
      <span className="flex min-w-0 flex-col">
        <span>
          <span className="sr-only">{kind} </span>
          <code className="[overflow-wrap:anywhere]">{entry.model}</code>{" "}
          <span className="text-caption text-text-secondary">{entry.provider}</span>
        </span>
        <span className="text-caption text-text-secondary tabular-nums">
          {changeText(row)}
          {entry.effective_from === undefined
            ? null
            : ` · from ${dateTimeText(entry.effective_from)}`}
        </span>
      </span>
    </li>
  );
}
