import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "../dialog/confirm-dialog.tsx";
import { ResultDialog } from "./result-dialog.tsx";
import type { EntryResult } from "./result-list.tsx";

/** An entry of a change that is sent at once. */
export interface BatchItem {
  readonly key: string;
  readonly name: string;
  /** Why it would be refused; such entries are left out and named before the start. */
  readonly refused?: string | undefined;
}

interface BatchRunProps<Item extends BatchItem> {
  /** "Remove", and what was done: "removed". */
  readonly verb: string;
  readonly done: string;
  /** Plural noun: "members". */
  readonly what: string;
  readonly items: readonly Item[];
  readonly consequences: readonly ReactNode[];
  /** One request for all of them. Throws when nothing was done. */
  readonly run: (items: readonly Item[]) => Promise<readonly EntryResult[]>;
  readonly messageOf: (error: unknown) => string;
  /** Closed; true when anything was changed. */
  readonly onClose: (changed: boolean) => void;
}

/** From this many on the count is typed. */
const typedFrom = 11;

/** Asks with a preview of what would be refused, sends all at once, and lists the result of every entry. */
export function BatchRun<Item extends BatchItem>(props: BatchRunProps<Item>) {
  const { verb, done, what, items, run, messageOf, onClose } = props;
  const [results, setResults] = useState<readonly EntryResult[]>();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const accepted = items.filter(({ refused }) => refused === undefined);
  const refused = items.filter((item) => item.refused !== undefined);
  const start = async () => {
    setPending(true);
    setError(undefined);
    try {
      setResults(await run(accepted));
    } catch (thrown) {
      setError(messageOf(thrown));
    } finally {
      setPending(false);
    }
  };
  if (results === undefined) {
    const of = refused.length === 0 ? "" : ` of ${items.length.toLocaleString()}`;
    const count = accepted.length.toLocaleString();
    return (
      <ConfirmDialog
        open
        onOpenChange={() => onClose(false)}
        title={`${verb} ${count}${of} ${what}?`}
        consequences={props.consequences}
        confirm={`${verb} ${count} ${what}`}
        typed={
          accepted.length >= typedFrom
            ? { text: String(accepted.length), verb: verb.toLowerCase() }
            : undefined
        }
        pending={isPending}
        held
        error={error}
        onConfirm={() => void start()}
      >
        {refused.length === 0 ? null : (
          <ul
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="focus-inset flex max-h-32 list-none flex-col gap-0.5 overflow-y-auto rounded-card border border-warning-border bg-warning-bg p-3 text-dense"
          >
            {refused.map((item) => (
              <li key={item.key}>
                <span className="font-medium">{item.name}</span>: {item.refused}
              </li>
            ))}
          </ul>
        )}
      </ConfirmDialog>
    );
  }
  return <ResultDialog results={results} what={what} done={done} onClose={onClose} />;
}
