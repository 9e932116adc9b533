import { ApiError, fail } from "@gatehouse/contract";
import type { GuardedHandler } from "../../context/handler.ts";
import { requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newApiKey, sha256 } from "../../platform/secrets.ts";
import { recordAudit } from "../audit/index.ts";
import { findUserByRef } from "../users/index.ts";
import { requireChangeableKey } from "./keys.ts";
import { grantedRestrictions, maxLifetimeMs } from "./rules.ts";
import { lockKey, readSecretHash, updateKey } from "./store.ts";
import { keyAuditTarget } from "./targets.ts";

/**
 * `POST /users/{user}/keys/{keyid}/rotate`: same id, new secret (spec authorization §3.13). The row
 * lock orders concurrent rotations; the last one wins and ends every secret but its predecessor's.
 */
export const rotateToken: GuardedHandler<"rotateToken"> = {
  guard: async (deps, ctx, { params }) => {
    const key = await requireChangeableKey(deps.db, ctx, params.keyid);
    // A stronger key must not be obtained by taking over an existing one.
    grantedRestrictions(requireActor(ctx), { scopes: key.scopes, allowList: key.allow_list });
  },
  handle: async (deps, ctx, { params, body }) => {
    const { secret } = newApiKey();
    await inTransaction(deps.db, async (tx) => {
      const before = (await lockKey(tx, params.keyid)) ?? fail("not_found");
      const oldHash = (await readSecretHash(tx, before.id)) ?? fail("not_found");
      const owner = (await findUserByRef(tx, before.user_id)) ?? fail("not_found");
      if (before.login_type !== "token" || before.expires_at <= ctx.now) {
        throw new ApiError("refused", { message: "Only tokens that have not expired rotate." });
      }
      const lifetimeMs = Math.min(
        before.lifetime_seconds * 1000,
        maxLifetimeMs(deps.config, owner),
      );
      const graceEnd = Math.min(
        ctx.now.getTime() + body.grace_seconds * 1000,
        before.expires_at.getTime(),
      );
      const graced = body.grace_seconds > 0;
      const change = {
        hashed_secret: sha256(secret),
        previous_hashed_secret: graced ? oldHash : null,
        previous_expires_at: graced ? new Date(graceEnd) : null,
        expires_at: new Date(ctx.now.getTime() + lifetimeMs),
        updated_at: ctx.now,
      };
      await updateKey(tx, before.id, change);
      await recordAudit(tx, ctx, {
        ...keyAuditTarget(before, "write"),
        old: { ...before, hashed_secret: oldHash },
        new: { ...before, ...change },
      });
    });
    return { key: `${params.keyid}-${secret}` };
  },
};
