import { cx } from "../class-names.ts";

/** `primary` once per page, `danger` in dialogs that destroy. */
export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";

/** Heights 28, 32 and 40 px; at least 44 for fingers. */
export type ControlSize = "sm" | "md" | "lg";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-pressed",
  secondary: "bg-fill text-text hover:bg-fill-hover active:bg-fill-pressed",
  ghost: "bg-transparent text-text hover:bg-fill-hover active:bg-fill-pressed",
  danger: "bg-danger-strong text-on-accent hover:bg-danger-strong-hover",
};

const disabled =
  "aria-disabled:bg-fill aria-disabled:text-text-disabled aria-disabled:hover:bg-fill aria-disabled:active:bg-fill";
const pending = "aria-disabled:cursor-progress";

const heights: Record<ControlSize, string> = {
  sm: "h-control-sm px-2.5 text-dense",
  md: "h-control px-3 text-body",
  lg: "h-control-lg px-4 text-body",
};

const squares: Record<ControlSize, string> = {
  sm: "size-control-sm",
  md: "size-control",
  lg: "size-control-lg",
};

/** The classes of everything that looks like a button. */
export function buttonLook({
  variant,
  size,
  square = false,
  isPending = false,
}: {
  readonly variant: ButtonVariant;
  readonly size: ControlSize;
  readonly square?: boolean;
  readonly isPending?: boolean;
}): string {
  return cx(
    "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium transition-colors duration-80",
    variants[variant],
    isPending ? pending : disabled,
    square ? squares[size] : heights[size],
  );
}
