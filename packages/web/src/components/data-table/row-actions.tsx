import { Ellipsis } from "lucide-react";
import { IconButton } from "../button/icon-button.tsx";
import { Menu, type MenuGroups } from "../menu/menu.tsx";

/** The menu of a row or a page: always visible, and its name says whose it is. */
export function RowActions({
  name,
  items,
}: {
  readonly name: string;
  readonly items: () => MenuGroups;
}) {
  return (
    <Menu items={items} label={`Actions for ${name}`}>
      <IconButton
        label={`More actions for ${name}`}
        data-row-actions=""
        icon={<Ellipsis aria-hidden size={16} strokeWidth={1.75} />}
      />
    </Menu>
  );
}
