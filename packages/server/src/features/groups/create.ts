import { orgObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { auditedGroup } from "./audit.ts";
import { refusingConstraints } from "./refusals.ts";
import { groupAuditTarget, refuseReservedName } from "./rules.ts";
import { showGroup } from "./show.ts";
import { findGroupById, insertGroup } from "./store.ts";

/** `POST /organizations/{organization}/groups` (spec organizations §7.4). */
export const createGroup: GuardedHandler<"createGroup"> = {
  guard: (_deps, ctx, { organization }) =>
    authorize(ctx, "create", orgObject("group", organization.id)),
  handle: async (deps, ctx, { organization, body }) => {
    refuseReservedName(body.name);
    const group = {
      id: newId(),
      organization_id: organization.id,
      name: body.name,
      display_name: body.display_name,
      avatar_url: body.avatar_url,
      quota_allowance: body.quota_allowance,
    };
    return refusingConstraints(() =>
      inTransaction(deps.db, async (tx) => {
        await insertGroup(tx, group, ctx.now);
        const created = await findGroupById(tx, group.id);
        if (created === null) throw new Error("a group that was just inserted is missing");
        await recordAudit(tx, ctx, {
          ...groupAuditTarget(group, "create"),
          old: null,
          new: auditedGroup(created, []),
        });
        return showGroup(tx, ctx, { id: group.id });
      }),
    );
  },
};
