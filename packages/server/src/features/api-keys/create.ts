import { ApiError } from "@gatehouse/contract";
import { allowEverything, allScope, apiKeyObject, isUnrestrictedKey } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { clipText, userAgentLength } from "../../platform/clip-text.ts";
import { newApiKey, sha256 } from "../../platform/secrets.ts";
import { recordAudit } from "../audit/index.ts";
import { generatedTokenName } from "./names.ts";
import {
  grantedRestrictions,
  requestedAllowList,
  requestedScopes,
  requireTokenName,
  tokenLifetimeMs,
} from "./rules.ts";
import { insertKey, type NewKeyRow, tokenNameConstraint } from "./store.ts";
import { keyAuditTarget } from "./targets.ts";

const maxAttempts = 10;

type NewKey = Pick<
  NewKeyRow,
  "login_type" | "scopes" | "allow_list" | "ip_address" | "user_agent" | "origin"
> & { lifetimeMs: number; userId: string };

function requireCreator(ctx: RequestContext, user: UserRow): void {
  auditTarget(ctx, keyAuditTarget({ user_id: user.id, token_name: "" }, "create"));
  authorize(ctx, "create", apiKeyObject(user.id), "forbidden");
  if (user.is_system || requireActor(ctx).user.is_system) {
    throw new ApiError("forbidden", { message: "System users have no keys." });
  }
}

/** Stores a key with its audit entry and returns the whole key, which is shown once. */
async function storeKey(
  deps: Deps,
  ctx: RequestContext,
  wanted: NewKey,
  tokenName: string,
): Promise<string> {
  const { lifetimeMs, userId, ...columns } = wanted;
  const { id, secret, token } = newApiKey();
  const row = {
    ...columns,
    user_id: userId,
    created_by: requireActor(ctx).user.id,
    token_name: tokenName,
    last_used: new Date(0),
    expires_at: new Date(ctx.now.getTime() + lifetimeMs),
    created_at: ctx.now,
    updated_at: ctx.now,
    lifetime_seconds: Math.max(1, Math.floor(lifetimeMs / 1000)),
  };
  await inTransaction(deps.db, async (tx) => {
    await insertKey(tx, { ...row, id, hashed_secret: sha256(secret) });
    await recordAudit(tx, ctx, { ...keyAuditTarget(row, "create"), old: null, new: row });
  });
  return token;
}

/** Stores a key, with another id or generated name where the first one is taken. */
async function storeNewKey(
  deps: Deps,
  ctx: RequestContext,
  wanted: NewKey,
  name: { given: string } | { generate: () => string },
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const tokenName = "given" in name ? name.given : name.generate();
      return await storeKey(deps, ctx, wanted, tokenName);
    } catch (error) {
      const refusal = refusalOf(violatedConstraint(error), "given" in name);
      if (refusal !== null && refusal !== "again") throw refusal;
      if (refusal === null || attempt >= maxAttempts) throw error;
    }
  }
}

/** What a violated constraint means: a refusal, another attempt, or null for any other failure. */
function refusalOf(violated: string | undefined, nameGiven: boolean): ApiError | "again" | null {
  if (violated === "api_keys_user_not_deleted") return new ApiError("not_found");
  if (violated === "api_keys_pkey") return "again";
  if (violated !== tokenNameConstraint) return null;
  if (!nameGiven) return "again";
  return new ApiError("conflict", {
    message: "A token with this name exists already.",
    validations: [{ field: "name", detail: "in use, perhaps by an expired token" }],
  });
}

/** `POST /users/{user}/keys`: a session for a command line (spec authorization §3.2). */
export const createSessionKey: GuardedHandler<"createSessionKey"> = {
  guard: (_deps, ctx, { user }) => {
    requireCreator(ctx, user);
    const { key } = requireActor(ctx);
    if (!isUnrestrictedKey({ scopes: key.scopes, allowList: key.allow_list })) {
      throw new ApiError("forbidden", { message: "A restricted key cannot make a session." });
    }
  },
  handle: async (deps, ctx, { user }) => {
    const wanted = {
      userId: user.id,
      login_type: "password",
      lifetimeMs: deps.config.defaultTokenLifetimeMs,
      scopes: [allScope],
      allow_list: [...allowEverything],
      ip_address: ctx.ip === "" ? "0.0.0.0" : ctx.ip,
      user_agent: clipText(ctx.userAgent, userAgentLength),
      origin: "cli",
    };
    return { key: await storeNewKey(deps, ctx, wanted, { given: "" }) };
  },
};

/** `POST /users/{user}/keys/tokens` (spec authorization §3.4, §4.6). */
export const createToken: GuardedHandler<"createToken"> = {
  guard: (_deps, ctx, { user }) => requireCreator(ctx, user),
  handle: async (deps, ctx, { user, body }) => {
    if (body.token_name !== "") requireTokenName(body.token_name);
    const restrictions = grantedRestrictions(requireActor(ctx), {
      scopes: requestedScopes(body),
      allowList: requestedAllowList(body.allow_list),
    });
    const wanted = {
      userId: user.id,
      login_type: "token",
      lifetimeMs: tokenLifetimeMs(deps.config, user, body.lifetime),
      scopes: [...restrictions.scopes],
      allow_list: [...restrictions.allowList],
      ip_address: "0.0.0.0",
      user_agent: "",
      origin: null,
    };
    const name =
      body.token_name === "" ? { generate: generatedTokenName } : { given: body.token_name };
    return { key: await storeNewKey(deps, ctx, wanted, name) };
  },
};
