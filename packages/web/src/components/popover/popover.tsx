import { X } from "lucide-react";
import { Dialog, Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { useMedia } from "../../lib/media.ts";
import { IconButton } from "../button/icon-button.tsx";
import { cx } from "../class-names.ts";
import { focusFirstField } from "../dialog/focus-return.ts";
import { scrimLook } from "../dialog/look.ts";

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Name of the panel. */
  readonly label: string;
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
  /** On phones it comes from the bottom edge, over the whole width: for panels with many fields. */
  readonly sheet?: boolean;
  readonly children: ReactNode;
}

/** The panel as a sheet at the bottom edge of a phone. */
function Sheet({
  trigger,
  label,
  open,
  onOpenChange,
  children,
}: Pick<PopoverProps, "trigger" | "label" | "open" | "onOpenChange" | "children">) {
  return (
    <Dialog.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay data-scrim="" className={scrimLook} />
        <Dialog.Content
          data-surface
          aria-describedby={undefined}
          onOpenAutoFocus={focusFirstField}
          className="layer-dialog raised fixed inset-x-0 bottom-0 flex max-h-[85dvh] animate-fade-in flex-col rounded-t-dialog border-t shadow-dialog outline-none"
        >
          <header className="flex items-center gap-3 px-4 pt-3 pb-1">
            <Dialog.Title className="min-w-0 grow text-h2">{label}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton
                label="Close"
                icon={<X aria-hidden size={16} strokeWidth={1.75} />}
                className="-me-1.5"
              />
            </Dialog.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-4 pt-2 pb-6">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A small panel beside its button, at most 360 px wide: filters, switcher, "why?". Focus returns to the button. */
export function Popover(props: PopoverProps) {
  const isPhone = useMedia("(width < 40rem)");
  return props.sheet === true && isPhone ? <Sheet {...props} /> : <Panel {...props} />;
}

function Panel({
  trigger,
  label,
  open,
  onOpenChange,
  align = "start",
  className,
  children,
}: PopoverProps) {
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-surface
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cx(
            "layer-menu max-h-(--radix-popover-content-available-height) w-90 max-w-[calc(100vw-1rem)] animate-menu-in overflow-y-auto rounded-card border raised p-3 shadow-menu",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
