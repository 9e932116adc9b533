import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "../button/icon-button.tsx";
import { cx } from "../class-names.ts";
import { focusFirstField, type ReturnPlace, useFocusReturn } from "./focus-return.ts";
import { dialogLook, footerLook, scrimLook } from "./look.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question or the task in full. */
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons; the primary one last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** False while closing would lose what cannot come back: then neither Esc nor a click outside closes. */
  readonly dismissable?: boolean;
  /** Where focus goes when the button that opened it is gone. */
  readonly returnFocus?: ReturnPlace;
  readonly children?: ReactNode;
}

/** One decision or at most five fields. Focus starts in the first field and returns to where it came from. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  wide = false,
  dismissable = true,
  returnFocus,
  children,
}: DialogProps) {
  const focus = useFocusReturn(returnFocus);
  const keep = (event: Event) => (dismissable ? undefined : event.preventDefault());
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay data-scrim="" className={scrimLook} />
        <Radix.Content
          data-surface
          onEscapeKeyDown={keep}
          onPointerDownOutside={keep}
          onInteractOutside={keep}
          onOpenAutoFocus={(event) => {
            focus.remember();
            focusFirstField(event);
          }}
          onCloseAutoFocus={focus.giveBack}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cx(dialogLook, wide ? "max-w-dialog-wide" : "max-w-dialog")}
        >
          <header className="flex items-start gap-3 px-5 pt-4.5 pb-1">
            <div className="min-w-0 grow">
              <Radix.Title className="text-h2">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description asChild>
                  <div className="mt-1 text-body text-text-secondary">{description}</div>
                </Radix.Description>
              )}
            </div>
            {dismissable ? (
              <Radix.Close asChild>
                <IconButton
                  label="Close"
                  size="sm"
                  icon={<X aria-hidden size={16} strokeWidth={1.75} />}
                  className="-me-1.5"
                />
              </Radix.Close>
            ) : null}
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 pt-3 pb-5">{children}</div>
          {footer === undefined ? null : <footer className={footerLook}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
