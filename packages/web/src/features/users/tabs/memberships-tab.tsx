import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Badge } from "../../../components/badge/badge.tsx";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { EmptyState } from "../../../components/states/states.tsx";
import type { Organization } from "../../../lib/organization.ts";
import { useMay } from "../../../lib/permissions.ts";
import { meQuery, organizationLabel } from "../../../lib/queries.ts";
import { usersChecks } from "../permissions.ts";
import { userOrganizationsQuery, userPermissionsQuery, userRolesQuery } from "../queries.ts";
import type { TabProps } from "./props.ts";

/** Organizations of a user with the roles and groups there. */
export function Body({ user }: TabProps) {
  const { data: organizations } = useSuspenseQuery(userOrganizationsQuery(user.id));
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const isSelf = me?.id === user.id;
  const roles = useQuery({
    ...userRolesQuery(user.id),
    enabled: isSelf || may("users.readPersonal"),
  });
  const permissions = useQuery({
    ...userPermissionsQuery(user.id),
    enabled: isSelf || may("users.readAudit"),
  });
  const columns: readonly Column<Organization>[] = [
    {
      key: "organization",
      label: "Organization",
      cell: (each) => (
        <span className="inline-flex items-center gap-2">
          {organizationLabel(each)}
          {each.is_default ? <Badge>default</Badge> : null}
        </span>
      ),
    },
    {
      key: "roles",
      label: "Roles there",
      stacked: "fact",
      cell: (each) => names(roles.data?.organization_roles[each.id]),
    },
    {
      key: "groups",
      label: "Groups",
      stacked: "fact",
      cell: (each) =>
        names(
          permissions.data?.groups
            .filter(({ organization_id }) => organization_id === each.id)
            .map(({ name }) => name),
        ),
    },
  ];
  return (
    <DataTable
      caption={`Organizations of ${user.username}`}
      columns={columns}
      rows={organizations}
      rowKey={({ id }) => id}
      rowName={organizationLabel}
      empty={
        <EmptyState title={`${user.username} is in no organization that you may see.`}>
          Organizations hold groups, roles and templates.
        </EmptyState>
      }
    />
  );
}

function names(list: readonly string[] | undefined) {
  if (list === undefined || list.length === 0) {
    return (
      <span role="img" aria-label="none" className="text-text-tertiary">
        –
      </span>
    );
  }
  return <span title={list.join(", ")}>{list.join(", ")}</span>;
}
