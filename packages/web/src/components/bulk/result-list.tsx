import { Check, Minus, X } from "lucide-react";
import { csvLine } from "../../lib/csv.ts";

/** What came of one entry of a change that the server made at once. */
export interface EntryResult {
  readonly key: string;
  readonly name: string;
  readonly state: "done" | "unchanged" | "failed";
  /** Why it failed, or what was so already. */
  readonly message?: string | undefined;
}

const shown = 500;

/** "37 of 40 members removed. 3 refused." */
export function resultTitle(results: readonly EntryResult[], what: string, done: string): string {
  const count = (state: EntryResult["state"]) =>
    results.filter((result) => result.state === state).length;
  const failed = count("failed");
  const same = count("unchanged");
  return [
    `${count("done").toLocaleString()} of ${results.length.toLocaleString()} ${what} ${done}.`,
    ...(same === 0 ? [] : [`${same.toLocaleString()} unchanged.`]),
    ...(failed === 0 ? [] : [`${failed.toLocaleString()} refused.`]),
  ].join(" ");
}

/** The result of every entry, refused ones first. */
export function ResultList({ results }: { readonly results: readonly EntryResult[] }) {
  const rank = { failed: 0, unchanged: 1, done: 2 } as const;
  const sorted = [...results].sort((a, b) => rank[a.state] - rank[b.state]);
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="focus-inset flex max-h-96 list-none flex-col overflow-y-auto text-dense"
    >
      {sorted.slice(0, shown).map((result) => (
        <li
          key={result.key}
          className="flex items-start gap-2 border-border-subtle border-b py-1.5 last:border-b-0"
        >
          <Mark state={result.state} />
          <span className="min-w-0">
            <span className="[overflow-wrap:anywhere]">{result.name}</span>
            {result.message === undefined ? null : (
              <span
                className={`block text-caption ${result.state === "failed" ? "text-danger-text" : "text-text-secondary"}`}
              >
                {result.message}
              </span>
            )}
          </span>
        </li>
      ))}
      {sorted.length > shown ? (
        <li className="py-1.5 text-caption text-text-secondary">
          and {(sorted.length - shown).toLocaleString()} more; the file holds all
        </li>
      ) : null}
    </ul>
  );
}

function Mark({ state }: { readonly state: EntryResult["state"] }) {
  const icon = { size: 16, strokeWidth: 1.75, className: "mt-0.5 shrink-0" } as const;
  if (state === "done") {
    return <Check {...icon} aria-label="done" className="mt-0.5 shrink-0 text-success-solid" />;
  }
  if (state === "failed") {
    return <X {...icon} aria-label="refused" className="mt-0.5 shrink-0 text-danger-solid" />;
  }
  return <Minus {...icon} aria-label="unchanged" className="mt-0.5 shrink-0 text-text-tertiary" />;
}

/** The results as CSV. */
export function resultFile(results: readonly EntryResult[]): string[] {
  const lines = results.map(({ key, name, state, message }) =>
    csvLine([key, name, state, message ?? ""]),
  );
  return [csvLine(["id", "name", "result", "message"]), ...lines];
}
