import { DropdownMenu } from "radix-ui";
import { createContext, type ReactElement, type ReactNode, use, useRef } from "react";
import { Kbd } from "../badge/kbd.tsx";
import { cx } from "../class-names.ts";
import { Link } from "../link/link.tsx";

/** An entry of a menu. A `reason` disables it and is read with it; `to` makes it a link. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly reason?: string | undefined;
  readonly checked?: boolean;
  readonly to?: string;
  readonly onSelect?: () => void;
}

/** Items of a menu in groups; a line stands between groups. Empty groups vanish. */
export type MenuGroups = readonly (readonly MenuItem[])[];

interface MenuProps {
  readonly items: MenuGroups;
  /** The button that opens it. */
  readonly children: ReactElement;
  readonly align?: "start" | "end";
  readonly label?: string;
}

const itemLook =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-control px-2 py-1 text-dense outline-none data-highlighted:bg-fill-hover pointer-coarse:min-h-11";

function ItemBody({ item }: { readonly item: MenuItem }) {
  return (
    <>
      {item.icon === undefined ? null : (
        <span className={item.danger === true ? undefined : "text-text-tertiary"}>{item.icon}</span>
      )}
      <span className="flex min-w-0 grow flex-col">
        <span>{item.label}</span>
        {item.reason === undefined ? null : (
          <span className="max-w-64 whitespace-normal text-caption text-text-secondary">
            {item.reason}
          </span>
        )}
      </span>
      {item.checked === true ? <span aria-hidden>✓</span> : null}
      {item.shortcut === undefined ? null : <Kbd>{item.shortcut}</Kbd>}
    </>
  );
}

/** Takes the action of the chosen item; it runs once the menu is gone and focus is back on its button. */
const Chosen = createContext<(action: () => void) => void>((action) => action());

function Item({ item }: { readonly item: MenuItem }) {
  const choose = use(Chosen);
  const look = cx(
    itemLook,
    item.reason !== undefined && "text-text-disabled",
    item.danger === true && item.reason === undefined && "text-danger-text",
  );
  if (item.to !== undefined && item.reason === undefined) {
    return (
      <DropdownMenu.Item asChild className={look}>
        <Link to={item.to} look="quiet">
          <ItemBody item={item} />
        </Link>
      </DropdownMenu.Item>
    );
  }
  const select = (event: Event) => {
    if (item.reason !== undefined) event.preventDefault();
    else if (item.onSelect !== undefined) choose(item.onSelect);
  };
  const disabled = item.reason === undefined ? undefined : true;
  if (item.checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem
        checked={item.checked}
        aria-disabled={disabled}
        onSelect={select}
        className={look}
      >
        <ItemBody item={item} />
      </DropdownMenu.CheckboxItem>
    );
  }
  return (
    <DropdownMenu.Item aria-disabled={disabled} onSelect={select} className={look}>
      <ItemBody item={item} />
    </DropdownMenu.Item>
  );
}

/**
 * A menu of actions, at most twelve, what destroys last. It is not modal, and dialogs that it opens are mounted
 * outside of it, so that the page is never left without pointer events. A refused item stays reachable and says why.
 */
export function Menu({ items, children, align = "end", label }: MenuProps) {
  const groups = items.filter((group) => group.length > 0);
  const pending = useRef<(() => void) | null>(null);
  const choose = (action: () => void) => {
    pending.current = action;
  };
  // A dialog that opens now finds focus on the button, and will give it back there.
  const afterClose = () => {
    const action = pending.current;
    pending.current = null;
    if (action !== null) setTimeout(action);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          data-surface
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={afterClose}
          className="layer-menu min-w-44 max-w-80 animate-menu-in rounded-card border raised p-1 shadow-menu"
        >
          <Chosen value={choose}>
            {groups.map((group, at) => (
              <DropdownMenu.Group key={group[0]?.label}>
                {at === 0 ? null : (
                  <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-border-subtle" />
                )}
                {group.map((item) => (
                  <Item key={item.label} item={item} />
                ))}
              </DropdownMenu.Group>
            ))}
          </Chosen>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
