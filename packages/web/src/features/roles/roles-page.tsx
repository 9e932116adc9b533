import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type OrganizationRole, organizationRolesQuery } from "../../lib/catalogs.ts";
import { useKeys } from "../../lib/keyboard.ts";
import { usePathOrganization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { rolesColumns } from "./columns.tsx";
import { DeleteRoleDialog } from "./delete-role-dialog.tsx";
import { Holders } from "./holders.tsx";
import { rolesChecks } from "./permissions.ts";
import { roleActions } from "./role-actions.tsx";
import { RolesView } from "./roles-view.tsx";

/** The parameters of the list's address. */
const rolesSearch = { q: "", kind: "" } as const;

/** The roles of an organization: what comes with the product, then custom ones. */
export function Page() {
  const organization = usePathOrganization();
  const [search, setSearch] = useSearchState(rolesSearch);
  const navigate = useNavigate();
  const may = useMay(rolesChecks, organization.id);
  const list = useQuery(organizationRolesQuery(organization.id));
  const [deleted, setDeleted] = useState<OrganizationRole | null>(null);
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/roles`;
  const columns = useMemo(
    () => rolesColumns((role) => <Holders organization={organization} role={role.name} />),
    [organization],
  );
  usePlace([{ label, to: `/organizations/${organization.name}` }, { label: "Roles" }]);
  useKeys({ c: () => (may("roles.create") ? void navigate({ to: `${base}/new` }) : undefined) });
  const rows = list.data?.filter((role) => isWanted(role, search));
  return (
    <>
      <RolesView
        organization={label}
        base={base}
        q={search.q}
        kind={search.kind}
        columns={columns}
        rows={rows}
        total={list.data?.length}
        busy={list.isFetching}
        isForbidden={statusOf(list.error) === 404 || statusOf(list.error) === 403}
        problem={list.error === null ? undefined : problemOf(list.error)}
        mayCreate={may("roles.create")}
        actions={(role) =>
          roleActions({
            role,
            base,
            mayCreate: may("roles.create"),
            mayDelete: may("roles.delete"),
            onDelete: setDeleted,
          })
        }
        onQuery={(q) => setSearch({ q }, { replace: true })}
        onKind={(kind) => setSearch({ kind })}
        onRetry={() => void list.refetch()}
      />
      {deleted === null ? null : (
        <DeleteRoleDialog
          organization={organization}
          role={deleted}
          onClose={() => setDeleted(null)}
        />
      )}
    </>
  );
}

function isWanted(
  role: OrganizationRole,
  { q, kind }: { readonly q: string; readonly kind: string },
) {
  if (kind === "custom" && role.built_in) return false;
  if (kind === "built-in" && !role.built_in) return false;
  return `${role.name}\n${role.display_name}`.toLowerCase().includes(q.trim().toLowerCase());
}
