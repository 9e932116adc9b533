import { type Role, roleLabel, roleMeaning } from "../../lib/catalogs.ts";
import { reasons } from "../../lib/reasons.ts";
import { CheckboxRow } from "../checkbox/checkbox.tsx";

/** What is shown of a role that can be given. */
export type OfferedRole = Pick<Role, "assignable" | "display_name" | "name">;

/** Roles to choose from; those that whoever is signed in may not give or take say so. */
export function RoleBoxes({
  roles,
  value,
  onChange,
  reason,
}: {
  readonly roles: readonly OfferedRole[];
  readonly value: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
  /** Why none of them may be changed. */
  readonly reason?: string | undefined;
}) {
  return (
    <div className="flex max-h-72 flex-col overflow-y-auto">
      {roles.map((role) => (
        <CheckboxRow
          key={role.name}
          label={roleLabel(role)}
          description={roleMeaning(role.name) === "" ? role.name : roleMeaning(role.name)}
          checked={value.includes(role.name)}
          disabledReason={reason ?? (role.assignable ? undefined : reasons.notAssignable)}
          onChange={(event) => {
            const rest = value.filter((name) => name !== role.name);
            onChange(event.target.checked ? [...rest, role.name] : rest);
          }}
        />
      ))}
    </div>
  );
}
