import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "../button/icon-button.tsx";
import { cx } from "../class-names.ts";
import { focusFirstField, type ReturnPlace, useFocusReturn } from "../dialog/focus-return.ts";
import { footerLook, scrimLook } from "../dialog/look.ts";

interface DrawerProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  readonly returnFocus?: ReturnPlace;
  readonly children: ReactNode;
}

/** A modal layer from the right edge; the whole screen on phones. The address carries it when it shows an object. */
export function Drawer({
  open,
  onOpenChange,
  title,
  description,
  footer,
  wide = false,
  returnFocus,
  children,
}: DrawerProps) {
  const focus = useFocusReturn(returnFocus);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay data-scrim="" className={cx(scrimLook, "layer-drawer")} />
        <Radix.Content
          data-surface
          onOpenAutoFocus={(event) => {
            focus.remember();
            focusFirstField(event);
          }}
          onCloseAutoFocus={focus.giveBack}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cx(
            "layer-drawer fixed inset-y-0 end-0 flex w-full animate-drawer-in flex-col border-s raised shadow-dialog outline-none sm:rounded-s-dialog",
            wide ? "sm:max-w-drawer-wide" : "sm:max-w-drawer",
          )}
        >
          <header className="flex items-start gap-3 border-border-subtle border-b px-5 py-3.5">
            <div className="min-w-0 grow pt-1">
              <Radix.Title className="text-h2">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="mt-1 text-caption text-text-secondary">
                  {description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton
                label="Close"
                icon={<X aria-hidden size={16} strokeWidth={1.75} />}
                className="-me-1.5"
              />
            </Radix.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto p-5">{children}</div>
          {footer === undefined ? null : <footer className={footerLook}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
