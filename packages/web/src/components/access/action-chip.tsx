import type { ReactNode } from "react";
import { cx } from "../class-names.ts";

/** An action that asks why. */
export function ActionChip({
  name,
  isDenied = false,
  onClick,
  children,
}: {
  readonly name: string;
  readonly isDenied?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      title={name}
      onClick={onClick}
      className={cx(
        "inline-flex h-6 items-center gap-1 rounded-small px-1.5 font-mono text-caption pointer-coarse:h-11",
        isDenied ? "bg-danger-bg text-danger-text hover:underline" : "bg-fill hover:bg-fill-hover",
      )}
    >
      {children}
    </button>
  );
}
