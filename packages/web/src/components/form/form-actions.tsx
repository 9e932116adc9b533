import type { ReactNode } from "react";
import { cx } from "../class-names.ts";

/**
 * The buttons that end a form of a page, the primary one first. On phones they stay at the bottom edge, in reach of the
 * thumb however long the form is.
 */
export function FormActions({
  stacked = false,
  summary,
  children,
}: {
  /** One below the other, as in the summary beside a form. */
  readonly stacked?: boolean;
  /** What the form adds up to, in a line; only on phones, where the rest of it is out of sight. */
  readonly summary?: string;
  readonly children: ReactNode;
}) {
  return (
    <div
      data-surface
      className={cx(
        "flex gap-2 max-sm:layer-sticky max-sm:raised max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:px-gutter max-sm:py-3 max-sm:*:first:grow",
        summary !== undefined && "max-sm:flex-wrap",
        stacked && "sm:flex-col",
      )}
    >
      {children}
      {summary === undefined ? null : (
        <p className="order-first basis-full text-dense text-text-secondary tabular-nums sm:hidden">
          {summary}
        </p>
      )}
    </div>
  );
}
