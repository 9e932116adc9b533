import type { ComponentProps, ReactNode } from "react";
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
}

/** An icon alone: search, close, copy, more, chevron, sort, back, menu. Everything else has words. */
export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "md",
  disabledReason,
  className,
  onClick,
  "aria-describedby": describedBy,
  ...rest
}: IconButtonProps) {
  const refused = disabledReason !== undefined;
  return (
    <WithReason reason={disabledReason} otherwise={label} describedBy={describedBy}>
      {(reason) => (
        <button
          type="button"
          aria-label={label}
          {...rest}
          {...reason}
          onClick={refused ? swallow : onClick}
          className={cx(buttonLook({ variant, size, square: true }), className)}
        >
          {icon}
        </button>
      )}
    </WithReason>
  );
}
