import { decodeBody, fail, oidcLinkClaims } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { authorize, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { userAuditTarget } from "../users/index.ts";
import { readClaimsText } from "./link-store.ts";

type StoredClaims = {
  id_token_claims: Record<string, unknown>;
  user_info_claims: Record<string, unknown>;
  merged_claims: Record<string, unknown>;
};

/** The claims of a user's last login; 400 for users of another login type, 404 without a link (spec §9.4). */
async function storedClaims(deps: Deps, user: UserRow): Promise<StoredClaims> {
  if (user.login_type !== "oidc") {
    fail("refused", { message: "Only accounts that sign in with OpenID Connect have claims." });
  }
  const text = (await readClaimsText(deps.db, user.id, "oidc")) ?? fail("not_found");
  const decoded = decodeBody(oidcLinkClaims, Buffer.from(text, "utf8"));
  if (!decoded.ok) throw new Error("stored claims are not an object of objects");
  return decoded.value;
}

/** `GET /users/oidc-claims` (spec federated-login §9.4). */
export const getOidcClaims: Handler<"getOidcClaims"> = async (deps, ctx) => {
  const { user } = requireActor(ctx);
  authorize(ctx, "read_personal", userObject(user.id));
  ctx.effects.headers = { "cache-control": "no-store" };
  return { claims: (await storedClaims(deps, user)).merged_claims };
};

/** `GET /debug/{user}/debug-link`: personal data of somebody else, so that the reading is audited (spec §9.5). */
export const getDebugLink: Handler<"getDebugLink"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read", { type: "debug_info" }, "forbidden");
  const claims = await storedClaims(deps, user);
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, ctx, {
      ...userAuditTarget(user, "open"),
      old: null,
      new: null,
      additionalFields: { read: "claims of the identity provider" },
    }),
  );
  ctx.effects.headers = { "cache-control": "no-store" };
  return claims;
};
