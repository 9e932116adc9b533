import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { type Role, roleLabel, roleMeaning } from "../../lib/catalogs.ts";
import { reasons } from "../../lib/reasons.ts";

/** Site roles to choose from; those that whoever is signed in may not assign say so. */
export function RoleChoices({
  roles,
  value,
  onChange,
  reason,
}: {
  readonly roles: readonly Role[];
  readonly value: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
  /** Why no role of this user may be changed at all. */
  readonly reason?: string | undefined;
}) {
  // Every user holds the implied role; there is nothing to choose.
  const offered = roles.filter(({ name }) => name !== "member");
  return (
    <div className="flex flex-col gap-1">
      {offered.map((role) => (
        <CheckboxRow
          key={role.name}
          name="roles"
          label={roleLabel(role)}
          description={roleMeaning(role.name)}
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
