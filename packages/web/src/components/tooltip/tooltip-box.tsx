import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";

/** Where a tooltip stands when there is room. */
export type Side = "top" | "right" | "bottom" | "left";

const gap = 6;
const margin = 8;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

const opposite: Readonly<Record<Side, Side>> = {
  top: "bottom",
  bottom: "top",
  left: "right",
  right: "left",
};

function beside(side: Side, anchor: Place, box: Size): { left: number; top: number } {
  const centre = {
    left: anchor.left + (anchor.width - box.width) / 2,
    top: anchor.top + (anchor.height - box.height) / 2,
  };
  if (side === "top") return { ...centre, top: anchor.top - box.height - gap };
  if (side === "bottom") return { ...centre, top: anchor.top + anchor.height + gap };
  if (side === "left") return { ...centre, left: anchor.left - box.width - gap };
  return { ...centre, left: anchor.left + anchor.width + gap };
}

/**
 * Where a box stands beside its element, in pixels of the window: on the wished side, on the opposite one when it would
 * leave the window there, and never closer than 8 px to the edge.
 */
export function placeBeside(
  side: Side,
  anchor: Place,
  box: Size,
  view: Size,
): { left: number; top: number } {
  const fits = ({ left, top }: { left: number; top: number }) =>
    left >= margin &&
    top >= margin &&
    left + box.width <= view.width - margin &&
    top + box.height <= view.height - margin;
  const wished = beside(side, anchor, box);
  const other = beside(opposite[side], anchor, box);
  const isVertical = side === "top" || side === "bottom";
  // Sideways the box is pushed in; it changes sides only where it would cover its element otherwise.
  const leaves = isVertical
    ? !fits({ ...wished, left: margin }) && fits({ ...other, left: margin })
    : !fits({ ...wished, top: margin }) && fits({ ...other, top: margin });
  const { left, top } = leaves ? other : wished;
  const within = (at: number, length: number, room: number) =>
    Math.max(margin, Math.min(at, room - length - margin));
  return {
    left: Math.round(within(left, box.width, view.width)),
    top: Math.round(within(top, box.height, view.height)),
  };
}

interface TooltipBoxProps {
  readonly anchor: HTMLElement;
  readonly side: Side;
  readonly onClose: () => void;
  readonly onEnter: () => void;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** The text of a tooltip, over everything. It can be hovered, and goes with Escape, scrolling and a change of the window. */
export function TooltipBox(props: TooltipBoxProps) {
  const { anchor, side, onClose, onEnter, onLeave, children } = props;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const view = { width: window.innerWidth, height: window.innerHeight };
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const { left, top } = placeBeside(side, anchor.getBoundingClientRect(), size, view);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [anchor, side]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("scroll", onClose, { capture: true, passive: true });
    window.addEventListener("resize", onClose);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("scroll", onClose, true);
      window.removeEventListener("resize", onClose);
    };
  }, [onClose]);
  return createPortal(
    <div
      ref={box}
      role="tooltip"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className="layer-tooltip fixed top-0 left-0 w-max max-w-72 animate-fade-in rounded-control bg-text px-2 py-1 text-caption text-text-inverse"
    >
      {children}
    </div>,
    document.body,
  );
}
