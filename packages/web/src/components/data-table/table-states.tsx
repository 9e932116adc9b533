import { TriangleAlert } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useDelayed } from "../../lib/use-delayed.ts";
import { Skeleton } from "../progress/skeleton.tsx";

const mostRows = 12;

/** As many rows as fit into the window below a place, at least one and at most 12. */
function rowsThatFit(row: HTMLElement | null): number {
  if (row === null) return 1;
  const { top, height } = row.getBoundingClientRect();
  if (height === 0) return mostRows;
  return Math.max(1, Math.min(mostRows, Math.floor((window.innerHeight - top) / height)));
}

/** Rows to be, at their final height; nothing for the first 120 ms, which many answers need. */
export function SkeletonRows({ columns }: { readonly columns: number }) {
  const shown = useDelayed(true, 120);
  const first = useRef<HTMLTableRowElement>(null);
  const [count, setCount] = useState(1);
  useLayoutEffect(() => setCount(rowsThatFit(first.current)), []);
  return (
    <>
      {Array.from({ length: count }, (_, row) => (
        <tr
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never change places
          key={row}
          ref={row === 0 ? first : undefined}
          role={row === 0 ? "row" : undefined}
          aria-hidden={row === 0 ? undefined : true}
          className="h-row last:*:border-b-0 max-sm:block max-sm:px-3 max-sm:py-3"
        >
          <td
            role={row === 0 ? "cell" : undefined}
            colSpan={columns}
            className="border-border-subtle border-b px-3 max-sm:block max-sm:border-b-0 max-sm:p-0"
          >
            {row === 0 ? <span className="sr-only">Loading</span> : null}
            {shown ? (
              <div className="flex items-center gap-6">
                <Skeleton className="w-1/3" />
                <Skeleton className="w-1/6 max-sm:hidden" />
                <Skeleton className="w-1/5 max-sm:hidden" />
              </div>
            ) : null}
          </td>
        </tr>
      ))}
    </>
  );
}

/** A line above rows that could not be loaded anew. */
export function StaleBar({
  since,
  onRetry,
}: {
  /** When the rows came: "14:02". */
  readonly since?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
}) {
  return (
    <div
      role="status"
      className="flex items-center gap-2 rounded-t-card border-warning-border border-b bg-warning-bg px-3 py-1.5 text-caption text-warning-text"
    >
      <TriangleAlert aria-hidden size={14} strokeWidth={1.75} />
      {since === undefined ? "The list could not be loaded anew." : `Showing data from ${since}.`}
      {onRetry === undefined ? null : (
        <button
          type="button"
          onClick={onRetry}
          className="rounded-small px-1 font-medium underline underline-offset-2 pointer-coarse:min-h-11"
        >
          Try again
        </button>
      )}
    </div>
  );
}
