import { ApiError, fail, type UpdateGroupRequest, type Validation } from "@gatehouse/contract";
import { groupObject } from "@gatehouse/rbac";
import type { GroupRow } from "../../context/group.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { recordAudit } from "../audit/index.ts";
import { auditedGroup, memberDiff } from "./audit.ts";
import { addMembers, explicitMemberIds, removeMembers, standingOf } from "./member-store.ts";
import { refusingConstraints } from "./refusals.ts";
import {
  changeOf,
  groupAuditTarget,
  readUserIds,
  refuseManaged,
  refuseUnchangeableMembers,
} from "./rules.ts";
import { showGroup } from "./show.ts";
import { lockGroup, updateGroupRow } from "./store.ts";

/**
 * `PATCH /groups/{group}`: attributes, then additions, then removals, all or nothing (spec §7.8). The lock on
 * the group orders concurrent patches, so that each decides about the members that the one before left.
 */
export const updateGroup: GuardedHandler<"updateGroup"> = {
  guard: (_deps, ctx, { group }) => {
    auditTarget(ctx, groupAuditTarget(group, "write"));
    authorize(ctx, "update", groupObject(group.organization_id, group.id));
  },
  handle: async (deps, ctx, { group, body }) => {
    const users = readUserIds(body);
    return refusingConstraints(() =>
      inTransaction(deps.db, async (tx) => {
        const before = (await lockGroup(tx, group.id)) ?? fail("not_found");
        await applyPatch(tx, ctx, before, { body, users });
        return showGroup(tx, ctx, { id: group.id });
      }),
    );
  },
};

interface Patch {
  body: UpdateGroupRequest;
  users: { add: string[]; remove: string[] };
}

async function applyPatch(
  tx: Tx,
  ctx: RequestContext,
  before: GroupRow,
  { body, users }: Patch,
): Promise<void> {
  const changesMembers = users.add.length + users.remove.length > 0;
  if (changesMembers) refuseUnchangeableMembers(before);
  const change = changeOf(before, body);
  if (change.name !== undefined) refuseManaged(before);
  if (changesMembers) await refuseWrongUsers(tx, before, users);
  const members = await explicitMemberIds(tx, before.id);
  await updateGroupRow(tx, before.id, { ...change, updated_at: ctx.now });
  await addMembers(tx, before.id, users.add, ctx.now);
  const removed = await removeMembers(tx, before.id, users.remove);
  const diff = memberDiff(members, users.add, removed);
  await recordAudit(tx, ctx, {
    ...groupAuditTarget({ ...before, ...change }, "write"),
    old: auditedGroup(before, diff.old),
    new: auditedGroup({ ...before, ...change }, diff.new),
    ...(diff.additionalFields ? { additionalFields: diff.additionalFields } : {}),
  });
}

/** 400 for everybody who is no member of the organization, is in already, or is named twice (spec §7.8). */
export async function refuseWrongUsers(
  handle: Handle,
  group: GroupRow,
  users: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  const standing = await standingOf(handle, group, [...new Set([...users.add, ...users.remove])]);
  const validations: Validation[] = [];
  const seen = new Set<string>();
  for (const [index, id] of users.add.entries()) {
    const fault = (detail: string) => validations.push({ field: `add_users[${index}]`, detail });
    if (!standing.get(id)?.in_organization) fault(`${id} is no member of the organization`);
    else if (seen.has(id)) fault(`${id} is named twice`);
    else if (standing.get(id)?.in_group) fault(`${id} is in the group already`);
    seen.add(id);
  }
  for (const [index, id] of users.remove.entries()) {
    if (standing.get(id)?.in_organization) continue;
    const detail = `${id} is no member of the organization`;
    validations.push({ field: `remove_users[${index}]`, detail });
  }
  if (validations.length > 0) throw new ApiError("validation_failed", { validations });
}
