import type { ReactNode } from "react";
import { type Role, roleLabel } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";
import type { NewUser } from "./create-user.ts";
import { signInLabel } from "./text.ts";

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
  const isService = values.kind === "service_account";
  const names = organizations
    .filter(({ id }) => values.organization_ids.includes(id))
    .map(organizationLabel);
  const held = roles.filter(({ name }) => values.roles.includes(name)).map(roleLabel);
  const facts: readonly (readonly [string, string])[] = [
    ["Username", values.username === "" ? "–" : values.username],
    ["Kind", isService ? "Service account" : "Person"],
    ["Sign-in", signInLabel({ login_type: values.login_type, is_service_account: isService })],
    ["Organizations", names.length === 0 ? "–" : names.join(", ")],
    ["Site roles", held.length === 0 ? "None" : held.join(", ")],
    ["Can", abilities(values, names, held)],
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
        </dl>
        <div className="flex flex-col gap-2">{children}</div>
      </div>
    </aside>
  );
}

function abilities(
  values: NewUser,
  organizations: readonly string[],
  roles: readonly string[],
): string {
  if (values.roles.includes("owner")) return "do everything, in every organization";
  const where = organizations.length === 0 ? "nothing yet" : `work in ${organizations.join(", ")}`;
  const more = roles.length === 0 ? "" : `; as ${roles.join(", ")} across the deployment`;
  return values.kind === "service_account"
    ? `${where}, with tokens that an owner makes${more}`
    : where + more;
}
