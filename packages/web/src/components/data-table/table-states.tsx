import { TriangleAlert } from "lucide-react";
import { useDelayed } from "../../lib/use-delayed.ts";
import { Skeleton } from "../progress/skeleton.tsx";

const rowCount = 8;

/** Rows to be, at their final height; nothing for the first 120 ms, which many answers need. */
export function SkeletonRows({ columns }: { readonly columns: number }) {
  const shown = useDelayed(true, 120);
  return (
    <>
      {Array.from({ length: rowCount }, (_, row) => (
        <tr
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never change places
          key={row}
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
export function StaleBar({ since }: { readonly since?: string | undefined }) {
  return (
    <div
      role="status"
      className="flex items-center gap-2 rounded-t-card border-warning-border border-b bg-warning-bg px-3 py-1.5 text-caption text-warning-text"
    >
      <TriangleAlert aria-hidden size={14} strokeWidth={1.75} />
      {since === undefined ? "The list could not be loaded anew." : `Showing data from ${since}.`}
    </div>
  );
}
