import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../class-names.ts";

/** The frame of a list of suggestions. */
export const listLook = "max-h-80 overflow-y-auto overscroll-contain p-1";

/** Classes of an option; the attribute comes from `useListbox`. */
export const optionLook =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-control px-2 py-1 text-dense data-highlighted:bg-fill-hover aria-disabled:cursor-not-allowed pointer-coarse:min-h-11";

/** What stands in an option: mark, label, second line, check. */
export function OptionBody({
  mark,
  label,
  secondary,
  reason,
  picked = false,
}: {
  readonly mark?: ReactNode;
  readonly label: ReactNode;
  readonly secondary?: ReactNode;
  readonly reason?: string | undefined;
  readonly picked?: boolean;
}) {
  return (
    <>
      {mark}
      <span className="flex min-w-0 grow flex-col">
        <span className={cx("truncate", reason !== undefined && "text-text-disabled")}>
          {label}
        </span>
        {secondary === undefined ? null : (
          <span className="truncate text-caption text-text-secondary">{secondary}</span>
        )}
        {reason === undefined ? null : (
          <span className="text-caption text-text-secondary">{reason}</span>
        )}
      </span>
      {picked ? (
        <Check aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-accent-text" />
      ) : null}
    </>
  );
}
