import { ApiError } from "@gatehouse/contract";
import { checkRoleChange, type RoleLevel } from "@gatehouse/rbac";
import { type RequestContext, requireActor } from "../../context/request-context.ts";

/** A change of site roles to decide. */
export interface SiteRoleChange {
  stored: readonly string[];
  requested: readonly string[];
  /** How a role that exists but is not the actor's to give is refused: 400 on the PUT, 403 on creation. */
  refusal: "role_refused" | "role_forbidden";
}

/**
 * Decides a change of site roles (spec authorization §5.8) and returns the set to store, without
 * repeats. Needs `assign_role:assign`, and `:unassign` where roles are taken away (403); unknown
 * roles are a 400 on `roles`.
 */
export function decideSiteRoles(ctx: RequestContext, change: SiteRoleChange): string[] {
  ctx.trail.decided = true;
  const { subject } = requireActor(ctx);
  const level: RoleLevel = { organizationId: null, customRoles: [] };
  const { stored, requested } = change;
  const result = checkRoleChange(subject, { level, stored, requested });
  if (result.ok) return [...result.roles];
  const { refusal } = result;
  if (refusal.code === "assign_denied" || refusal.code === "unassign_denied") {
    throw new ApiError("role_forbidden");
  }
  const names = refusal.roles.map((name) => JSON.stringify(name)).join(", ");
  const [code, detail] =
    refusal.code === "unknown_role"
      ? (["role_refused", `not a site role: ${names}`] as const)
      : ([change.refusal, `you may not assign or remove: ${names}`] as const);
  throw new ApiError(code, { validations: [{ field: "roles", detail }] });
}
