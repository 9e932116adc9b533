import { makeSubject, type Subject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import { readSubject } from "./subject-store.ts";

/** A user as decisions see him, without the restrictions of any key. */
export async function subjectOf(deps: Deps, user: UserRow): Promise<Subject> {
  const row = await readSubject(deps.db, user.id);
  const made = makeSubject({
    id: user.id,
    siteRoles: user.rbac_roles,
    organizations: row.memberships.map(({ id, roles, default_roles: byDefault, sharing }) => ({
      id,
      roles: [...roles, ...byDefault],
      sharingMode: sharing,
      isServiceAccount: user.is_service_account,
    })),
    customRoles: row.custom_roles,
    groups: row.groups,
    scopes: null,
    allowList: null,
    deployment: deps.config,
  });
  // Only scopes and allow lists can fail, and there are none.
  if (!made.ok) throw new Error("a subject without a key was refused");
  return made.subject;
}
