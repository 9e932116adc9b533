import { AvatarName } from "../../components/avatar/avatar.tsx";
import { UserCell } from "../../components/avatar/user-cell.tsx";
import { Badge } from "../../components/badge/badge.tsx";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { Money, Nothing } from "../../components/money/money.tsx";
import type { GroupSpend } from "../../lib/budgets.ts";
import { labelOf } from "../../lib/labels.ts";
import type { SignInLabel } from "../../lib/sign-in-label.ts";
import type { Group, GroupMember } from "./queries.ts";
import { isEveryone, sourceLabel } from "./text.ts";

/** What a group may spend on AI; undefined until it is known. */
export type BudgetOf = (groupId: string) => GroupSpend | undefined;

/** The columns of the list of groups. */
export function groupsColumns(budgetOf: BudgetOf): readonly Column<Group>[] {
  return [
    {
      key: "name",
      label: "Name",
      cell: (group) => (
        <AvatarName
          id={group.id}
          name={labelOf(group)}
          secondary={group.display_name === "" ? undefined : group.name}
          kind="group"
          url={group.avatar_url}
          size={24}
        />
      ),
    },
    {
      key: "members",
      label: "Members",
      align: "end",
      width: "w-28",
      stacked: "fact",
      cell: (group) => group.total_member_count.toLocaleString(),
    },
    {
      key: "quota",
      label: "Quota",
      align: "end",
      width: "w-24",
      from: "md",
      stacked: "fact",
      cell: (group) => group.quota_allowance.toLocaleString(),
    },
    {
      key: "budget",
      label: "AI budget",
      align: "end",
      width: "w-32",
      from: "lg",
      stacked: "none",
      cell: ({ id }) => {
        const limit = budgetOf(id)?.limit;
        return limit === undefined || limit === null ? <Nothing /> : <Money micros={limit} />;
      },
    },
    {
      key: "source",
      label: "Source",
      width: "w-40",
      stacked: "status",
      cell: (group) =>
        isEveryone(group) ? (
          <Badge>built-in</Badge>
        ) : group.source === "oidc" ? (
          <StatusBadge status="synced" word={sourceLabel(group)} />
        ) : (
          sourceLabel(group)
        ),
    },
  ];
}

/** The columns of the members of a group. */
export const groupMembersColumns = (signInLabel: SignInLabel): readonly Column<GroupMember>[] => [
  {
    key: "user",
    label: "User",
    cell: (user) => (
      <UserCell
        id={user.id}
        user={user}
        secondary={user.is_service_account === true ? user.name : user.email}
      />
    ),
  },
  {
    key: "status",
    label: "Status",
    width: "w-28",
    stacked: "status",
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    key: "sign-in",
    label: "Sign-in",
    width: "w-36",
    from: "md",
    cell: signInLabel,
  },
  {
    key: "last-seen",
    label: "Last seen",
    width: "w-32",
    from: "md",
    stacked: "fact",
    cell: (user) => <RelativeTime value={user.last_seen_at} />,
  },
];
