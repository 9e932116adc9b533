import { allActionsExcept } from "./roles.ts";

/** Role that an access list gives on one object; empty removes the entry (spec authorization §6.5). */
export type AclRole = "admin" | "use" | "";

/** Actions stored for the roles on a template. */
export const templateAclRoles: Readonly<Record<Exclude<AclRole, "">, readonly string[]>> = {
  admin: ["*"],
  use: ["read", "use"],
};

/** Actions stored for the roles on a workspace. */
export const workspaceAclRoles: Readonly<Record<Exclude<AclRole, "">, readonly string[]>> = {
  admin: allActionsExcept("workspace", ["delete"]),
  use: ["read", "ssh", "application_connect", "start", "stop"],
};

/** The role whose actions an entry holds, in any order; empty when they are no role's. */
export function aclRoleOf(type: "template" | "workspace", actions: readonly string[]): AclRole {
  const roles = type === "template" ? templateAclRoles : workspaceAclRoles;
  const stored = new Set(actions);
  for (const role of ["admin", "use"] as const) {
    const expected = roles[role];
    if (stored.size === expected.length && expected.every((action) => stored.has(action))) {
      return role;
    }
  }
  return "";
}
