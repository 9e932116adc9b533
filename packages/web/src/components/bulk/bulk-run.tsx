import { Check, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { announce } from "../../lib/announce.ts";
import { Button } from "../button/button.tsx";
import { ConfirmDialog } from "../dialog/confirm-dialog.tsx";
import { Dialog } from "../dialog/dialog.tsx";
import { Progress } from "../progress/progress.tsx";
import { type ItemResult, runBulk, type Waiting } from "./run.ts";

/** An item of a bulk action. */
export interface BulkItem {
  readonly key: string;
  readonly name: string;
  /** Why it would be refused; such items are left out and named before the start. */
  readonly refused?: string | undefined;
}

interface BulkRunProps<Item extends BulkItem> {
  /** "Suspend", and what was done: "suspended". */
  readonly verb: string;
  readonly done: string;
  /** Plural noun: "users". */
  readonly what: string;
  readonly items: readonly Item[];
  /** What it means for them. */
  readonly consequences: readonly ReactNode[];
  readonly danger?: boolean;
  readonly run: (item: Item, signal: AbortSignal) => Promise<void>;
  readonly waitingOf: (error: unknown) => Waiting | undefined;
  readonly messageOf: (error: unknown) => string;
  /** Closed; with the items that it was done for. */
  readonly onClose: (done: readonly Item[]) => void;
}

/** From this many on the count is typed for what destroys or interrupts. */
const typedFrom = 11;

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The results as CSV; cells that a spreadsheet would take for formulas are made text. */
export function resultsCsv(
  items: readonly BulkItem[],
  results: ReadonlyMap<string, ItemResult>,
): string {
  const lines = items.map((item) => {
    const result = results.get(item.key);
    const state = item.refused === undefined ? (result?.state ?? "not started") : "refused";
    const message = result?.state === "failed" ? result.message : (item.refused ?? "");
    return [item.key, item.name, state, message].map(csvCell).join(",");
  });
  return `${["id,name,result,message", ...lines].join("\r\n")}\r\n`;
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Asks with a preview of what would be refused, runs with progress, and lists the result of every item. */
export function BulkRun<Item extends BulkItem>(props: BulkRunProps<Item>) {
  const { verb, done, what, items, consequences, danger = true, onClose } = props;
  const [results, setResults] = useState<ReadonlyMap<string, ItemResult>>();
  const [running, setRunning] = useState(false);
  const stop = useRef<AbortController>(undefined);
  const accepted = items.filter((item) => item.refused === undefined);
  const refused = items.filter((item) => item.refused !== undefined);
  const start = async (chosen: readonly Item[]): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setRunning(true);
    setResults((before) => new Map(before ?? []));
    await runBulk({
      ...props,
      items: chosen,
      keyOf: (item) => item.key,
      signal: controller.signal,
      onResult: (key, result) => setResults((before) => new Map(before).set(key, result)),
    });
    setRunning(false);
    announce(`${verb} finished`);
  };
  if (results === undefined) {
    const count = accepted.length;
    const all = items.length === count;
    return (
      <ConfirmDialog
        open
        onOpenChange={() => onClose([])}
        danger={danger}
        title={`${verb} ${all ? count : `${count} of ${items.length}`} ${what}?`}
        confirm={`${verb} ${count} ${what}`}
        typed={count >= typedFrom ? { text: String(count), verb: verb.toLowerCase() } : undefined}
        consequences={consequences}
        onConfirm={() => void start(accepted)}
      >
        {refused.length === 0 ? null : <RefusedList items={refused} />}
      </ConfirmDialog>
    );
  }
  const failed = accepted.filter((item) => results.get(item.key)?.state === "failed");
  const finished = accepted.filter((item) => results.get(item.key)?.state === "done");
  return (
    <Dialog
      open
      wide
      dismissable={!running}
      onOpenChange={() => onClose(finished)}
      title={
        running
          ? `${verb} ${accepted.length} ${what}`
          : `${finished.length} of ${items.length} ${what} ${done}.${failed.length === 0 ? "" : ` ${failed.length} failed.`}`
      }
      footer={
        running ? (
          <Button onClick={() => stop.current?.abort()}>Stop</Button>
        ) : (
          <>
            <Button onClick={() => download(resultsCsv(items, results), `${done}.csv`)}>
              Download result
            </Button>
            {failed.length === 0 ? null : (
              <Button writes onClick={() => void start(failed)}>
                Retry {failed.length} failed
              </Button>
            )}
            <Button variant="primary" onClick={() => onClose(finished)}>
              Close
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <Progress label={verb} value={finished.length + failed.length} max={accepted.length} />
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="focus-inset flex max-h-72 list-none flex-col overflow-y-auto text-dense"
        >
          {accepted.map((item) => (
            <ResultLine key={item.key} item={item} result={results.get(item.key)} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function RefusedList({ items }: { readonly items: readonly BulkItem[] }) {
  return (
    <div className="rounded-card border border-warning-border bg-warning-bg p-3 text-dense">
      <p className="font-medium">
        {items.length === 1 ? "1 is left out" : `${items.length} are left out`}
      </p>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset mt-1 flex max-h-32 list-none flex-col gap-0.5 overflow-y-auto"
      >
        {items.map((item) => (
          <li key={item.key}>
            <span className="font-medium">{item.name}</span>: {item.refused}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ResultLine({
  item,
  result,
}: {
  readonly item: BulkItem;
  readonly result: ItemResult | undefined;
}) {
  return (
    <li className="flex items-start gap-2 border-border-subtle border-b py-1.5 last:border-b-0">
      <span className="mt-0.5 flex size-4 shrink-0 justify-center">
        {result?.state === "done" ? (
          <Check aria-label="done" size={16} className="text-success-solid" />
        ) : result?.state === "failed" ? (
          <X aria-label="failed" size={16} className="text-danger-solid" />
        ) : null}
      </span>
      <span className="min-w-0">
        {item.name}
        {result?.state === "failed" ? (
          <span className="block text-caption text-danger-text">{result.message}</span>
        ) : null}
      </span>
    </li>
  );
}
