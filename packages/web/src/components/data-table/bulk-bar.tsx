import type { ReactNode } from "react";
import { Button } from "../button/button.tsx";

interface BulkBarProps {
  readonly count: number;
  /** All rows that match the filter; more than the page. */
  readonly matching?: number | undefined;
  /** Picks all that match; offered once the page is picked. */
  readonly onSelectMatching?: (() => void) | undefined;
  readonly onClear: () => void;
  /** At most four buttons and a menu. */
  readonly children: ReactNode;
}

/** Takes the place of the tools above a list while rows are picked, at the same height. */
export function BulkBar({ count, matching, onSelectMatching, onClear, children }: BulkBarProps) {
  return (
    <section
      aria-label="Selection"
      data-surface
      className="layer-sticky flex min-h-control flex-wrap items-center gap-x-3 gap-y-2 rounded-card border raised px-3 py-1.5 shadow-sticky max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-none"
    >
      <p aria-live="polite" className="whitespace-nowrap font-medium text-dense tabular-nums">
        {count.toLocaleString()} selected
      </p>
      {onSelectMatching === undefined || matching === undefined || matching <= count ? null : (
        <Button variant="ghost" size="sm" onClick={onSelectMatching}>
          Select all {matching.toLocaleString()} that match
        </Button>
      )}
      <Button variant="ghost" size="sm" onClick={onClear}>
        Clear
      </Button>
      <span className="ms-auto flex flex-wrap items-center gap-2">{children}</span>
    </section>
  );
}
