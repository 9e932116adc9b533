import { ApiError } from "@gatehouse/contract";
import { checkRoleChange } from "@gatehouse/rbac";
import { type RequestContext, requireActor } from "../../context/request-context.ts";

/** A change of roles in an organization to decide. */
export interface OrgRoleChange {
  organizationId: string;
  /** Names of the organization's custom roles. */
  customRoles: readonly string[];
  stored: readonly string[];
  requested: readonly string[];
  /** The field of the request that says so; `roles` where absent. */
  field?: string;
}

/**
 * Decides a change of organization roles (spec organizations §4.8, authorization §5.8) and returns the set
 * to store. Needs `assign_org_role:assign`, and `:unassign` where roles are taken away (403); a role that is
 * unknown here or not the actor's to give or take is a 400 on the field. Unchanged roles are not looked at.
 */
export function decideOrgRoles(ctx: RequestContext, change: OrgRoleChange): string[] {
  ctx.trail.decided = true;
  const { organizationId, customRoles, stored, requested, field = "roles" } = change;
  const level = { organizationId, customRoles };
  const result = checkRoleChange(requireActor(ctx).subject, { level, stored, requested });
  if (result.ok) return [...result.roles];
  const { refusal } = result;
  if (refusal.code === "assign_denied" || refusal.code === "unassign_denied") {
    throw new ApiError("role_forbidden");
  }
  const names = refusal.roles.map((name) => JSON.stringify(name)).join(", ");
  const detail =
    refusal.code === "unknown_role"
      ? `not a role of this organization: ${names}`
      : `you may not assign or remove: ${names}`;
  throw new ApiError("role_refused", { validations: [{ field, detail }] });
}
