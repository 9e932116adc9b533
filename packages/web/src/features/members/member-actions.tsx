import { UserMinus, UserRound } from "lucide-react";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { reasons } from "../../lib/reasons.ts";
import type { Member } from "./queries.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** The actions about a member. */
export function memberActions({
  member,
  isSelf,
  mayOpen,
  mayRemove,
  onRemove,
}: {
  readonly member: Member;
  readonly isSelf: boolean;
  readonly mayOpen: boolean;
  readonly mayRemove: boolean;
  readonly onRemove: (member: Member) => void;
}): MenuGroups {
  return [
    mayOpen
      ? [{ label: "Open user", icon: <UserRound {...icon} />, to: `/users/${member.username}` }]
      : [],
    mayRemove
      ? [
          {
            label: "Remove…",
            icon: <UserMinus {...icon} />,
            danger: true,
            reason: isSelf ? reasons.selfMember : undefined,
            onSelect: () => onRemove(member),
          },
        ]
      : [],
  ];
}
