import type { ReactNode } from "react";
import { FormActions } from "../../components/form/form-actions.tsx";
import { type Role, roleLabel, roleMeaning } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { useSignInLabel } from "../../lib/sign-in-label.ts";
import type { NewUser } from "./create-user.ts";

/** What the form will make, in words, and the buttons that make it. */
export function CreateUserSummary({
  values,
  organizations,
  roles,
  children,
}: {
  readonly values: NewUser;
  readonly organizations: readonly Organization[];
  readonly roles: readonly Role[];
  readonly children: ReactNode;
}) {
  const signInLabel = useSignInLabel();
  const isService = values.kind === "service_account";
  const names = organizations
    .filter(({ id }) => values.organization_ids.includes(id))
    .map(organizationLabel);
  const held = roles.filter(({ name }) => values.roles.includes(name));
  const facts: readonly (readonly [string, string])[] = [
    ["Username", values.username === "" ? "–" : values.username],
    ["Kind", isService ? "Service account" : "Person"],
    ["Sign-in", signInLabel({ login_type: values.login_type, is_service_account: isService })],
    ["Organizations", names.length === 0 ? "–" : names.join(", ")],
    ["Site roles", held.length === 0 ? "None" : held.map(roleLabel).join(", ")],
  ];
  return (
    <aside aria-labelledby="summary" className="shrink-0 xl:w-80">
      <div className="flex flex-col gap-4 rounded-card border bg-surface p-5 xl:sticky xl:top-16">
        <h2 id="summary" className="text-h2">
          Summary
        </h2>
        <dl className="flex flex-col gap-2.5">
          {facts.map(([label, value]) => (
            <div key={label} className="grid grid-cols-[6.5rem_1fr] gap-2 text-dense">
              <dt className="text-text-secondary">{label}</dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
            </div>
          ))}
          <div className="grid grid-cols-[6.5rem_1fr] gap-2 text-dense">
            <dt className="text-text-secondary">Can</dt>
            <dd className="flex min-w-0 flex-col gap-1 [overflow-wrap:anywhere]">
              {abilities(values, names).map((each) => (
                <span key={each}>{each}</span>
              ))}
            </dd>
          </div>
        </dl>
        <FormActions stacked>{children}</FormActions>
      </div>
    </aside>
  );
}

/** What the new user may do, from what the roles are for. */
function abilities(values: NewUser, organizations: readonly string[]): readonly string[] {
  const works = organizations.map((name) => `Work as a member of ${name}.`);
  const roles = values.roles.map((name) => roleMeaning(name) || name);
  const all = [...works, ...roles];
  if (all.length === 0) return ["Nothing yet."];
  return values.kind === "service_account" ? [...all, "By tokens that an owner makes."] : all;
}
