import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import {
  type Entity,
  EntityPicker,
  type EntitySearch,
} from "../../components/entity-picker/entity-picker.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { type OrganizationRole, organizationRolesQuery, roleLabel } from "../../lib/catalogs.ts";
import { rolesChanged } from "../../lib/changed.ts";
import { useForm } from "../../lib/form.ts";
import { type Organization, usePathOrganization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { useIsJudged, useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { contentsOf } from "./contents.ts";
import { NameFields } from "./name-fields.tsx";
import { rolesChecks } from "./permissions.ts";
import { heldPermissionsQuery } from "./queries.ts";
import { EditorFrame, editorSearch, RoleEditor } from "./role-editor.tsx";
import { fieldsOf, type RoleFields, roleFaults, roleLabels, roleRequest } from "./role-form.ts";
import { RoleSummary } from "./role-summary.tsx";
import { useRefused } from "./use-refused.ts";

const pageSearch = { ...editorSearch, from: "" } as const;
const blank = { name: "", display_name: "" };

/** Makes a custom role, from nothing or from another role; it can give at most what its maker holds. */
export function Page() {
  const organization = usePathOrganization();
  const may = useMay(rolesChecks, organization.id);
  const isJudged = useIsJudged(organization.id);
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/roles`;
  usePlace([
    { label, to: `/organizations/${organization.name}` },
    { label: "Roles", to: base },
    { label: "Create role" },
  ]);
  if (!isJudged) return <Skeleton count={8} className="mx-auto max-w-list" />;
  if (may("roles.create")) return <CreateRole organization={organization} base={base} />;
  return (
    <Forbidden back={{ label: "Open roles", to: base }}>
      You need the <em>organization admin</em> role in {label} to create roles. An organization
      admin can grant it.
    </Forbidden>
  );
}

function CreateRole({
  organization,
  base,
}: {
  readonly organization: Organization;
  /** Address of the list. */
  readonly base: string;
}) {
  const { data: roles } = useSuspenseQuery(organizationRolesQuery(organization.id));
  const { data: held } = useSuspenseQuery(heldPermissionsQuery(organization.id));
  const [search, setSearch] = useSearchState(pageSearch);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const label = organizationLabel(organization);
  const from = roles.find(({ name }) => name === search.from);
  const [initial] = useState(() => fieldsOf(blank, grantable(from, held), []));
  const form = useForm<RoleFields>({
    initial,
    labels: roleLabels,
    check: roleFaults,
    submit: async (values) => {
      const params = { organization: organization.id };
      const made = await api.call("createCustomRole", { params, body: roleRequest(values) });
      await rolesChanged(queries, organization.id);
      toastDone(`${made.name} created.`);
      await navigate({ to: `${base}/${made.name}`, ignoreBlocker: true });
    },
  });
  const refused = useRefused(form.failure);
  const selected = new Set(form.values.organization_permissions);
  const left = from === undefined ? 0 : leftOut(from, held);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-6">
      <LeaveGuard changed={form.pending ? [] : form.changed.map((name) => roleLabels[name])} />
      <PageHeader title="Create role" meta={`For members of ${label}`} />
      <form {...form.props}>
        <EditorFrame
          aside={
            <RoleSummary
              organization={label}
              selected={selected}
              radius="Nobody holds the role yet. Give it to members once it is made."
            >
              <Button type="submit" variant="primary" pending={form.pending}>
                Create role
              </Button>
            </RoleSummary>
          }
        >
          <FormAlert problem={form.problem} />
          <NameFields form={form} isNew />
          <StartFrom
            roles={roles}
            value={from}
            note={
              left === 0
                ? "Takes over its permissions."
                : `${left === 1 ? "1 permission that you do not hold is" : `${left} permissions that you do not hold are`} left out.`
            }
            onChange={(role) => {
              setSearch({ from: role?.name ?? "" }, { replace: true });
              const next = fieldsOf(blank, grantable(role, held), []);
              form.set("organization_permissions", next.organization_permissions);
            }}
          />
          <RoleEditor
            organization={label}
            value={form.values.organization_permissions}
            onChange={(value) => form.set("organization_permissions", value)}
            held={held}
            refused={refused}
            filter={search.q}
            isSelectedOnly={search.selected !== ""}
            onFilter={(q) => setSearch({ q }, { replace: true })}
            onSelectedOnly={(on) => setSearch({ selected: on ? "1" : "" }, { replace: true })}
          />
        </EditorFrame>
      </form>
    </div>
  );
}

/** Of a role's permissions those that whoever is signed in may give. */
function grantable(
  role: OrganizationRole | undefined,
  held: ReadonlySet<string>,
): ReadonlySet<string> {
  if (role === undefined) return new Set();
  const { selected } = contentsOf(role.organization_permissions);
  return new Set([...selected].filter((name) => held.has(name)));
}

function leftOut(role: OrganizationRole, held: ReadonlySet<string>): number {
  return contentsOf(role.organization_permissions).selected.size - grantable(role, held).size;
}

function StartFrom({
  roles,
  value,
  note,
  onChange,
}: {
  readonly roles: readonly OrganizationRole[];
  readonly value: OrganizationRole | undefined;
  readonly note: string;
  readonly onChange: (role: OrganizationRole | undefined) => void;
}) {
  const search = useMemo<EntitySearch>(
    () => async (text) =>
      roles
        .map(entityOf)
        .filter(({ name, id }) => `${name}\n${id}`.toLowerCase().includes(text.toLowerCase())),
    [roles],
  );
  return (
    <Field
      label="Start from"
      optional
      help={value === undefined ? "Takes over the permissions of another role." : note}
      className="max-w-[48ch]"
    >
      <EntityPicker
        search={search}
        value={value === undefined ? null : entityOf(value)}
        onChange={(entity) => onChange(roles.find(({ name }) => name === entity?.id))}
        placeholder="An empty role"
      />
    </Field>
  );
}

function entityOf(role: OrganizationRole): Entity {
  return { id: role.name, name: roleLabel(role), secondary: role.name, kind: "role" };
}
