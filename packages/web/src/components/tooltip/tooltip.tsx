import { Tooltip as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";

interface TooltipProps {
  /** Undefined while there is nothing to say; the element stays the same. */
  readonly text: ReactNode | undefined;
  readonly side?: "top" | "right" | "bottom" | "left" | undefined;
  /** The element that is described. It takes a ref and event handlers. */
  readonly children: ReactElement;
}

/**
 * A short text on hover and focus. It repeats a name or a reason that assistive technology already gets from
 * `aria-label` or `aria-describedby`; nothing stands in a tooltip alone.
 */
export function Tooltip({ text, side = "top", children }: TooltipProps) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      <Radix.Root open={open && text !== undefined} onOpenChange={setOpen}>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="layer-tooltip max-w-72 animate-fade-in rounded-control bg-text px-2 py-1 text-caption text-text-inverse"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
