import { ApiError, fail } from "@gatehouse/contract";
import { groupObject, organizationObject, userObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { authorize, listFilter, type RequestContext } from "../../context/request-context.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { type GroupSpendRow, listGroupSpend } from "./group-spend-store.ts";
import { type Period, periodOf } from "./period.ts";
import { findUserSpend, listMemberSpend, type MemberSpendRow } from "./spend-store.ts";
import { findGroupByName } from "./store.ts";

function periodFields({ start, end }: Period) {
  return { period_start: wireTime(start), period_end: wireTime(end) };
}

/** `GET /users/{user}/ai/spend`: oneself, and whoever may read the user (spec ai-prices §8.4). */
export const getUserSpend: Handler<"getUserSpend"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read", userObject(user.id));
  const period = periodOf(ctx.now);
  const found = await findUserSpend(deps.db, user.id, period);
  return {
    user_id: user.id,
    effective_group_id: found.group_id,
    effective_budget:
      found.limit === null || found.limit_source === null
        ? null
        : { spend_limit_micros: found.limit, limit_source: found.limit_source },
    ...periodFields(period),
    current_spend_micros: found.spend,
  };
};

function groupFields(row: GroupSpendRow, period: Period) {
  return {
    group_id: row.group_id,
    spend_limit_micros: row.limit,
    total_spend_limit_micros: row.totalLimit,
    current_spend_micros: row.spend,
    ...periodFields(period),
  };
}

/** `GET /groups/{group}/ai/spend`. */
export const getGroupSpend: Handler<"getGroupSpend"> = async (deps, ctx, { group }) => {
  const organizationId = group.organization_id;
  authorize(ctx, "read", groupObject(organizationId, group.id));
  const period = periodOf(ctx.now);
  const asked = { organizationId, ids: [group.id], readable: { kind: "all" } as const };
  const [row] = await listGroupSpend(deps.db, asked, period);
  return groupFields(row ?? fail("not_found"), period);
};

/** `GET /organizations/{organization}/groups/ai/spend`: what cannot be read is left out. */
export const listGroupsSpend: Handler<"listGroupsSpend"> = async (
  deps,
  ctx,
  { organization, query },
) => {
  authorize(ctx, "read", organizationObject(organization.id));
  const readable = listFilter(ctx, "read", "group");
  const period = periodOf(ctx.now);
  const asked = { organizationId: organization.id, ids: query.group_ids, readable };
  const rows = await listGroupSpend(deps.db, asked, period);
  return { ...periodFields(period), groups: rows.map((row) => groupFields(row, period)) };
};

function memberFields(row: MemberSpendRow) {
  return {
    user_id: row.user_id,
    effective_group_id: row.effective_group_id,
    ...(row.limit === null ? {} : { group_budget: { spend_limit_micros: row.limit } }),
    group_spend_micros: row.spend,
  };
}

async function membersOf(
  deps: Deps,
  ctx: RequestContext,
  group: { id: string; organization_id: string },
  userIds: readonly string[],
) {
  const period = periodOf(ctx.now);
  const readable = listFilter(ctx, "read", "group_member");
  const rows = await listMemberSpend(
    deps.db,
    { id: group.id, organizationId: group.organization_id },
    { ids: userIds, readable },
    period,
  );
  return { ...periodFields(period), members: rows.map(memberFields) };
}

/** `GET /groups/{group}/members/ai/spend`: a plain member sees only his own row. */
export const listMembersSpend: Handler<"listMembersSpend"> = async (
  deps,
  ctx,
  { group, query },
) => {
  authorize(ctx, "read", groupObject(group.organization_id, group.id));
  return membersOf(deps, ctx, group, query.user_ids);
};

/** `GET /organizations/{organization}/groups/{groupName}/members/ai/spend`. */
export const listMembersSpendByName: Handler<"listMembersSpendByName"> = async (
  deps,
  ctx,
  { organization, params, query },
) => {
  authorize(ctx, "read", organizationObject(organization.id));
  const group = await findGroupByName(deps.db, organization.id, params.groupName);
  if (group === null) throw new ApiError("not_found");
  authorize(ctx, "read", groupObject(group.organization_id, group.id));
  return membersOf(deps, ctx, group, query.user_ids);
};
