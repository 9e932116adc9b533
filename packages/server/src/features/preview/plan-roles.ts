import { fail, failField } from "@gatehouse/contract";
import { type CustomRoleRow, isReservedRoleName } from "@gatehouse/rbac";
import { requireActor } from "../../context/request-context.ts";
import {
  countsAsAdmin,
  findMember,
  refuseLosingLastAdmin,
  updateMemberRoles,
} from "../members/index.ts";
import {
  acceptCustomRole,
  createCustomRole,
  decideOrgRoles,
  deleteCustomRole,
  listRoleNames,
  refuseReservedName,
  updateCustomRole,
} from "../roles/index.ts";
import {
  countsAsOwner,
  decideSiteRoles,
  refuseLosingLastOwner,
  updateUserRoles,
} from "../users/index.ts";
import { holdersOf } from "./facts-store.ts";
import {
  memberOf,
  missing,
  organizationOf,
  type Plan,
  type Planning,
  userOf,
  withFacts,
  withMemberRoles,
  withoutRole,
} from "./plan.ts";

/** `site_roles`: as `PUT /users/{user}/roles`. */
export async function planSiteRoles(planning: Planning): Promise<Plan> {
  const { deps, ctx, tx, change } = planning;
  const user = await userOf(planning);
  if (user.is_system) fail("not_found");
  await updateUserRoles.guard(deps, ctx, { user, params: {} });
  const roles = decideSiteRoles(ctx, {
    stored: user.rbac_roles,
    requested: change.roles,
    refusal: "role_refused",
  });
  if (countsAsOwner(user) && !roles.includes("owner")) await refuseLosingLastOwner(tx, user.id);
  return {
    organizationId: null,
    reach: "everywhere",
    userIds: [user.id],
    apply: (state) => withFacts(state, { siteRoles: roles }),
  };
}

/** `member_roles`: as `PUT …/members/{user}/roles`. */
export async function planMemberRoles(planning: Planning): Promise<Plan> {
  const { deps, ctx, tx, change } = planning;
  const organization = await organizationOf(planning);
  const user = await memberOf(planning, organization);
  if (user.is_system) fail("not_found");
  await updateMemberRoles.guard(deps, ctx, { organization, user, params: {} });
  const before = (await findMember(tx, organization.id, user.id)) ?? fail("not_found");
  const roles = decideOrgRoles(ctx, {
    organizationId: organization.id,
    customRoles: await listRoleNames(tx, organization.id),
    stored: before.roles,
    requested: change.roles,
  });
  if (countsAsAdmin(before) && !countsAsAdmin({ ...before, roles })) {
    await refuseLosingLastAdmin(tx, organization.id, [user.id]);
  }
  return {
    organizationId: organization.id,
    reach: "everywhere",
    userIds: [user.id],
    apply: (state) => withMemberRoles(state, organization.id, () => roles),
  };
}

/** `custom_role`: as POST where the role does not exist, PUT where it does, or DELETE. */
export async function planCustomRole(planning: Planning): Promise<Plan> {
  const { change } = planning;
  if (change.role !== undefined && change.delete !== null) {
    failField("change.delete", "must not stand beside role");
  }
  if (change.delete !== null) return planRoleDeletion(planning);
  return planRoleContents(planning, change.role ?? missing("role"));
}

async function planRoleDeletion(planning: Planning): Promise<Plan> {
  const { deps, ctx, tx, change } = planning;
  const organization = await organizationOf(planning);
  if (typeof change.delete !== "string") {
    return failField("change.delete", "must be the name of a custom role");
  }
  const name = change.delete.toLowerCase();
  await deleteCustomRole.guard(deps, ctx, { organization, params: { roleName: name } });
  if (isReservedRoleName(name)) refuseReservedName();
  if (!(await listRoleNames(tx, organization.id)).includes(name)) fail("not_found");
  return {
    organizationId: organization.id,
    reach: "organization",
    userIds: await holdersOf(tx, organization.id, name),
    apply: (state) => ({
      ...withMemberRoles(state, organization.id, (held) => held.filter((one) => one !== name)),
      customRoles: withoutRole(state.customRoles, organization.id, name),
    }),
  };
}

async function planRoleContents(
  planning: Planning,
  body: NonNullable<Planning["change"]["role"]>,
): Promise<Plan> {
  const { deps, ctx, tx } = planning;
  const organization = await organizationOf(planning);
  const existingNames = await listRoleNames(tx, organization.id);
  const exists = existingNames.includes(body.name.toLowerCase());
  const { guard } = exists ? updateCustomRole : createCustomRole;
  await guard(deps, ctx, { organization, params: {} });
  const { subject } = requireActor(ctx);
  const mode = exists ? "update" : "create";
  const context = { subject, organizationId: organization.id, mode, existingNames } as const;
  const role = acceptCustomRole(body, context);
  const row: CustomRoleRow = {
    name: role.name,
    displayName: role.displayName,
    organizationId: organization.id,
    isSystem: false,
    sitePermissions: [],
    userPermissions: [],
    orgPermissions: role.orgPermissions,
    memberPermissions: [],
  };
  return {
    organizationId: organization.id,
    reach: "organization",
    userIds: await holdersOf(tx, organization.id, role.name),
    apply: (state) => ({
      ...state,
      customRoles: [...withoutRole(state.customRoles, organization.id, role.name), row],
    }),
  };
}
