import { fail } from "@gatehouse/contract";
import { apiKeyObject, publicScopes } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  listFilter,
  nothingChanged,
  type RequestContext,
} from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Handle } from "../../db/types.ts";
import { recordAudit } from "../audit/index.ts";
import { presentKey, presentToken } from "./present.ts";
import { maxLifetimeMs, nanoseconds } from "./rules.ts";
import { deleteKey, findKey, findKeyByName, listTokenRows, lockKey, updateKey } from "./store.ts";
import { keyAuditTarget } from "./targets.ts";

const trueSpellings = new Set(["1", "t", "T", "TRUE", "true", "True"]);

/** `GET /auth/scopes` (spec authorization §3.9). */
export const listScopes: Handler<"listScopes"> = async () => ({ external: [...publicScopes] });

/** `GET /users/{user}/keys/tokens`; with `include_all` of everybody (spec authorization §3.3). */
export const listTokens: Handler<"listTokens"> = async (deps, ctx, { user, query }) => {
  const rows = await listTokenRows(deps.db, {
    filter: listFilter(ctx, "read", "api_key"),
    userId: trueSpellings.has(query.include_all) ? null : user.id,
    expiredToo: trueSpellings.has(query.include_expired),
    expiresBefore: query.expires_before ?? null,
    userStatus: query.user_status ?? null,
    now: ctx.now,
  });
  return rows.map(presentToken);
};

/** `GET /users/{user}/keys/tokens/tokenconfig`: for everybody who may see the user. */
export const getTokenConfig: Handler<"getTokenConfig"> = async (deps, ctx, { user }) => {
  // That `{user}` resolved is the whole decision (spec authorization §3.7).
  ctx.trail.decided = true;
  return { max_token_lifetime: nanoseconds(maxLifetimeMs(deps.config, user)) };
};

/** `GET /users/{user}/keys/tokens/{keyname}`: any key of that user with that name. */
export const getKeyByName: Handler<"getKeyByName"> = async (deps, ctx, { user, params }) => {
  const key = (await findKeyByName(deps.db, user.id, params.keyname)) ?? fail("not_found");
  authorize(ctx, "read", apiKeyObject(key.user_id, key.id));
  return presentKey(key);
};

/** `GET /users/{user}/keys/{keyid}`: whoever owns the key (spec authorization §3.5). */
export const getApiKey: Handler<"getApiKey"> = async (deps, ctx, { params }) => {
  const key = (await findKey(deps.db, params.keyid)) ?? fail("not_found");
  authorize(ctx, "read", apiKeyObject(key.user_id, key.id));
  return presentKey(key);
};

/** `DELETE /users/{user}/keys/{keyid}` (spec authorization §3.6). */
export const deleteApiKey: Handler<"deleteApiKey"> = async (deps, ctx, { params }) => {
  const key = (await findKey(deps.db, params.keyid)) ?? fail("not_found");
  auditTarget(ctx, keyAuditTarget(key, "delete"));
  authorize(ctx, "delete", apiKeyObject(key.user_id, key.id));
  await inTransaction(deps.db, async (tx) => {
    if (!(await deleteKey(tx, key.id))) fail("not_found");
    await recordAudit(tx, ctx, { ...keyAuditTarget(key, "delete"), old: { ...key }, new: null });
  });
};

/** Reads a key that the caller may change; anything else is the constant 404. */
export async function requireChangeableKey(handle: Handle, ctx: RequestContext, id: string) {
  const key = (await findKey(handle, id)) ?? fail("not_found");
  auditTarget(ctx, keyAuditTarget(key, "write"));
  authorize(ctx, "read", apiKeyObject(key.user_id, key.id));
  authorize(ctx, "update", apiKeyObject(key.user_id, key.id));
  return key;
}

/** `PUT /users/{user}/keys/{keyid}/expire`; an expired key stays as it is (spec authorization §3.6). */
export const expireApiKey: Handler<"expireApiKey"> = async (deps, ctx, { params }) => {
  const { id } = await requireChangeableKey(deps.db, ctx, params.keyid);
  await inTransaction(deps.db, async (tx) => {
    const before = (await lockKey(tx, id)) ?? fail("not_found");
    if (before.expires_at <= ctx.now) return nothingChanged(ctx);
    const change = { expires_at: ctx.now, updated_at: ctx.now };
    await updateKey(tx, id, change);
    const target = keyAuditTarget(before, "write");
    await recordAudit(tx, ctx, { ...target, old: { ...before }, new: { ...before, ...change } });
  });
};
