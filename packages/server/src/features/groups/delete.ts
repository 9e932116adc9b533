import { ApiError, fail } from "@gatehouse/contract";
import { groupObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { auditedGroup } from "./audit.ts";
import { explicitMemberIds } from "./member-store.ts";
import { groupAuditTarget, isEveryone, refuseManaged } from "./rules.ts";
import { deleteGroupRow, lockGroup } from "./store.ts";

/** `DELETE /groups/{group}`: for good; its members leave it with it (spec organizations §7.9). */
export const deleteGroup: GuardedHandler<"deleteGroup"> = {
  guard: (_deps, ctx, { group }) => {
    auditTarget(ctx, groupAuditTarget(group, "delete"));
    authorize(ctx, "delete", groupObject(group.organization_id, group.id));
    if (isEveryone(group)) {
      throw new ApiError("refused", { message: "Everyone cannot be deleted." });
    }
    refuseManaged(group);
  },
  handle: async (deps, ctx, { group }) => {
    await inTransaction(deps.db, async (tx) => {
      const before = (await lockGroup(tx, group.id)) ?? fail("not_found");
      refuseManaged(before);
      const members = await explicitMemberIds(tx, group.id);
      await deleteGroupRow(tx, group.id);
      await recordAudit(tx, ctx, {
        ...groupAuditTarget(before, "delete"),
        old: auditedGroup(before, members),
        new: null,
      });
    });
    return { message: "The group has been deleted." };
  },
};
