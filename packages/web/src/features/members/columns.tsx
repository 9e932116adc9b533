import type { ReactNode } from "react";
import { UserCell } from "../../components/avatar/user-cell.tsx";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import type { Member } from "./queries.ts";

/** The columns of the list; roles can be edited in place, groups cost a request for each row. */
export function membersColumns(cells: {
  readonly roles: (member: Member) => ReactNode;
  /** Absent for who may not see the groups of others. */
  readonly groups: ((member: Member) => ReactNode) | undefined;
}): readonly Column<Member>[] {
  return [
    {
      key: "user",
      label: "User",
      cell: (member) => (
        <UserCell
          id={member.user_id}
          user={member}
          secondary={member.is_service_account === true ? member.name : member.email}
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
      key: "roles",
      label: "Organization roles",
      width: "w-64",
      stacked: "fact",
      cell: cells.roles,
    },
    ...(cells.groups === undefined
      ? []
      : ([
          { key: "groups", label: "Groups", width: "w-48", from: "lg", cell: cells.groups },
        ] as const)),
    {
      key: "last-seen",
      label: "Last seen",
      width: "w-32",
      from: "md",
      stacked: "fact",
      cell: (member) => <RelativeTime value={member.last_seen_at} />,
    },
  ];
}
