import { Ellipsis } from "lucide-react";
import { IconButton } from "../../components/button/icon-button.tsx";
import { Menu } from "../../components/menu/menu.tsx";
import type { User } from "./queries.ts";
import { type ActionContext, userActions } from "./user-actions.tsx";

/** The actions about a user at the head of the page: those of the list's rows, without what the page shows itself. */
export function HeaderMenu({
  user,
  context,
}: {
  readonly user: User;
  readonly context: ActionContext;
}) {
  const [facts = [], changes = [], ...rest] = userActions(user, context).map((group) =>
    group.filter(({ label }) => !["Open access", "Suspend…", "Activate"].includes(label)),
  );
  const items = [changes, facts, ...rest];
  return (
    <Menu items={items} label={`Actions for ${user.username}`}>
      <IconButton
        variant="secondary"
        label={`More actions for ${user.username}`}
        icon={<Ellipsis aria-hidden size={16} strokeWidth={1.75} />}
      />
    </Menu>
  );
}
