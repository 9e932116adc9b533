import type { ReactNode } from "react";
import { Badge } from "../../components/badge/badge.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { type OrganizationRole, roleLabel } from "../../lib/catalogs.ts";
import { contentsOf } from "./contents.ts";

/** The columns of the list; holders come from outside, because each costs a request. */
export function rolesColumns(
  holders: (role: OrganizationRole) => ReactNode,
): readonly Column<OrganizationRole>[] {
  return [
    {
      key: "role",
      label: "Role",
      cell: (role) => (
        <span className="flex min-w-0 flex-col">
          <span className="sm:truncate">{roleLabel(role)}</span>
          <code className="text-caption text-text-secondary sm:truncate">{role.name}</code>
        </span>
      ),
    },
    {
      key: "kind",
      label: "Kind",
      width: "w-28",
      stacked: "status",
      cell: ({ built_in }) => <Badge>{built_in ? "built-in" : "custom"}</Badge>,
    },
    {
      key: "permissions",
      label: "Permissions",
      align: "end",
      width: "w-32",
      from: "md",
      stacked: "fact",
      cell: (role) => contentsOf(role.organization_permissions).selected.size,
    },
    {
      key: "holders",
      label: "Holders",
      align: "end",
      width: "w-28",
      stacked: "fact",
      cell: holders,
    },
    {
      key: "updated",
      label: "Changed",
      width: "w-32",
      from: "lg",
      stacked: "none",
      cell: ({ updated_at: at }) =>
        at === undefined ? (
          <span role="img" aria-label="none" className="text-text-tertiary">
            –
          </span>
        ) : (
          <RelativeTime value={at} />
        ),
    },
  ];
}
