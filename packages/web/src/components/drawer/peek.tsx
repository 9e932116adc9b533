import { X } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { IconButton } from "../button/icon-button.tsx";

interface PeekProps {
  /** Whose facts these are: "mara". */
  readonly title: string;
  readonly onClose: () => void;
  /** Moves to the row before or after while it is open. */
  readonly onStep?: ((by: 1 | -1) => void) | undefined;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

const elsewhere =
  "input, textarea, select, [role=menu], [role=dialog], [role=alertdialog], [role=listbox]";

/**
 * Facts of a row that are too slow or too wide for columns, beside the list and not over it: focus stays in the row,
 * the arrow keys step through rows, Esc closes.
 */
export function Peek({ title, onClose, onStep, footer, children }: PeekProps) {
  const frame = useRef<HTMLElement>(null);
  const place = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const note = ({ target }: { readonly target: EventTarget | null }) => {
      if (target instanceof HTMLElement && target.closest("[data-row]") !== null)
        place.current = target;
    };
    note({ target: document.activeElement });
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  const close = () => {
    if (frame.current?.contains(document.activeElement) === true) place.current?.focus();
    onClose();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(elsewhere) !== null) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && onStep !== undefined) onStep(1);
    else if (event.key === "ArrowUp" && onStep !== undefined) onStep(-1);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <aside
      ref={frame}
      aria-label={title}
      data-surface
      data-peek=""
      className="layer-drawer fixed inset-y-0 end-0 flex w-full animate-drawer-in flex-col border-s raised shadow-dialog sm:max-w-drawer"
    >
      <header className="flex items-center gap-3 border-border-subtle border-b px-5 py-3">
        <h2 className="min-w-0 grow truncate text-h2">{title}</h2>
        <IconButton
          label="Close"
          icon={<X aria-hidden size={16} strokeWidth={1.75} />}
          onClick={close}
          className="-me-1.5"
        />
      </header>
      <div className="min-h-0 grow overflow-y-auto p-5">{children}</div>
      {footer === undefined ? null : (
        <footer className="flex gap-2 border-border-subtle border-t px-5 py-3.5">{footer}</footer>
      )}
    </aside>
  );
}
