import type { ReactNode } from "react";
import { AvatarName } from "../../components/avatar/avatar.tsx";
import { Badge } from "../../components/badge/badge.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";

/** The columns of the list; the counts come from outside, because each costs a request. */
export function organizationsColumns(counts: {
  readonly members: (organization: Organization) => ReactNode;
  readonly groups: (organization: Organization) => ReactNode;
}): readonly Column<Organization>[] {
  return [
    {
      key: "name",
      label: "Name",
      cell: (each) => (
        <span className="inline-flex min-w-0 items-center gap-2">
          <AvatarName
            id={each.id}
            name={organizationLabel(each)}
            secondary={each.description === "" ? each.name : each.description}
            kind="organization"
            url={each.icon}
            size={24}
          />
          {each.is_default ? <Badge>default</Badge> : null}
        </span>
      ),
    },
    {
      key: "members",
      label: "Members",
      align: "end",
      width: "w-28",
      stacked: "fact",
      cell: counts.members,
    },
    {
      key: "groups",
      label: "Groups",
      align: "end",
      width: "w-28",
      stacked: "fact",
      cell: counts.groups,
    },
    {
      key: "created",
      label: "Created",
      width: "w-36",
      from: "md",
      stacked: "fact",
      cell: (each) => <RelativeTime value={each.created_at} />,
    },
  ];
}
