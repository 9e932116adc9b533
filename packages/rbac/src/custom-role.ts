import { decide } from "./decide.ts";
import { isReservedRoleName } from "./reserved-names.ts";
import type { Action, ResourceType } from "./resources.ts";
import { isAction, isPair, isResourceType } from "./resources.ts";
import type { Permission, StoredPermission } from "./roles.ts";
import type { Subject } from "./subject.ts";

/** Longest name of a custom role, in characters. */
export const maxRoleNameLength = 32;

const namePattern = /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/;
const routeNames: readonly string[] = ["new", "create"];

/** Whether the text is a well-formed name of a custom role; reserved names pass. */
export function isRoleName(name: string): boolean {
  return (
    name.length <= maxRoleNameLength &&
    namePattern.test(name) &&
    !routeNames.includes(name.toLowerCase())
  );
}

/** A custom organization role as received; absent lists are given as empty ones. */
export interface CustomRoleDraft {
  readonly name: string;
  readonly displayName: string;
  readonly sitePermissions: readonly StoredPermission[];
  readonly userPermissions: readonly StoredPermission[];
  readonly orgPermissions: readonly StoredPermission[];
  readonly memberPermissions: readonly StoredPermission[];
}

/** A custom role ready to be stored. */
export interface AcceptedCustomRole {
  /** Lower-case. */
  readonly name: string;
  readonly displayName: string;
  /** Without duplicates, in the order given. */
  readonly orgPermissions: readonly Permission[];
}

/** Why a draft is refused; all are 400 (spec organizations §6.7). */
export type CustomRoleRefusal =
  | { readonly code: "invalid_name" }
  | { readonly code: "reserved_name" }
  | { readonly code: "site_permissions" }
  | { readonly code: "user_permissions" }
  | { readonly code: "member_permissions" }
  | { readonly code: CustomRolePermissionFault; readonly permission: StoredPermission }
  | { readonly code: "name_exists" };

/** Faults of a single permission. */
export type CustomRolePermissionFault =
  | "unknown_permission"
  | "wildcard_permission"
  | "negative_permission"
  | "permission_not_held";

/** Outcome of checking a draft. */
export type CustomRoleResult =
  | { readonly ok: true; readonly role: AcceptedCustomRole }
  | { readonly ok: false; readonly refusal: CustomRoleRefusal };

/** What a draft is checked against. */
export interface CustomRoleContext {
  /** The actor, key scope included. */
  readonly subject: Subject;
  /** From the path, never from the body. */
  readonly organizationId: string;
  readonly mode: "create" | "update";
  /** Names of the roles that exist in the organization; only a create must avoid them. */
  readonly existingNames: readonly string[];
}

/**
 * Checks a custom organization role in the order of spec organizations §6.7. An update drops
 * permissions with unknown names first, so that roles survive renames; a create refuses them.
 * Whether the actor may create or update roles at all, and whether the updated role exists, is
 * checked before. Security: permissions count as held only on an object of the organization
 * without owner, else a member could hand out what they have on their own things.
 */
export function checkCustomRole(
  draft: CustomRoleDraft,
  context: CustomRoleContext,
): CustomRoleResult {
  const kept = context.mode === "update" ? withoutUnknown(draft) : draft;
  const refusal =
    checkShape(kept) ??
    firstFault(kept.orgPermissions, context) ??
    (context.mode === "create" ? checkUnique(kept.name, context.existingNames) : null);
  if (refusal !== null) return { ok: false, refusal };
  return {
    ok: true,
    role: {
      name: kept.name.toLowerCase(),
      displayName: kept.displayName,
      orgPermissions: knownPermissions(kept.orgPermissions),
    },
  };
}

function checkShape(draft: CustomRoleDraft): CustomRoleRefusal | null {
  if (!isRoleName(draft.name)) return { code: "invalid_name" };
  if (isReservedRoleName(draft.name)) return { code: "reserved_name" };
  if (draft.sitePermissions.length > 0) return { code: "site_permissions" };
  if (draft.userPermissions.length > 0) return { code: "user_permissions" };
  if (draft.memberPermissions.length > 0) return { code: "member_permissions" };
  return null;
}

function checkUnique(name: string, existing: readonly string[]): CustomRoleRefusal | null {
  const taken = existing.some((other) => other.toLowerCase() === name.toLowerCase());
  return taken ? { code: "name_exists" } : null;
}

function isKnown({ resourceType, action }: StoredPermission): boolean {
  if (resourceType === "*") return action === "*" || isAction(action);
  return isResourceType(resourceType) && (action === "*" || isPair(resourceType, action));
}

function withoutUnknown(draft: CustomRoleDraft): CustomRoleDraft {
  return {
    ...draft,
    sitePermissions: draft.sitePermissions.filter(isKnown),
    userPermissions: draft.userPermissions.filter(isKnown),
    orgPermissions: draft.orgPermissions.filter(isKnown),
    memberPermissions: draft.memberPermissions.filter(isKnown),
  };
}

type Fault = readonly [
  code: CustomRolePermissionFault,
  applies: (permission: StoredPermission, context: CustomRoleContext) => boolean,
];

const faults: readonly Fault[] = [
  ["unknown_permission", (permission) => !isKnown(permission)],
  ["wildcard_permission", ({ resourceType, action }) => resourceType === "*" || action === "*"],
  ["negative_permission", ({ negate }) => negate],
  ["permission_not_held", (permission, context) => !isHeld(permission, context)],
];

/** A permission whose type and action exist and are no wildcards. */
interface ExactPermission extends Permission {
  readonly resourceType: ResourceType;
  readonly action: Action;
}

function isExact(permission: StoredPermission): permission is ExactPermission {
  return isPair(permission.resourceType, permission.action);
}

function isHeld(permission: StoredPermission, context: CustomRoleContext): boolean {
  if (!isExact(permission)) return false;
  const { resourceType: type, action } = permission;
  return decide(context.subject, action, { type, org: context.organizationId });
}

function firstFault(
  permissions: readonly StoredPermission[],
  context: CustomRoleContext,
): CustomRoleRefusal | null {
  for (const [code, applies] of faults) {
    const permission = permissions.find((candidate) => applies(candidate, context));
    if (permission !== undefined) return { code, permission };
  }
  return null;
}

function knownPermissions(permissions: readonly StoredPermission[]): readonly Permission[] {
  const unique = new Map<string, Permission>();
  for (const { resourceType, action } of permissions.filter(isExact)) {
    unique.set(`${resourceType}:${action}`, { negate: false, resourceType, action });
  }
  return [...unique.values()];
}
