import { ApiError, fail, failField } from "@gatehouse/contract";
import { decide, groupObject } from "@gatehouse/rbac";
import { requireActor } from "../../context/request-context.ts";
import {
  deleteGroup,
  explicitMemberIds,
  findGroupById,
  readUserIds,
  refuseUnchangeableMembers,
  refuseWrongUsers,
  updateGroup,
} from "../groups/index.ts";
import {
  addMember,
  countsAsAdmin,
  findMember,
  refuseLosingLastAdmin,
  removeMember,
} from "../members/index.ts";
import {
  memberOf,
  missing,
  organizationOf,
  type Plan,
  type Planning,
  userOf,
  withFacts,
} from "./plan.ts";

/** `member`: as `POST` and `DELETE …/members/{user}`. */
export async function planMember(planning: Planning): Promise<Plan> {
  const { action } = planning.change;
  if (action === "add") return planJoining(planning);
  return action === "remove" ? planLeaving(planning) : missing("action");
}

async function planJoining(planning: Planning): Promise<Plan> {
  const { deps, ctx } = planning;
  const organization = await organizationOf(planning);
  const user = await userOf(planning);
  await addMember.guard(deps, ctx, { organization, user, params: {} });
  if (user.is_system) {
    throw new ApiError("refused", { message: "A system user cannot be added." });
  }
  if (user.organization_ids.includes(organization.id)) {
    throw new ApiError("refused", { message: "The user is a member already." });
  }
  const { id, shareable_workspace_owners: sharing } = organization;
  const defaultRoles = organization.default_org_member_roles;
  return {
    organizationId: id,
    reach: "everywhere",
    userIds: [user.id],
    apply: (state) =>
      withFacts(state, {
        memberships: [...state.facts.memberships, { id, roles: [], defaultRoles, sharing }],
      }),
  };
}

async function planLeaving(planning: Planning): Promise<Plan> {
  const { deps, ctx, tx } = planning;
  const organization = await organizationOf(planning);
  const user = await memberOf(planning, organization);
  await removeMember.guard(deps, ctx, { organization, user, params: {} });
  const before = (await findMember(tx, organization.id, user.id)) ?? fail("not_found");
  if (countsAsAdmin(before)) await refuseLosingLastAdmin(tx, organization.id, [user.id]);
  return {
    organizationId: organization.id,
    reach: "everywhere",
    userIds: [user.id],
    apply: (state) =>
      withFacts(state, {
        memberships: state.facts.memberships.filter(({ id }) => id !== organization.id),
        groups: state.facts.groups.filter((group) => group.organizationId !== organization.id),
      }),
  };
}

/** `group`: as `PATCH` and `DELETE /groups/{group}`, as far as who is in it. */
export async function planGroup(planning: Planning): Promise<Plan> {
  const { deps, ctx, tx, change } = planning;
  const group = (await findGroupById(tx, change.group_id)) ?? fail("not_found");
  const { id, organization_id: organizationId } = group;
  const { subject } = requireActor(ctx);
  if (!decide(subject, "read", groupObject(organizationId, id))) fail("not_found");
  if (change.delete !== null) {
    if (change.delete !== true) failField("change.delete", "must be true for a group");
    await deleteGroup.guard(deps, ctx, { group, params: {} });
    const userIds = await explicitMemberIds(tx, id);
    return {
      organizationId,
      reach: "organization",
      userIds,
      apply: (state) => withGroup(state, id, null),
    };
  }
  await updateGroup.guard(deps, ctx, { group, params: {} });
  const { add, remove } = readUserIds(change);
  if (add.length + remove.length > 0) refuseUnchangeableMembers(group);
  await refuseWrongUsers(tx, group, { add, remove });
  const gone = new Set(remove);
  return {
    organizationId,
    reach: "organization",
    userIds: [...new Set([...add, ...remove])],
    apply: (state, userId) => withGroup(state, id, gone.has(userId) ? null : organizationId),
  };
}

/** A state with one group left (null), or entered in its organization. */
function withGroup(
  state: Parameters<Plan["apply"]>[0],
  groupId: string,
  organizationId: string | null,
) {
  const others = state.facts.groups.filter(({ id }) => id !== groupId);
  const groups = organizationId === null ? others : [...others, { id: groupId, organizationId }];
  return withFacts(state, { groups });
}
