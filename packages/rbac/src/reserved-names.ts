import { orgRoleNames, siteRoleNames } from "./builtin-roles.ts";
import { systemRoleNames } from "./system-roles.ts";

/** Role name of the internal subject that may assign every role. */
export const systemSubjectRole = "system";

/** Role name of the internal subject that creates prebuilt workspaces. */
export const prebuildsSubjectRole = "prebuilds-orchestrator";

/** Names that custom roles may not take (spec organizations §6.2). */
export const reservedRoleNames: readonly string[] = [
  ...siteRoleNames,
  ...orgRoleNames,
  ...systemRoleNames,
  systemSubjectRole,
  prebuildsSubjectRole,
  "custom-site-role",
  "custom-organization-role",
  "organization-workspace-access",
];

/** Whether the name is reserved, in any spelling. */
export function isReservedRoleName(name: string): boolean {
  return reservedRoleNames.includes(name.toLowerCase());
}
