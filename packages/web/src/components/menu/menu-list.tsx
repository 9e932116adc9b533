import { DropdownMenu } from "radix-ui";
import { createContext, type FocusEvent, use, useRef } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { Kbd } from "../badge/kbd.tsx";
import { cx } from "../class-names.ts";
import { Link } from "../link/link.tsx";
import type { MenuGroups, MenuItem } from "./items.ts";

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

function Item({ item: given }: { readonly item: MenuItem }) {
  const choose = use(Chosen);
  const item = { ...given, reason: useRefusal(given.reason, given.writes === true) };
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

interface MenuListProps {
  readonly id: string;
  readonly items: MenuGroups;
  readonly align: "start" | "end";
  readonly label: string | undefined;
  /** Opened by a key: its first entry is where the keys go on. */
  readonly byKey: boolean;
  readonly onClose: () => void;
  /** Gives the focus back to the button. */
  readonly onReturn: () => void;
}

/** The open list of a menu, beside its button; drawn while it is open and not before. */
export function MenuList({ id, items, align, label, byKey, onClose, onReturn }: MenuListProps) {
  const groups = items.filter((group) => group.length > 0);
  const pending = useRef<(() => void) | null>(null);
  const isOutside = useRef(false);
  const isEntered = useRef(false);
  const choose = (action: () => void) => {
    pending.current = action;
  };
  // A dialog that opens now finds focus on the button, and will give it back there.
  const afterClose = (event: Event) => {
    event.preventDefault();
    if (!isOutside.current) onReturn();
    const action = pending.current;
    pending.current = null;
    if (action !== null) setTimeout(action);
  };
  const enter = (event: FocusEvent<HTMLElement>) => {
    if (!byKey || isEntered.current || event.target !== event.currentTarget) return;
    isEntered.current = true;
    event.currentTarget.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  };
  return (
    <DropdownMenu.Root modal={false} open onOpenChange={onClose}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none absolute inset-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          id={id}
          data-surface
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          aria-labelledby={undefined}
          onFocus={enter}
          onInteractOutside={() => {
            isOutside.current = true;
          }}
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
