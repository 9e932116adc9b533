import type { ComponentProps, ReactNode } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { cx } from "../class-names.ts";
import { swallow } from "./button.tsx";
import { type ButtonVariant, buttonLook, type ControlSize } from "./look.ts";
import { WithReason } from "./reason.tsx";

/** Props of a button that is an icon alone. */
export interface IconButtonProps extends Omit<ComponentProps<"button">, "disabled" | "children"> {
  /** The name that is read and shown on hover; says whose it is ("More actions for mara"). */
  readonly label: string;
  readonly icon: ReactNode;
  readonly variant?: ButtonVariant | undefined;
  readonly size?: ControlSize | undefined;
  readonly disabledReason?: string | undefined;
  /** What it does is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean | undefined;
}

/** An icon alone: search, close, copy, more, chevron, sort, back, menu. Everything else has words. */
export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "md",
  disabledReason,
  writes = false,
  className,
  onClick,
  "aria-describedby": describedBy,
  ...rest
}: IconButtonProps) {
  const reason = useRefusal(disabledReason, writes);
  return (
    <WithReason reason={reason} otherwise={label} describedBy={describedBy}>
      {(described) => (
        <button
          type="button"
          aria-label={label}
          {...rest}
          {...described}
          onClick={reason === undefined ? onClick : swallow}
          className={cx(buttonLook({ variant, size, square: true }), className)}
        >
          {icon}
        </button>
      )}
    </WithReason>
  );
}
