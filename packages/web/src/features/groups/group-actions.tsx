import { Settings, Trash2, UsersRound } from "lucide-react";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import type { Group } from "./queries.ts";
import { fixedReason } from "./text.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** The actions about a group in a row of the list. */
export function groupActions({
  group,
  organization,
  base,
  mayDelete,
  onDelete,
}: {
  readonly group: Group;
  readonly organization: string;
  /** Address of the list. */
  readonly base: string;
  readonly mayDelete: boolean;
  readonly onDelete: (group: Group) => void;
}): MenuGroups {
  const address = `${base}/${encodeURIComponent(group.name)}`;
  return [
    [
      { label: "Members", icon: <UsersRound {...icon} />, to: `${address}/members` },
      { label: "Settings", icon: <Settings {...icon} />, to: `${address}/settings` },
    ],
    mayDelete
      ? [
          {
            label: "Delete…",
            icon: <Trash2 {...icon} />,
            danger: true,
            reason: fixedReason(group, organization, { may: true, isManaged: false }),
            onSelect: () => onDelete(group),
          },
        ]
      : [],
  ];
}
