import {
  assignRoleObject,
  canAssign,
  decide,
  isSystemRoleName,
  orgRoleNames,
  type Subject,
} from "@gatehouse/rbac";
import { mapped, type RoleSync } from "./settings.ts";

/** A change of settings of role sync, and who makes it. */
export interface RoleSyncChange {
  readonly subject: Subject;
  readonly organizationId: string;
  /** Names of the custom roles of the organization. */
  readonly customRoles: readonly string[];
  readonly before: RoleSync;
  readonly after: RoleSync;
}

/**
 * The roles that a change lets claims grant, and that the actor could not assign; none: the change is allowed
 * (spec idp-sync-and-scim §A2.2).
 *
 * Security: whoever may change these settings could otherwise map a claim of their own to any role (trap 1). Values
 * without a mapping pass through as role names: that is why switching sync on needs every built-in role, and why a
 * value whose mapping is dropped counts as mapped to the role of its own name.
 */
export function refusedRoles(change: RoleSyncChange): string[] {
  const granted = newlyGranted(change).filter((name) => !isSystemRoleName(name));
  if (granted.length === 0) return [];
  const { customRoles, organizationId, subject } = change;
  if (!decide(subject, "assign", assignRoleObject(organizationId))) return granted;
  return granted.filter((name) => {
    // A name that is not known yet may become a custom role tomorrow.
    const level = { organizationId, customRoles: [...customRoles, name] };
    return !canAssign(subject, name, level);
  });
}

function newlyGranted({ after, before, customRoles }: RoleSyncChange): string[] {
  const names = new Set<string>();
  for (const [value, roles] of Object.entries(after.mapping)) {
    const old = mapped(before.mapping, value) ?? [];
    for (const role of roles) if (!old.includes(role)) names.add(role);
  }
  if (after.field === "") return [...names];
  if (after.field !== before.field) for (const role of orgRoleNames) names.add(role);
  const known: readonly string[] = [...orgRoleNames, ...customRoles];
  for (const value of Object.keys(before.mapping)) {
    const isDropped = mapped(after.mapping, value) === undefined;
    if (isDropped && known.includes(value)) names.add(value);
  }
  return [...names];
}
