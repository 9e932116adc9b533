import type { ReactNode } from "react";
import { cx } from "../class-names.ts";
import { Link, type LinkProps } from "../link/link.tsx";
import { type ButtonVariant, buttonLook, type ControlSize } from "./look.ts";

/** Props of a link that looks like a button. */
export interface LinkButtonProps extends LinkProps {
  readonly variant?: ButtonVariant | undefined;
  readonly size?: ControlSize | undefined;
  readonly icon?: ReactNode;
}

/** A link that looks like a button: it leads to a page ("Create user"). */
export function LinkButton({
  variant = "secondary",
  size = "md",
  icon,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <Link look="quiet" className={cx(buttonLook({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
