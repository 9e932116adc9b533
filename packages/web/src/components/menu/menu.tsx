import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  useId,
  useRef,
  useState,
} from "react";
import { cx } from "../class-names.ts";
import type { MenuGroups } from "./items.ts";
import { MenuList } from "./menu-list.tsx";

export type { MenuGroups, MenuItem } from "./items.ts";

type Trigger = ReactElement<
  Pick<
    ComponentProps<"button">,
    "onPointerDown" | "onKeyDown" | "aria-haspopup" | "aria-expanded" | "aria-controls"
  >
>;

interface MenuProps {
  /** A function is asked whenever the open menu is drawn. */
  readonly items: MenuGroups | (() => MenuGroups);
  /** The button that opens it. */
  readonly children: Trigger;
  readonly align?: "start" | "end";
  readonly label?: string;
  /** How the button stands among its neighbours. */
  readonly className?: string;
}

const openingKeys: readonly string[] = ["Enter", " ", "ArrowDown"];

/**
 * A menu of actions, at most twelve, what destroys last. It is not modal, and dialogs that it opens are mounted
 * outside of it, so that the page is never left without pointer events. A refused item stays reachable and says why.
 *
 * A closed menu is its button alone: a table has a menu in every row, and each one of Radix listens to every key that is
 * typed anywhere.
 */
export function Menu({ items, children, align = "end", label, className }: MenuProps) {
  const [openedBy, setOpenedBy] = useState<"key" | "pointer">();
  const id = useId();
  const frame = useRef<HTMLSpanElement>(null);
  const isOpen = openedBy !== undefined;
  const given = children.props;
  const button = cloneElement(children, {
    "aria-haspopup": "menu",
    "aria-expanded": isOpen,
    "aria-controls": isOpen ? id : undefined,
    onPointerDown(event: PointerEvent<HTMLButtonElement>) {
      given.onPointerDown?.(event);
      if (event.button !== 0 || event.ctrlKey) return;
      // The list takes the focus; the button must not compete for it.
      if (!isOpen) event.preventDefault();
      setOpenedBy(isOpen ? undefined : "pointer");
    },
    onKeyDown(event: KeyboardEvent<HTMLButtonElement>) {
      given.onKeyDown?.(event);
      if (!openingKeys.includes(event.key)) return;
      event.preventDefault();
      setOpenedBy("key");
    },
  });
  return (
    <span ref={frame} className={cx("relative inline-flex", className)}>
      {button}
      {isOpen ? (
        <MenuList
          id={id}
          items={typeof items === "function" ? items() : items}
          align={align}
          label={label}
          byKey={openedBy === "key"}
          onClose={() => setOpenedBy(undefined)}
          onReturn={() => frame.current?.querySelector("button")?.focus()}
        />
      ) : null}
    </span>
  );
}
