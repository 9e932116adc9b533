import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../components/badge/badge.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { Menu } from "../../components/menu/menu.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { NotFound } from "../../components/states/states.tsx";
import { organizationRolesQuery, roleLabel } from "../../lib/catalogs.ts";
import { usePathOrganization } from "../../lib/organization.ts";
import { usePathParams } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { BuiltInRole } from "./built-in-role.tsx";
import { DeleteRoleDialog } from "./delete-role-dialog.tsx";
import { EditRole } from "./edit-role.tsx";
import { rolesChecks } from "./permissions.ts";
import { roleActions } from "./role-actions.tsx";

/** One role: a custom one to change, a built-in one to read. */
export function Page() {
  const organization = usePathOrganization();
  const { role: name } = usePathParams("role");
  const { data: roles } = useSuspenseQuery(organizationRolesQuery(organization.id));
  const may = useMay(rolesChecks, organization.id);
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const role = roles.find((each) => each.name === name.toLowerCase());
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/roles`;
  usePlace([
    { label, to: `/organizations/${organization.name}` },
    { label: "Roles", to: base },
    { label: role === undefined ? "Not found" : roleLabel(role) },
  ]);
  if (role === undefined) {
    return (
      <NotFound
        title="There is no such role here, or you may not see it."
        back={{ label: `Roles of ${label}`, to: base }}
      />
    );
  }
  const actions = roleActions({
    role,
    base,
    mayCreate: may("roles.create"),
    mayDelete: may("roles.delete"),
    onDelete: () => setDeleting(true),
  }).map((group) => group.filter((item) => item.label !== "Open"));
  return (
    <div className="mx-auto flex max-w-list flex-col gap-6">
      <PageHeader
        title={roleLabel(role)}
        badges={<Badge>{role.built_in ? "built-in" : "custom"}</Badge>}
        meta={
          <>
            <code>{role.name}</code>
            {role.updated_at === undefined ? null : (
              <span>
                changed <Moment value={role.updated_at} />
              </span>
            )}
          </>
        }
        actions={
          actions.some((group) => group.length > 0) ? (
            <Menu items={actions} label={`Actions for ${role.name}`}>
              <IconButton
                variant="secondary"
                label={`More actions for ${role.name}`}
                icon={<Ellipsis aria-hidden size={16} strokeWidth={1.75} />}
              />
            </Menu>
          ) : undefined
        }
      />
      {role.built_in ? (
        <BuiltInRole organization={organization} role={role} />
      ) : (
        <EditRole
          key={`${organization.id} ${role.name}`}
          organization={organization}
          role={role}
          mayUpdate={may("roles.update")}
        />
      )}
      {isDeleting ? (
        <DeleteRoleDialog
          organization={organization}
          role={role}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate({ to: base, ignoreBlocker: true })}
        />
      ) : null}
    </div>
  );
}
