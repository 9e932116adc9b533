import { useQuery } from "@tanstack/react-query";
import { Callout } from "../../components/callout/callout.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { RoleBoxes } from "../../components/roles-popover/role-boxes.tsx";
import { organizationRolesQuery } from "../../lib/catalogs.ts";
import { problemOf } from "../../lib/problem.ts";

/** Roles that every member of the organization has without holding them. */
export function DefaultRolesSection({
  organizationId,
  value,
  stored,
  reason,
  error,
  onChange,
}: {
  readonly organizationId: string;
  readonly value: readonly string[];
  readonly stored: readonly string[];
  /** Why nothing can be chosen. */
  readonly reason: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (roles: string[]) => void;
}) {
  const roles = useQuery(organizationRolesQuery(organizationId));
  const isWider = value.some((name) => !stored.includes(name));
  return (
    <FormSection
      title="Default roles"
      help="Every member has these roles from the first moment, and loses them when they are taken off here."
    >
      {roles.error === null ? null : (
        <Callout tone="warning" title="The roles did not load.">
          {problemOf(roles.error).message}
        </Callout>
      )}
      {roles.data === undefined && roles.error === null ? <Skeleton count={4} /> : null}
      {roles.data === undefined ? null : (
        <Field label="Roles of every member" group error={error}>
          <RoleBoxes
            roles={roles.data}
            value={value}
            onChange={(next) => onChange([...next])}
            reason={reason}
          />
        </Field>
      )}
      {isWider ? (
        <Callout tone="warning" title="Every member gains these roles.">
          They hold for the members of today and for those who come.
        </Callout>
      ) : null}
    </FormSection>
  );
}
