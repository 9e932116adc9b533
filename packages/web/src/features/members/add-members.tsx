import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Entity } from "../../components/entity-picker/entity-picker.tsx";
import { Field } from "../../components/field/field.tsx";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { PeopleDrawer } from "../../components/people-drawer/people-drawer.tsx";
import { RoleBoxes } from "../../components/roles-popover/role-boxes.tsx";
import { organizationRolesQuery } from "../../lib/catalogs.ts";
import { membersChanged } from "../../lib/changed.ts";
import type { Organization } from "../../lib/organization.ts";
import { previewQuery } from "../../lib/preview.ts";
import { problemOf, waitingOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { findNewMembers, userByEmail } from "./find-people.ts";
import { addMembers } from "./mutations.ts";

/** The drawer that brings people into the organization, with roles if wanted. */
export function AddMembers({
  organization,
  mayAssign,
  onClose,
}: {
  readonly organization: Organization;
  readonly mayAssign: boolean;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const [roles, setRoles] = useState<readonly string[]>([]);
  const offered = useQuery({ ...organizationRolesQuery(organization.id), enabled: mayAssign });
  const search = useMemo(() => findNewMembers(organization.id), [organization.id]);
  const label = organizationLabel(organization);
  const assignable = offered.data?.filter(({ assignable: may }) => may) ?? [];
  return (
    <PeopleDrawer
      title="Add members"
      description={`They come into ${label} and its group Everyone.`}
      search={search}
      findByEmail={userByEmail}
      add={(people) =>
        addMembers(organization.id, people, roles).finally(
          () => void membersChanged(queries, organization.id),
        )
      }
      preview={(picked) => <OnePreview organization={organization} picked={picked} />}
      waitingOf={waitingOf}
      messageOf={(error) => problemOf(error).message}
      onClose={onClose}
    >
      {assignable.length === 0 ? null : (
        <Field
          label="Roles"
          optional
          group
          help={`Given to those who come in. Everybody gets what members of ${label} may do.`}
        >
          <RoleBoxes roles={assignable} value={roles} onChange={setRoles} />
        </Field>
      )}
    </PeopleDrawer>
  );
}

/** What the membership itself gives, computed where a single user is picked. */
function OnePreview({
  organization,
  picked,
}: {
  readonly organization: Organization;
  readonly picked: readonly Entity[];
}) {
  const [only] = picked;
  const preview = useQuery({
    ...previewQuery({
      kind: "member",
      organization_id: organization.id,
      user_id: only?.id ?? "",
      action: "add",
    }),
    enabled: only !== undefined && picked.length === 1,
  });
  if (only === undefined || picked.length !== 1) return null;
  return (
    <section aria-label="What changes" className="flex flex-col gap-2">
      <h3 className="text-h3">What {only.name} gains as a member</h3>
      <ImpactPreview
        impact={
          preview.data === undefined
            ? undefined
            : impactOf(preview.data, () => organizationLabel(organization))
        }
        error={preview.error === null ? undefined : problemOf(preview.error).message}
      />
    </section>
  );
}
