import type { WireExplanation, WireUserPermissions } from "@gatehouse/contract";
import { type EffectivePermission, type Explanation, type HeldRole, levels } from "@gatehouse/rbac";

function inOrganization(id: string | null): { organization_id?: string } {
  return id === null ? {} : { organization_id: id };
}

/** Builds an explanation field by field (spec authorization §3.11). */
export function presentExplanation(found: Explanation): WireExplanation {
  const { object, scope } = found;
  return {
    allowed: found.allowed,
    object: {
      type: object.type,
      id: object.id ?? "",
      owner: object.owner ?? "",
      org: object.org ?? "",
      any_org: object.anyOrg ?? false,
    },
    votes: { ...found.votes },
    permissions: found.permissions.map((permission) => ({
      role: permission.role,
      ...inOrganization(permission.organizationId),
      implied: permission.implied,
      level: permission.level,
      negate: permission.negate,
      resource_type: permission.resourceType,
      action: permission.action,
    })),
    decided_by: found.decidedBy,
    acl: found.acl.map(({ kind, id, actions, effective }) => ({
      kind,
      id,
      actions: [...actions],
      effective,
    })),
    scope:
      scope === null
        ? null
        : {
            allowed: scope.allowed,
            scopes: scope.scopes.map(({ name, resourceType, action }) => ({
              name,
              resource_type: resourceType,
              action,
            })),
            allow_list: [...scope.allowList],
          },
  };
}

/**
 * The explanation for an object that does not exist or that the caller may not read: nothing applies
 * to it, whichever of the two it is.
 */
export function presentMissing(found: Explanation): WireExplanation {
  return {
    ...presentExplanation(found),
    allowed: false,
    votes: { site: null, user: null, org: null, member: null },
    permissions: [],
    decided_by: "none",
    acl: [],
  };
}

/** A role that a user holds, with its contents (spec authorization §3.12). */
export function presentHeldRole(role: HeldRole): WireUserPermissions["roles"][number] {
  return {
    name: role.name,
    display_name: role.definition.displayName,
    ...inOrganization(role.organizationId),
    implied: role.implied,
    permissions: levels.flatMap((level) =>
      role.definition[level].map(({ resourceType, action, negate }) => ({
        level,
        resource_type: resourceType,
        action,
        negate,
      })),
    ),
  };
}

/** What a user may do with one kind of object. */
export function presentEffective(
  entry: EffectivePermission,
): WireUserPermissions["effective"][number] {
  return {
    target: entry.target,
    ...inOrganization(entry.organizationId),
    resource_type: entry.resourceType,
    actions: [...entry.actions],
  };
}
