import { useLocation } from "@tanstack/react-router";
import { Dialog } from "radix-ui";
import { useEffect, useRef } from "react";
import { Sidebar } from "./sidebar.tsx";

/** The navigation on phones: a drawer from the left that closes when a page was chosen. */
export function PhoneNavigation({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const shownFor = useRef(path);
  useEffect(() => {
    if (shownFor.current !== path) onOpenChange(false);
    shownFor.current = path;
  }, [path, onOpenChange]);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="layer-drawer fixed inset-0 animate-fade-in bg-scrim" />
        <Dialog.Content
          data-surface
          aria-describedby={undefined}
          className="layer-drawer fixed inset-y-0 start-0 w-72 max-w-[85vw] animate-fade-in border-border border-e bg-canvas outline-none"
        >
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          <Sidebar />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
