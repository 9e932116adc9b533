import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../class-names.ts";

interface ChipProps {
  readonly children: ReactNode;
  /** Name of the whole, for the buttons: "Status: Dormant". */
  readonly name: string;
  readonly onEdit?: (() => void) | undefined;
  readonly onRemove?: (() => void) | undefined;
  readonly tone?: "neutral" | "danger";
}

/** A small thing that was picked, with a button to take it out. */
export function Chip({ children, name, onEdit, onRemove, tone = "neutral" }: ChipProps) {
  return (
    <span
      className={cx(
        "inline-flex h-7 max-w-full items-center rounded-control text-dense pointer-coarse:h-11",
        tone === "danger" ? "bg-danger-bg text-danger-text" : "bg-fill text-text",
      )}
    >
      {onEdit === undefined ? (
        <span className={cx("truncate ps-2", onRemove === undefined && "pe-2")}>{children}</span>
      ) : (
        <button
          type="button"
          data-chip=""
          aria-label={`${name}, edit`}
          onClick={onEdit}
          className={cx(
            "h-full truncate rounded-control ps-2 hover:bg-fill-hover",
            onRemove === undefined ? "pe-2" : "rounded-e-none pe-1",
          )}
        >
          {children}
        </button>
      )}
      {onRemove === undefined ? null : (
        <button
          type="button"
          data-chip=""
          aria-label={`Remove ${name.replace(": ", " ").toLowerCase()}`}
          onClick={onRemove}
          className="inline-flex h-full w-6 shrink-0 items-center justify-center rounded-control text-text-tertiary hover:bg-fill-hover hover:text-text pointer-coarse:w-11"
        >
          <X aria-hidden size={14} strokeWidth={1.75} />
        </button>
      )}
    </span>
  );
}
