import {
  cloneElement,
  type DOMAttributes,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { type Side, TooltipBox } from "./tooltip-box.tsx";

const openAfterMs = 400;
/** The way from the element to its tooltip takes a moment. */
const closeAfterMs = 120;
/** Going from one element to the next, the second tooltip does not wait. */
const skipWithinMs = 200;

let closedAtMs = Number.NEGATIVE_INFINITY;

type Handlers = Pick<
  DOMAttributes<HTMLElement>,
  "onPointerEnter" | "onPointerLeave" | "onPointerDown" | "onFocus" | "onBlur"
>;

/** An element that takes the handlers of a tooltip. */
export type Describable = ReactElement<Handlers>;

interface TooltipProps {
  /** Undefined while there is nothing to say; the element stays the same. */
  readonly text: ReactNode | undefined;
  readonly side?: Side | undefined;
  /** The element that is described. */
  readonly children: Describable;
}

/**
 * A short text on hover and focus. It repeats a name or a reason that assistive technology already gets from
 * `aria-label` or `aria-describedby`; nothing stands in a tooltip alone.
 *
 * Ours instead of Radix's: every button carries one, also where people sign in, and the machinery of menus and popovers
 * is 18 KB that those pages need for nothing else.
 */
export function Tooltip({ text, side = "top", children }: TooltipProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const close = () => {
    clearTimeout(timer.current);
    if (anchor !== null) closedAtMs = performance.now();
    setAnchor(null);
  };
  const later = (step: () => void, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(step, ms);
  };
  const given = children.props;
  const handlers: Handlers = {
    onPointerEnter(event: PointerEvent<HTMLElement>) {
      given.onPointerEnter?.(event);
      if (event.pointerType === "touch") return;
      const element = event.currentTarget;
      const isNext = performance.now() - closedAtMs < skipWithinMs;
      later(() => setAnchor(element), isNext || anchor !== null ? 0 : openAfterMs);
    },
    onPointerLeave(event: PointerEvent<HTMLElement>) {
      given.onPointerLeave?.(event);
      later(close, closeAfterMs);
    },
    onPointerDown(event: PointerEvent<HTMLElement>) {
      given.onPointerDown?.(event);
      close();
    },
    onFocus(event: FocusEvent<HTMLElement>) {
      given.onFocus?.(event);
      // The focus may be on a field within: a card with its radio.
      if (event.target.matches(":focus-visible")) setAnchor(event.currentTarget);
    },
    onBlur(event: FocusEvent<HTMLElement>) {
      given.onBlur?.(event);
      close();
    },
  };
  return (
    <>
      {cloneElement(children, handlers)}
      {anchor === null || text === undefined ? null : (
        <TooltipBox
          anchor={anchor}
          side={side}
          onClose={close}
          onEnter={() => clearTimeout(timer.current)}
          onLeave={() => later(close, closeAfterMs)}
        >
          {text}
        </TooltipBox>
      )}
    </>
  );
}
