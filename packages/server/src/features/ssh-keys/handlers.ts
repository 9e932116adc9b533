import { fail, type WireSshKey } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { recordAudit } from "../audit/index.ts";
import { newSshKey, sealPrivateKey } from "./pairs.ts";
import { findSshKey, insertSshKeyIfMissing, type SshKeyRow, upsertSshKey } from "./store.ts";

function presentSshKey(row: SshKeyRow): WireSshKey {
  return {
    user_id: row.user_id,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
    public_key: row.public_key,
  };
}

/** `GET /users/{user}/gitsshkey`: the public half; a missing pair is made now (spec users §7.22). */
export const getGitSshKey: Handler<"getGitSshKey"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read_personal", userObject(user.id));
  const found = await findSshKey(deps.db, user.id);
  if (found !== null) return presentSshKey(found);
  if (user.deleted || user.is_system) fail("not_found");
  const pair = await newSshKey(deps);
  const privateKey = sealPrivateKey(deps, user.id, pair.privateKey);
  const row = await inTransaction(deps.db, (tx) =>
    insertSshKeyIfMissing(tx, {
      userId: user.id,
      privateKey,
      publicKey: pair.publicKey,
      now: ctx.now,
    }),
  );
  return presentSshKey(row ?? fail("not_found"));
};

/** `PUT /users/{user}/gitsshkey`: a new pair; `created_at` stays (spec users §7.22). */
export const regenerateGitSshKey: Handler<"regenerateGitSshKey"> = async (deps, ctx, { user }) => {
  const target = { resourceType: "git_ssh_key", action: "write", resourceId: user.id };
  auditTarget(ctx, { ...target, resourceTarget: "" });
  authorize(ctx, "update_personal", userObject(user.id));
  const pair = await newSshKey(deps);
  const privateKey = sealPrivateKey(deps, user.id, pair.privateKey);
  const row = await inTransaction(deps.db, async (tx) => {
    const before = await findSshKey(tx, user.id);
    const stored = await upsertSshKey(tx, {
      userId: user.id,
      privateKey,
      publicKey: pair.publicKey,
      now: ctx.now,
    });
    const after = stored ?? fail("not_found");
    await recordAudit(tx, ctx, {
      ...target,
      resourceTarget: after.public_key.trim(),
      old: before === null ? null : { ...before },
      new: { ...after },
    });
    return after;
  });
  return presentSshKey(row);
};
