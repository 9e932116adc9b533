import { fail } from "@gatehouse/contract";
import { memberObject, organizationObject, userObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { allowAuthenticated, authorize, can } from "../../context/request-context.ts";
import { presentOrganization } from "./present.ts";
import { listMembershipRoles, listOrganizationsOf } from "./store.ts";

/** `GET /users/{user}/organizations`: those that the caller may read (spec users §7.21). */
export const listUserOrganizations: Handler<"listUserOrganizations"> = async (
  deps,
  ctx,
  { user },
) => {
  allowAuthenticated(ctx);
  const rows = await listOrganizationsOf(deps.db, user.id);
  return rows
    .filter((row) => can(ctx, "read", organizationObject(row.id)))
    .map((row) => presentOrganization(row));
};

/** `GET /users/{user}/organizations/{organizationname}`: by name; the user must be a member. */
export const getUserOrganization: Handler<"getUserOrganization"> = async (
  deps,
  ctx,
  { user, params },
) => {
  allowAuthenticated(ctx);
  const wanted = params.organizationname.toLowerCase();
  const rows = await listOrganizationsOf(deps.db, user.id);
  const row = rows.find((candidate) => candidate.name.toLowerCase() === wanted);
  if (row === undefined) fail("not_found");
  authorize(ctx, "read", organizationObject(row.id));
  return presentOrganization(row);
};

/** `GET /users/{user}/roles`: stored roles, and every membership the caller may read (users §7.20). */
export const getUserRoles: Handler<"getUserRoles"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read_personal", userObject(user.id));
  const memberships = await listMembershipRoles(deps.db, user.id);
  const readable = memberships.filter((membership) =>
    can(ctx, "read", memberObject(membership.organization_id, user.id)),
  );
  return {
    roles: user.rbac_roles,
    organization_roles: Object.fromEntries(
      readable.map((membership) => [membership.organization_id, membership.roles]),
    ),
  };
};
