import { UserCell } from "../../components/avatar/user-cell.tsx";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { NameList } from "../../components/name-list/name-list.tsx";
import { labelOf } from "../../lib/labels.ts";
import type { SignInLabel } from "../../lib/sign-in-label.ts";
import type { User } from "./queries.ts";

const none = (
  <span role="img" aria-label="none" className="text-text-tertiary">
    –
  </span>
);

/** The columns of the list. Organizations are named from one list, never asked for row by row. */
export function usersColumns(
  organizationName: (id: string) => string,
  signInLabel: SignInLabel,
): readonly Column<User>[] {
  return [
    {
      key: "user",
      label: "User",
      sort: "username",
      cell: (user) => (
        <UserCell id={user.id} user={user} beside={user.name} secondary={user.email} />
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
      key: "roles",
      label: "Roles",
      width: "w-44",
      from: "lg",
      cell: ({ roles, username }) => (
        <NameList names={roles.map(labelOf)} label={`Roles of ${username}`} shown={1} />
      ),
    },
    {
      key: "sign-in",
      label: "Sign-in",
      width: "w-32",
      from: "lg",
      cell: (user) => signInLabel(user),
    },
    {
      key: "organizations",
      label: "Organizations",
      width: "w-40",
      from: "xl",
      cell: (user) => (
        <NameList
          names={user.organization_ids.map(organizationName)}
          label={`Organizations of ${user.username}`}
          shown={1}
        />
      ),
    },
    {
      key: "name",
      label: "Full name",
      width: "w-40",
      from: "lg",
      stacked: "none",
      cell: ({ name }) => name ?? none,
    },
    {
      key: "created",
      label: "Created",
      sort: "created_at",
      width: "w-32",
      from: "md",
      stacked: "none",
      cell: (user) => <RelativeTime value={user.created_at} />,
    },
    {
      key: "last-seen",
      label: "Last seen",
      sort: "last_seen_at",
      width: "w-32",
      from: "md",
      stacked: "fact",
      cell: (user) => <RelativeTime value={user.last_seen_at} />,
    },
  ];
}
