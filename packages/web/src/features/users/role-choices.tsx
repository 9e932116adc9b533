import { Lock } from "lucide-react";
import type { ReactNode } from "react";
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
      {reason === undefined ? null : <Locked>{reason}</Locked>}
      {offered.map((role) => (
        <CheckboxRow
          key={role.name}
          name="roles"
          label={roleLabel(role)}
          description={
            <>
              {roleMeaning(role.name)}
              {reason === undefined && !role.assignable ? (
                // The checkbox itself says it to whoever hears the page.
                <span aria-hidden>
                  <Locked>{reasons.notAssignable}</Locked>
                </span>
              ) : null}
            </>
          }
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

/** Why something cannot be chosen, in sight. */
function Locked({ children }: { readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5 text-caption text-text-secondary">
      <Lock aria-hidden size={12} strokeWidth={2} className="shrink-0" />
      {children}
    </span>
  );
}
