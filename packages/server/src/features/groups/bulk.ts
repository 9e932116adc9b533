import { type BulkGroupMembersRequest, fail, type WireBulkResult } from "@gatehouse/contract";
import { groupObject } from "@gatehouse/rbac";
import type { GroupRow } from "../../context/group.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  nothingChanged,
  type RequestContext,
} from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { recordAudits } from "../audit/index.ts";
import { findUsersByRefs } from "../users/index.ts";
import { type BulkResult, decideEntries, presentBulk } from "./bulk-rules.ts";
import { addMembers, removeMembers, standingOf } from "./member-store.ts";
import { refusingConstraints } from "./refusals.ts";
import { groupAuditTarget, refuseUnchangeableMembers } from "./rules.ts";
import { lockGroup } from "./store.ts";

/**
 * `POST /groups/{group}/members/bulk`: up to 10,000 changes in one transaction with a fixed number of
 * statements, and one audit entry for each user who came or went (spec organizations §13.2).
 */
export const changeGroupMembers: GuardedHandler<"changeGroupMembers"> = {
  guard: (_deps, ctx, { group }) => {
    auditTarget(ctx, groupAuditTarget(group, "write"));
    authorize(ctx, "update", groupObject(group.organization_id, group.id));
    refuseUnchangeableMembers(group);
  },
  handle: async (deps, ctx, { group, body }) => {
    const users = await findUsersByRefs(
      deps.db,
      body.entries.map((entry) => entry.user),
    );
    const outcome = await refusingConstraints(() =>
      inTransaction(deps.db, async (tx) => {
        const locked = (await lockGroup(tx, group.id)) ?? fail("not_found");
        refuseUnchangeableMembers(locked);
        return applyEntries(tx, ctx, locked, { body, users });
      }),
    );
    if (outcome.applied === 0) nothingChanged(ctx);
    return outcome;
  },
};

interface BulkInput {
  body: BulkGroupMembersRequest;
  users: readonly ({ id: string; username: string } | null)[];
}

async function applyEntries(
  tx: Tx,
  ctx: RequestContext,
  group: GroupRow,
  { body, users }: BulkInput,
): Promise<WireBulkResult> {
  const ids = [...new Set(users.flatMap((user) => user?.id ?? []))];
  const standing = await standingOf(tx, group, ids);
  const results = decideEntries(body.entries, users, standing);
  const refused = results.some(({ status }) => status === "refused");
  if (body.all_or_nothing && refused) return presentBulk(results, false);
  await writeEntries(tx, ctx, group, results);
  return presentBulk(results, true);
}

async function writeEntries(
  tx: Tx,
  ctx: RequestContext,
  group: GroupRow,
  results: readonly BulkResult[],
): Promise<void> {
  const applied = results.flatMap(({ status, user, action }) =>
    status === "applied" && user !== null ? [{ user, action }] : [],
  );
  const chosen = (action: "add" | "remove") =>
    applied.flatMap((entry) => (entry.action === action ? [entry.user.id] : []));
  await addMembers(tx, group.id, chosen("add"), ctx.now);
  await removeMembers(tx, group.id, chosen("remove"));
  await recordAudits(
    tx,
    ctx,
    applied.map(({ user, action }) => ({
      ...groupAuditTarget(group, "write"),
      old: { members: action === "add" ? [] : [user.id] },
      new: { members: action === "add" ? [user.id] : [] },
      additionalFields: {
        members: "changes_only",
        user_id: user.id,
        username: user.username,
        bulk: true,
      },
    })),
  );
}
