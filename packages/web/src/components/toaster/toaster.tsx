import { type FocusEvent, type MouseEvent, type RefObject, useEffect, useRef } from "react";
import { Toaster as Sonner } from "sonner";
import { useMedia } from "../../lib/media.ts";

/** A button of a toast works by the mouse without the focus: the toast would take it along when it goes. */
function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest("button") !== null) {
    event.preventDefault();
  }
}

/**
 * Whoever comes by the keys is led back when the toast goes. Whoever clicked has moved on since: their focus is not
 * told to sonner, which would pull it back from wherever it is by then.
 */
function hideClicks(event: FocusEvent): void {
  if (!event.target.matches(":focus-visible")) event.stopPropagation();
}

/**
 * Whoever came by F8 goes back to where they were when a button of a toast is pressed by the keys, or with Esc: sonner
 * loses the focus together with the toast.
 */
function useWayBack(frame: RefObject<HTMLElement | null>): () => void {
  const origin = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ key }: globalThis.KeyboardEvent) => {
      const here = document.activeElement;
      if (key === "F8" && frame.current?.contains(here) === false) origin.current = here;
    };
    document.addEventListener("keydown", note, true);
    return () => document.removeEventListener("keydown", note, true);
  }, [frame]);
  return () => {
    const back = origin.current;
    origin.current = null;
    if (back instanceof HTMLElement) back.focus();
  };
}

/** The place of toasts: bottom right, on phones at the top. At most three; F8 moves focus in. */
export function Toaster() {
  const phone = useMedia("(width < 40rem)");
  const frame = useRef<HTMLDivElement>(null);
  const goBack = useWayBack(frame);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what sonner draws within
    <div
      ref={frame}
      onMouseDown={keepFocus}
      onFocusCapture={hideClicks}
      // A click without a count comes from a key.
      onClick={({ detail }) => (detail === 0 ? goBack() : undefined)}
      onKeyDown={({ key }) => (key === "Escape" ? goBack() : undefined)}
    >
      <Sonner
        position={phone ? "top-center" : "bottom-right"}
        visibleToasts={3}
        hotkey={["F8"]}
        containerAriaLabel="Notifications"
        offset={16}
        gap={8}
        className="layer-toast"
        toastOptions={{
          unstyled: true,
          classNames: {
            toast:
              "flex w-full items-start gap-2.5 rounded-card border raised px-3.5 py-3 font-sans text-body text-text shadow-menu sm:w-90",
            icon: "mt-0.5 shrink-0",
            content: "min-w-0 grow",
            description: "mt-0.5 font-mono text-caption text-text-secondary",
            closeButton:
              "order-last -me-1 ms-auto flex size-6 shrink-0 items-center justify-center rounded-control text-text-secondary hover:bg-fill-hover",
          },
        }}
      />
    </div>
  );
}
