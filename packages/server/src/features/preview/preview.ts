import { setImmediate } from "node:timers/promises";
import type { WirePreview } from "@gatehouse/contract";
import { decide, userObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { allowAuthenticated } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { type ChangedPermission, type Difference, differenceOf, type State } from "./facts.ts";
import { readFacts, readRoles, type TouchedUser } from "./facts-store.ts";
import type { Plan, Planning } from "./plan.ts";
import { planGroup, planMember } from "./plan-members.ts";
import { planCustomRole, planMemberRoles, planSiteRoles } from "./plan-roles.ts";

const maxListedUsers = 1000;

/** Users compared before others get their turn; a comparison takes a fraction of a millisecond. */
const turnSize = 50;

/**
 * `POST /authcheck/preview` (spec authorization §3.15): decides the change with the functions of the real
 * one, on one snapshot of the database, and compares what its users may do before and after. Nothing is
 * written; the transaction only reads.
 */
export const previewAuthorization: Handler<"previewAuthorization"> = async (
  deps,
  ctx,
  { body },
) => {
  const { subject } = allowAuthenticated(ctx);
  const { plan, users, customRoles } = await inTransaction(
    deps.db,
    async (tx) => {
      const planned = await planOf({ deps, ctx, tx, change: body.change });
      const isLocal = planned.reach === "organization";
      const touched = await readFacts(tx, planned.userIds, isLocal ? planned.organizationId : null);
      const held = touched.flatMap(({ facts }) => facts.memberships.map(({ id }) => id));
      const organizations = new Set([
        ...(planned.organizationId === null ? [] : [planned.organizationId]),
        ...(isLocal ? [] : held),
      ]);
      return {
        plan: planned,
        users: touched,
        customRoles: await readRoles(tx, [...organizations]),
      };
    },
    { isolation: "repeatable read" },
  );
  const found = await compare(users, (facts) => ({ facts, customRoles }), plan, deps.config);
  return present(found, (id) => decide(subject, "read", userObject(id)));
};

function planOf(planning: Planning): Promise<Plan> {
  const { kind } = planning.change;
  switch (kind) {
    case "custom_role":
      return planCustomRole(planning);
    case "site_roles":
      return planSiteRoles(planning);
    case "member_roles":
      return planMemberRoles(planning);
    case "member":
      return planMember(planning);
    case "group":
      return planGroup(planning);
  }
}

interface Found {
  user: TouchedUser;
  difference: Difference;
}

/** Compares all users; those with the same facts differ alike, so each set of facts is compared once. */
async function compare(
  users: readonly TouchedUser[],
  stateOf: (facts: TouchedUser["facts"]) => State,
  plan: Plan,
  switches: Parameters<typeof differenceOf>[3],
): Promise<Found[]> {
  const known = new Map<string, Difference>();
  const found: Found[] = [];
  for (const user of users) {
    const before = stateOf(user.facts);
    const after = plan.apply(before, user.id);
    const key = JSON.stringify([before.facts, after.facts]);
    let difference = known.get(key);
    if (difference === undefined) {
      difference = differenceOf(user.id, before, after, switches);
      known.set(key, difference);
      if (known.size % turnSize === 0) await setImmediate();
    }
    if (difference.gains.length + difference.losses.length > 0) found.push({ user, difference });
  }
  return found;
}

function present(found: readonly Found[], mayRead: (userId: string) => boolean): WirePreview {
  const readable = found.filter(({ user }) => mayRead(user.id));
  const listed = readable.slice(0, maxListedUsers);
  const entries = (side: keyof Difference) =>
    listed.flatMap(({ user, difference }) =>
      difference[side].map((permission) => presentEntry(user, permission)),
    );
  return {
    gains: entries("gains"),
    losses: entries("losses"),
    users: found.length,
    truncated: listed.length < readable.length,
  };
}

function presentEntry(
  user: TouchedUser,
  permission: ChangedPermission,
): WirePreview["gains"][number] {
  const { target, organizationId, objectId, resourceType, actions } = permission;
  return {
    user_id: user.id,
    username: user.username,
    target,
    ...(organizationId === null ? {} : { organization_id: organizationId }),
    ...(objectId === null ? {} : { object_id: objectId }),
    resource_type: resourceType,
    actions: [...actions],
  };
}
