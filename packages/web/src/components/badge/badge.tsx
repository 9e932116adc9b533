import type { ReactNode } from "react";
import { cx } from "../class-names.ts";

/** What a badge means. */
export type BadgeTone = "neutral" | "accent" | "success" | "warning" | "danger" | "info";

const looks: Record<BadgeTone, string> = {
  neutral: "bg-fill text-text-secondary",
  accent: "bg-fill-selected text-accent-text",
  success: "bg-success-bg text-success-text",
  warning: "bg-warning-bg text-warning-text",
  danger: "bg-danger-bg text-danger-text",
  info: "bg-info-bg text-info-text",
};

/** One or two words on a tinted ground. A tone other than neutral comes with an icon. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  readonly tone?: BadgeTone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-control px-1.5 align-middle font-medium text-caption",
        looks[tone],
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
