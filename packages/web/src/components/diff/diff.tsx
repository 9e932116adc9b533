import { type ReactNode, useState } from "react";
import { Button } from "../button/button.tsx";
import { cx } from "../class-names.ts";
import { diffLines, diffSets } from "./compare.ts";

/** One changed field. The kind decides how the two sides are compared. */
export type DiffEntry = {
  readonly field: string;
} & (
  | { readonly kind: "scalar"; readonly before: ReactNode; readonly after: ReactNode }
  | { readonly kind: "set"; readonly before: readonly string[]; readonly after: readonly string[] }
  | { readonly kind: "lines"; readonly before: string; readonly after: string }
  | { readonly kind: "secret" }
);

const foldAt = 6;

function Removed({ children }: { readonly children: ReactNode }) {
  return (
    <del className="rounded-small bg-danger-bg px-1 text-danger-text no-underline [overflow-wrap:anywhere]">
      <span aria-hidden>− </span>
      <span className="sr-only">removed </span>
      {children}
    </del>
  );
}

function Added({ children }: { readonly children: ReactNode }) {
  return (
    <ins className="rounded-small bg-success-bg px-1 text-success-text no-underline [overflow-wrap:anywhere]">
      <span aria-hidden>+ </span>
      <span className="sr-only">added </span>
      {children}
    </ins>
  );
}

function Lines({ before, after }: { readonly before: string; readonly after: string }) {
  const [unfolded, setUnfolded] = useState(false);
  const lines = diffLines(before, after);
  const shown = unfolded ? lines : lines.slice(0, foldAt);
  return (
    <div className="flex min-w-0 flex-col items-start gap-1">
      <pre className="w-full overflow-x-auto rounded-control border bg-surface-sunken py-1">
        {shown.map((line, at) => {
          const Tag = line.change === "removed" ? "del" : line.change === "added" ? "ins" : "span";
          return (
            <Tag
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
              key={at}
              className={cx(
                "block px-2 no-underline",
                line.change === "removed" && "bg-danger-bg text-danger-text",
                line.change === "added" && "bg-success-bg text-success-text",
              )}
            >
              {line.change === "same" ? null : <span className="sr-only">{line.change} </span>}
              <span aria-hidden>
                {line.change === "removed" ? "− " : line.change === "added" ? "+ " : "  "}
              </span>
              {line.text}
            </Tag>
          );
        })}
      </pre>
      {lines.length <= foldAt ? null : (
        <Button variant="ghost" size="sm" onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? "Show fewer lines" : `Show all ${lines.length} lines`}
        </Button>
      )}
    </div>
  );
}

function Change({ entry }: { readonly entry: DiffEntry }) {
  switch (entry.kind) {
    case "secret":
      return <span className="text-text-secondary">changed, not shown</span>;
    case "scalar":
      return (
        <span className="flex flex-wrap gap-1.5">
          <Removed>{entry.before}</Removed>
          <Added>{entry.after}</Added>
        </span>
      );
    case "set": {
      const { removed, added } = diffSets(entry.before, entry.after);
      return (
        <span className="flex flex-wrap gap-1.5">
          {removed.map((value) => (
            <Removed key={value}>{value}</Removed>
          ))}
          {added.map((value) => (
            <Added key={value}>{value}</Added>
          ))}
        </span>
      );
    }
    default:
      return <Lines before={entry.before} after={entry.after} />;
  }
}

/** What changed, field by field: removed and added, in words and signs as well as colours. */
export function Diff({ entries }: { readonly entries: readonly DiffEntry[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-2 text-dense sm:grid-cols-[minmax(6rem,12rem)_minmax(0,1fr)]">
      {entries.map((entry) => (
        <div key={entry.field} className="contents">
          <dt className="font-mono text-text-secondary">{entry.field}</dt>
          <dd className="min-w-0">
            <Change entry={entry} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
