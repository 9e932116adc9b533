import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { swallow } from "../button/button.tsx";
import { WithReason } from "../button/reason.tsx";
import { cx } from "../class-names.ts";

interface ChipProps {
  readonly children: ReactNode;
  /** Name of the whole, for the buttons: "Status: Dormant". */
  readonly name: string;
  readonly onEdit?: (() => void) | undefined;
  readonly onRemove?: (() => void) | undefined;
  /** Taking it out is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly tone?: "neutral" | "danger";
}

/** A small thing that was picked, with a button to take it out. */
export function Chip({
  children,
  name,
  onEdit,
  onRemove,
  writes = false,
  tone = "neutral",
}: ChipProps) {
  const reason = useRefusal(undefined, writes);
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
        <WithReason reason={reason}>
          {(described) => (
            <button
              type="button"
              data-chip=""
              aria-label={`Remove ${name.replace(": ", " ").toLowerCase()}`}
              {...described}
              onClick={reason === undefined ? onRemove : swallow}
              className="inline-flex h-full w-6 shrink-0 items-center justify-center rounded-control text-text-tertiary hover:bg-fill-hover hover:text-text aria-disabled:cursor-not-allowed aria-disabled:text-text-disabled pointer-coarse:w-11"
            >
              <X aria-hidden size={14} strokeWidth={1.75} />
            </button>
          )}
        </WithReason>
      )}
    </span>
  );
}
