import { type BulkMembersRequest, fail, type WireBulkResult } from "@gatehouse/contract";
import { assignRoleObject, memberObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { can, nothingChanged, type RequestContext } from "../../context/request-context.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { recordAudits } from "../audit/index.ts";
import { type SyncedParts, syncedParts } from "../idp-sync/index.ts";
import { organizationConstraints } from "../organizations/index.ts";
import { lockRoleNames } from "../roles/index.ts";
import { findUsersByRefs } from "../users/index.ts";
import { type BulkDecision, decideEntry } from "./bulk-decisions.ts";
import {
  type BulkUser,
  deleteMembers,
  insertMembers,
  listGroupsOfMembers,
  lockBulkUsers,
  replaceRoles,
} from "./bulk-store.ts";
import { countsAsAdmin } from "./last-admin.ts";
import { isAdministeredWithout } from "./store.ts";
import { auditedMember, memberAuditTarget } from "./targets.ts";

/**
 * `POST …/members/bulk`: up to 10,000 changes in one transaction with a fixed number of statements, and one
 * audit entry for each user who was changed (spec organizations §13.2).
 */
export const changeMembers: GuardedHandler<"changeMembers"> = {
  guard: (_deps, ctx, { organization }) => {
    const { id } = organization;
    const may =
      can(ctx, "create", memberObject(id)) ||
      can(ctx, "delete", memberObject(id)) ||
      can(ctx, "assign", assignRoleObject(id));
    if (!may) fail("not_found");
  },
  handle: async (deps, ctx, { organization, body }) => {
    const references = body.entries.map((entry) => entry.user);
    const users = await findUsersByRefs(deps.db, references);
    const ids = users.map((user) => user?.id ?? null);
    const synced = await syncedParts(deps, deps.db, organization.id);
    const outcome = await retryingRaces(() =>
      inTransaction(deps.db, (tx) =>
        changeAll(tx, ctx, { organizationId: organization.id, body, ids, synced }),
      ),
    );
    if (outcome.applied === 0) nothingChanged(ctx);
    return outcome;
  },
};

/** Decides anew when somebody else added one of the users at the same moment: he is `unchanged` then. */
async function retryingRaces<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === organizationConstraints.memberOfDeleted) fail("not_found");
      if (constraint !== organizationConstraints.alreadyMember || attempt === 3) throw error;
    }
  }
}

interface BulkInput {
  organizationId: string;
  body: BulkMembersRequest;
  /** The user of each entry; null: nobody. */
  ids: readonly (string | null)[];
  synced: SyncedParts;
}

async function changeAll(tx: Tx, ctx: RequestContext, input: BulkInput): Promise<WireBulkResult> {
  const { organizationId, body, ids, synced } = input;
  const customRoles = await lockRoleNames(tx, organizationId);
  const named = ids.filter((id) => id !== null);
  const users = await lockBulkUsers(tx, organizationId, [...new Set(named)]);
  const seen = new Set<string>();
  const repeated = new Set(named.filter((id) => seen.size === seen.add(id).size));
  const deciding = { ctx, organizationId, customRoles, repeated, synced };
  const decided = body.entries.map((entry, index) =>
    decideEntry(deciding, entry, users.get(ids[index] ?? "")),
  );
  const decisions = await keepingAnAdmin(tx, organizationId, decided);
  const refused = decisions.some(({ kind }) => kind === "refused");
  const committed = !(body.all_or_nothing && refused);
  if (committed) await writeAll(tx, ctx, organizationId, decisions);
  return present(decisions, committed);
}

/** Refuses what would leave nobody to administer the organization (spec organizations §4.8). */
async function keepingAnAdmin(
  tx: Tx,
  organizationId: string,
  decisions: readonly BulkDecision[],
): Promise<readonly BulkDecision[]> {
  const losing = new Set(decisions.flatMap((one) => (losesAdmin(one) ? [one.user.id] : [])));
  if (losing.size === 0) return decisions;
  await advisoryLock(tx, "lastOwner");
  if (await isAdministeredWithout(tx, organizationId, [...losing])) return decisions;
  return decisions.map((one): BulkDecision => {
    if (one.user === null || !losing.has(one.user.id)) return one;
    const message = "This would leave the organization without an administrator.";
    return { kind: "refused", user: one.user, code: "last_organization_admin", message };
  });
}

function losesAdmin(decision: BulkDecision): decision is BulkDecision & { user: BulkUser } {
  const { kind, user } = decision;
  if (user === null || user.roles === null) return false;
  if (!countsAsAdmin({ roles: user.roles, status: user.status })) return false;
  if (kind === "set_roles") return !decision.roles.includes("organization-admin");
  return kind === "remove";
}

async function writeAll(
  tx: Tx,
  ctx: RequestContext,
  organizationId: string,
  decisions: readonly BulkDecision[],
): Promise<void> {
  const idsOf = (kind: "add" | "remove") =>
    decisions.flatMap((one) => (one.kind === kind ? [one.user.id] : []));
  const groups = await listGroupsOfMembers(tx, organizationId, idsOf("remove"));
  await insertMembers(tx, organizationId, idsOf("add"), ctx.now);
  await deleteMembers(tx, organizationId, idsOf("remove"));
  const roles = decisions.flatMap((one) =>
    one.kind === "set_roles" ? [{ id: one.user.id, roles: one.roles }] : [],
  );
  await replaceRoles(tx, organizationId, roles, ctx.now);
  const changes = decisions.flatMap((one) => {
    const states = statesOf(one, ctx.now);
    if (states === null) return [];
    const left = groups.get(states.user.id);
    const action = { add: "create", remove: "delete", set_roles: "write" }[states.kind];
    return [
      {
        ...memberAuditTarget(organizationId, states.user, action),
        old: states.old,
        new: states.new,
        additionalFields: { bulk: true, ...(left ? { groups_left: left } : {}) },
      },
    ];
  });
  await recordAudits(tx, ctx, changes);
}

/** A membership before and after a decision; null where nothing changes. */
function statesOf(decision: BulkDecision, now: Date) {
  if (decision.kind === "refused" || decision.kind === "unchanged") return null;
  const { kind, user } = decision;
  const created = user.created_at ?? now;
  const state = (roles: readonly string[], updated: Date) =>
    auditedMember({
      username: user.username,
      user_id: user.id,
      roles: [...roles],
      created_at: created,
      updated_at: updated,
    });
  const old = user.roles === null ? null : state(user.roles, user.updated_at ?? now);
  if (kind === "remove") return { kind, user, old, new: null };
  return { kind, user, old, new: state(kind === "set_roles" ? decision.roles : [], now) };
}

function present(decisions: readonly BulkDecision[], committed: boolean): WireBulkResult {
  const results = decisions.map((one, index): WireBulkResult["results"][number] => ({
    index,
    ...(one.user === null ? {} : { user_id: one.user.id }),
    status: one.kind === "refused" || one.kind === "unchanged" ? one.kind : "applied",
    ...(one.kind === "refused" ? { code: one.code, message: one.message } : {}),
  }));
  const applied = results.filter(({ status }) => status === "applied").length;
  return { committed, applied: committed ? applied : 0, results };
}
