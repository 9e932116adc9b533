import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { cx } from "../class-names.ts";
import { Spinner } from "../progress/progress.tsx";
import { type ButtonVariant, buttonLook, type ControlSize } from "./look.ts";
import { WithReason } from "./reason.tsx";

/** Props of a button. It is never `disabled`: a refusal has a reason and stays focusable. */
export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  readonly variant?: ButtonVariant | undefined;
  readonly size?: ControlSize | undefined;
  /** The request is on its way: the width stays, a spinner shows, further clicks are ignored. */
  readonly pending?: boolean | undefined;
  /** Why the action is refused for now; ends with who can change it. */
  readonly disabledReason?: string | undefined;
  /** False for buttons that send nothing: only what writes is refused while the server cannot be reached. */
  readonly writes?: boolean | undefined;
  /** A lucide icon of 16 px before the words. */
  readonly icon?: ReactNode;
}

/** Swallows a click on a control that is `aria-disabled`, the way the browser does for `disabled`. */
export function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** A button: verb and object ("Create token"). */
export function Button({
  variant = "secondary",
  size = "md",
  pending = false,
  disabledReason,
  icon,
  className,
  children,
  onClick,
  type = "button",
  writes = type === "submit",
  "aria-describedby": describedBy,
  ...rest
}: ButtonProps) {
  const reason = useRefusal(disabledReason, writes);
  const refused = pending || reason !== undefined;
  return (
    <WithReason reason={reason} describedBy={describedBy}>
      {(described) => (
        <button
          type={type}
          {...rest}
          {...described}
          {...(pending ? { "aria-disabled": true, "aria-busy": true } : {})}
          onClick={refused ? swallow : onClick}
          className={cx(buttonLook({ variant, size, isPending: pending }), className)}
        >
          {pending ? (
            <span className="absolute inset-0 flex items-center justify-center">
              <Spinner />
            </span>
          ) : null}
          <span className={cx("inline-flex items-center gap-1.5", pending && "opacity-0")}>
            {icon}
            {children}
          </span>
        </button>
      )}
    </WithReason>
  );
}
