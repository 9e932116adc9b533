import {
  type ErrorCode,
  errorCodes,
  fail,
  failField,
  type WireSyncPreview,
  writeJson,
} from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { can, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { planSync, presentSyncPlan, type SyncPlan, syncOptions } from "../idp-sync/index.ts";
import { findOrganization } from "../organizations/index.ts";
import { findUserByEmail, findUserByRef } from "../users/index.ts";
import { type Claims, readClaims } from "./claims-rules.ts";
import { isWithoutUsers } from "./link-store.ts";
import { checkPolicies, type PolicyRefusal, type PolicyVerdict } from "./oidc-policy.ts";
import { readStoredClaims } from "./stored-claims.ts";
import { usernamesFor } from "./usernames.ts";

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
  if (!maySite && !mayThere) fail("forbidden");
  const claims = readClaims(writeJson(body.claims ?? failField("claims", "required")));
  if (claims === null) return failField("claims", "must be an object");
  const snapshot = { isolation: "repeatable read", readOnly: true } as const;
  return inTransaction(
    deps.db,
    async (tx) => {
      if (organizationId !== undefined) {
        if ((await findOrganization(tx, organizationId)) === null) fail("not_found");
      }
      const user = body.user === "" ? null : await readableUser(tx, ctx, body.user);
      return preview(tx, deps, { claims, user, organizationId });
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
  user: UserRow | null;
  organizationId: string | undefined;
}

async function preview(tx: Tx, deps: Deps, tried: Tried): Promise<WireSyncPreview> {
  const { claims, organizationId, user } = tried;
  const options = syncOptions(deps.config);
  const previous = user === null ? null : await readStoredClaims(tx, user.id);
  const plan = await planSync(tx, {
    user,
    options,
    history: { claims, previous, keepOnMissingClaim: options.keepOnMissingClaim },
    ...(organizationId === undefined ? {} : { onlyOrganizationId: organizationId }),
    lock: false,
  });
  const verdict = checkPolicies(deps.config, claims);
  const account = await accountRefusal(tx, deps, tried, verdict);
  const refusal = verdict.refusal ?? account.refusal ?? syncRefusal(plan);
  const { profile } = verdict;
  const names = profile === null ? [] : usernamesFor(profile.username, profile.email);
  return {
    allowed: refusal === null,
    ...(refusal === null
      ? {}
      : { refusal: { status: errorCodes[refusal.code][0], reason: reasonOf(refusal) } }),
    email: profile?.email ?? "",
    username: user?.username ?? names[0] ?? "",
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

/** What the account itself has against the login. */
async function accountRefusal(
  tx: Tx,
  deps: Deps,
  { user }: Tried,
  { profile }: PolicyVerdict,
): Promise<{ refusal: PolicyRefusal | null; warnings: string[] }> {
  const told = (code: ErrorCode, detail: string) => ({ refusal: { code, detail }, warnings: [] });
  const holder = profile === null ? null : await findUserByEmail(tx, profile.email);
  if (user !== null) {
    if (user.login_type !== "oidc") {
      return told(
        "login_type_mismatch",
        `The user signs in with the login type ${user.login_type}.`,
      );
    }
    if (user.status === "suspended") return told("account_refused", "The user is suspended.");
    if (user.is_service_account) return told("account_refused", "This account is not for people.");
    if (holder !== null && holder.id !== user.id) {
      return told("email_in_use", "Another user has the e-mail address of the claims.");
    }
    return { refusal: null, warnings: [] };
  }
  if (holder !== null) {
    const warning =
      "A user with this e-mail address exists; name it in user to see what would change for it.";
    return { refusal: null, warnings: [warning] };
  }
  if (!deps.config.oidcAllowSignups && !(await isWithoutUsers(tx))) {
    return told("signups_disabled", "New accounts are not created by signing in.");
  }
  return { refusal: null, warnings: [] };
}
