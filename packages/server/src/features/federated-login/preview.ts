import { errorCodes, fail, failField, type WireSyncPreview, writeJson } from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { can, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import {
  planSync,
  presentSyncPlan,
  type SettingsDraft,
  type SyncPlan,
  syncOptions,
  triedSettings,
} from "../idp-sync/index.ts";
import { findOrganization } from "../organizations/index.ts";
import { findUserByRef } from "../users/index.ts";
import { type Claims, readClaims } from "./claims-rules.ts";
import { checkPolicies, type PolicyRefusal } from "./oidc-policy.ts";
import { emailRefusal, findTriedAccount, subjectRefusal } from "./preview-account.ts";
import { readStoredClaims } from "./stored-claims.ts";

const maxClaimsBytes = 256 * 1024;

/**
 * `POST /settings/idpsync/preview`: what a login with these claims would change, decided by the code of the login on
 * a read-only snapshot; nothing is written or logged (spec idp-sync-and-scim §A8).
 */
export const previewSync: Handler<"previewSync"> = async (deps, ctx, { body }) => {
  const organizationId = body.organization_id;
  const maySite = can(ctx, "read", { type: "idpsync_settings" });
  const mayThere =
    organizationId !== undefined &&
    can(ctx, "read", { type: "idpsync_settings", org: organizationId });
  // One organization's reader may try what is inside of it, not who belongs where.
  const isWithin = body.settings?.organization === undefined;
  if (!maySite && !(mayThere && isWithin)) fail("forbidden");
  const given = writeJson(body.claims ?? failField("claims", "required"));
  if (Buffer.byteLength(given) > maxClaimsBytes) failField("claims", "has at most 256 KiB");
  const claims = readClaims(given);
  if (claims === null) return failField("claims", "must be an object");
  const snapshot = { isolation: "repeatable read", readOnly: true } as const;
  return inTransaction(
    deps.db,
    async (tx) => {
      if (organizationId !== undefined) {
        if ((await findOrganization(tx, organizationId)) === null) fail("not_found");
      }
      const named = body.user === "" ? null : await readableUser(tx, ctx, body.user);
      const mayRead = (user: UserRow) => can(ctx, "read", userObject(user.id));
      const draft = await triedSettings(tx, organizationId, body.settings ?? {});
      return preview(tx, deps, { claims, named, organizationId, draft, mayRead });
    },
    snapshot,
  );
};

/** The user to compare with; what the actor may not read is as unknown as what does not exist. */
async function readableUser(tx: Tx, ctx: RequestContext, reference: string): Promise<UserRow> {
  const own = ctx.actor?.user;
  const user = reference === "me" && own ? own : await findUserByRef(tx, reference);
  if (user === null || user.deleted || user.is_system) return fail("not_found");
  return can(ctx, "read", userObject(user.id)) ? user : fail("not_found");
}

interface Tried {
  claims: Claims;
  named: UserRow | null;
  organizationId: string | undefined;
  draft: SettingsDraft;
  mayRead: (user: UserRow) => boolean;
}

async function preview(tx: Tx, deps: Deps, tried: Tried): Promise<WireSyncPreview> {
  const { claims, draft, organizationId } = tried;
  const { profile, refusal: policy } = checkPolicies(deps.config, claims);
  const account = await findTriedAccount(tx, deps, { ...tried, profile });
  const { user } = account;
  const options = syncOptions(deps.config);
  const previous = user === null ? null : await readStoredClaims(tx, user.id);
  const plan = await planSync(tx, {
    user,
    options,
    history: { claims, previous, keepOnMissingClaim: options.keepOnMissingClaim },
    ...(organizationId === undefined ? {} : { onlyOrganizationId: organizationId }),
    draft,
    lock: false,
  });
  // In the order in which a login meets them.
  const refusal =
    subjectRefusal(claims) ??
    policy ??
    account.refusal ??
    syncRefusal(plan) ??
    (await emailRefusal(tx, user, profile));
  return {
    allowed: refusal === null,
    ...(refusal === null
      ? {}
      : { refusal: { status: errorCodes[refusal.code][0], reason: reasonOf(refusal) } }),
    email: profile?.email ?? "",
    username: account.username,
    email_verified: profile?.isEmailVerified ?? false,
    ...presentSyncPlan(plan, { isNew: user === null, organizationId }, account.warnings),
  };
}

function reasonOf({ code, detail, page }: PolicyRefusal): string {
  return page?.paragraphs[0] ?? detail ?? errorCodes[code][1];
}

function syncRefusal({ refusal }: SyncPlan): PolicyRefusal | null {
  return refusal === null ? null : { code: "claims_invalid", detail: refusal.detail };
}
