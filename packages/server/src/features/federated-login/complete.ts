import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { syncAtLogin } from "../idp-sync/index.ts";
import { enqueueAccountEvent } from "../notifications/index.ts";
import { admitUser, deleteOwnSession, openSession } from "../sessions/index.ts";
import { type NewSshKey, newSshKey } from "../ssh-keys/index.ts";
import { findUserByEmail, updateUser, userAuditTarget } from "../users/index.ts";
import {
  convertAccount,
  failUnknownIdentity,
  readConversion,
  type VerifiedConversion,
} from "./convert-complete.ts";
import { isConversion, type ReturningFlow } from "./flow.ts";
import { matchRefusal } from "./link-rules.ts";
import { findUserByLink, lockLink, storeGithubUserId, upsertLink } from "./link-store.ts";
import { sealTokens } from "./link-tokens.ts";
import type { LoginScope, ProvedIdentity } from "./proved-identity.ts";
import { accountRefusal, matchRefusalPage, noteSignIn, type Refused, refuse } from "./refusals.ts";
import { signUp } from "./sign-up.ts";
import { type Claims, readStoredClaims } from "./stored-claims.ts";

/** A login as it left its transaction. */
interface FinishedLogin {
  readonly user: UserRow;
  readonly isNew: boolean;
  /** Null after a change of the login type: the person signs in again. */
  readonly sessionToken: string | null;
}

const maxAttempts = 6;
const raceConstraints = new Set([
  "users_email_lower_key",
  "users_username_lower_key",
  "user_links_linked_id_login_type_key",
  "user_links_user_not_deleted",
]);

/** Thrown where the user of a prepared login is gone: it is prepared again as a sign-up. */
class UserVanished extends Error {}

/**
 * Finishes a sign-in: finds or creates the user, stores the link, follows the provider's profile, opens the session;
 * all in one transaction, or nothing (spec federated-login §8). Two first logins of one person race for the same
 * address: the loser tries again and finds the winner's user. Rows are locked in the order user, link, so that read
 * committed is enough and concurrent logins do not fail each other.
 */
export async function completeSignIn(
  deps: Deps,
  ctx: RequestContext,
  identity: ProvedIdentity,
  flow: ReturningFlow,
): Promise<void> {
  noteSignIn(ctx, identity);
  const conversion = await confirmedConversion(deps, ctx, identity, flow);
  const login = await withRetries(async () => {
    const isKnown = (await findUser(deps.db, identity)) !== null;
    const sshKey = isKnown || conversion !== null ? null : await newSshKey(deps);
    return inTransaction(deps.db, (tx) => logIn({ tx, deps, ctx, identity }, conversion, sshKey));
  });
  deps.metrics.countLogin(identity.loginType, "success");
  if (login.sessionToken === null) ctx.effects.clearSessionCookie = true;
  else ctx.effects.sessionCookie = login.sessionToken;
  if (login.isNew) await enqueueAccountEvent(deps, ctx, "created", login.user, "oauth");
}

/** The confirmation of a change of the login type; an identity without a user never gets one (spec §10). */
async function confirmedConversion(
  deps: Deps,
  ctx: RequestContext,
  identity: ProvedIdentity,
  flow: ReturningFlow,
): Promise<VerifiedConversion | null> {
  if (!isConversion(flow)) return null;
  if ((await findUser(deps.db, identity)) === null) failUnknownIdentity();
  return readConversion(deps, ctx, flow);
}

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isRace =
        error instanceof UserVanished || raceConstraints.has(violatedConstraint(error) ?? "");
      if (!isRace || attempt >= maxAttempts) throw error;
    }
  }
}

async function logIn(
  scope: LoginScope,
  conversion: VerifiedConversion | null,
  sshKey: NewSshKey | null,
): Promise<FinishedLogin> {
  const { ctx, deps, identity, tx } = scope;
  const found = await resolveUser(scope);
  if (conversion !== null) await convertAccount(scope, conversion, found);
  if (found === null && sshKey === null) throw new UserVanished();
  const existing = found === null ? null : await admit(scope, found);
  const user = existing ?? (await signUp(scope, sshKey ?? (await newSshKey(deps))));
  noteSignIn(ctx, { ...identity, userId: user.id });
  const previous = await previousClaims(scope, user.id);
  await storeLink(scope, user.id);
  const synced = await followClaims(scope, user, previous);
  const mirrored = await mirrorProfile(scope, synced);
  if (conversion !== null) {
    await deleteOwnSession(tx, ctx, user.id);
    return { user: mirrored, isNew: false, sessionToken: null };
  }
  const session = await openSession(tx, deps, ctx, {
    userId: user.id,
    loginType: identity.loginType,
    action: existing === null ? "register" : "login",
    refuse: refuser(scope),
  });
  await deleteOwnSession(tx, ctx, user.id);
  return { user: mirrored, isNew: existing === null, sessionToken: session.token };
}

/** The claims of the login before, which tell a claim that was left out from one that has nothing to say. */
function previousClaims({ identity, tx }: LoginScope, userId: string): Promise<Claims | null> {
  return identity.mergedClaims === null ? Promise.resolve(null) : readStoredClaims(tx, userId);
}

/** Organizations, groups and roles follow the claims (spec idp-sync-and-scim §A4); GitHub has none. */
async function followClaims(
  { ctx, deps, identity, tx }: LoginScope,
  user: UserRow,
  previous: Claims | null,
): Promise<UserRow> {
  const claims = identity.mergedClaims;
  return claims === null ? user : syncAtLogin(tx, deps, ctx, { user, claims, previous });
}

function refuser({ ctx, deps, identity }: LoginScope) {
  return (reason: Parameters<typeof accountRefusal>[0], user: UserRow | null): never => {
    const who: Refused = { ...identity, ...(user === null ? {} : { userId: user.id }) };
    if (reason === "deleted") throw new UserVanished();
    return refuse(deps, ctx, who, accountRefusal(reason, user, identity.loginType));
  };
}

/** Every rule about the account before anything is written about it. */
function admit(scope: LoginScope, user: UserRow): Promise<UserRow> {
  const { loginType } = scope.identity;
  return admitUser(scope.tx, { userId: user.id, loginType, refuse: refuser(scope) });
}

/** The user of an identity: by its link, else by its address (spec federated-login §5). */
async function findUser(
  handle: Parameters<typeof findUserByEmail>[0],
  identity: ProvedIdentity,
): Promise<UserRow | null> {
  const linked = await findUserByLink(handle, identity.loginType, identity.linkedId);
  return linked ?? findUserByEmail(handle, identity.email);
}

async function resolveUser({ ctx, deps, identity, tx }: LoginScope): Promise<UserRow | null> {
  const linked = await findUserByLink(tx, identity.loginType, identity.linkedId);
  const byEmail = await findUserByEmail(tx, identity.email);
  const isFallback =
    deps.config.dangerousOidcEmailFallback && identity.loginType === "oidc" && byEmail !== null;
  if (linked !== null && !isFallback) return linked;
  if (byEmail === null) return null;
  const link = await lockLink(tx, byEmail.id, identity.loginType);
  const refusal = matchRefusal({ user: byEmail, link }, identity, {
    isEmailFallback: isFallback,
    mayLinkOwners: deps.config.dangerousOidcLinkOwners,
  });
  if (refusal !== null) {
    refuse(deps, ctx, { ...identity, userId: byEmail.id }, matchRefusalPage(refusal));
  }
  return byEmail;
}

async function storeLink(scope: LoginScope, userId: string): Promise<void> {
  const { ctx, deps, identity, tx } = scope;
  const { claims, githubUserId, loginType, tokens } = identity;
  const linkedId = (await isOfAnother(scope, userId)) ? "" : identity.linkedId;
  await upsertLink(tx, {
    userId,
    loginType,
    linkedId,
    ...sealTokens(deps.keyring, { userId, loginType }, tokens),
    expiresAt: tokens.expiresAt,
    claims,
    now: ctx.now,
  });
  if (githubUserId !== null) await storeGithubUserId(tx, userId, githubUserId);
}

/** With `dangerous-oidc-email-fallback` the address may win over an identity, which then stays with its own user. */
async function isOfAnother({ deps, identity, tx }: LoginScope, userId: string): Promise<boolean> {
  if (!deps.config.dangerousOidcEmailFallback) return false;
  const holder = await findUserByLink(tx, identity.loginType, identity.linkedId);
  return holder !== null && holder.id !== userId;
}

/** E-mail, full name and picture follow the provider on every login; the username never (spec §8.2). */
async function mirrorProfile(scope: LoginScope, user: UserRow): Promise<UserRow> {
  const { ctx, identity, tx } = scope;
  const wanted = {
    email: identity.email,
    name: identity.name ?? user.name,
    avatar_url: identity.avatarUrl ?? user.avatar_url,
  };
  const isSame =
    wanted.email === user.email &&
    wanted.name === user.name &&
    wanted.avatar_url === user.avatar_url;
  if (isSame) return user;
  await refuseTakenEmail(scope, user);
  const after = await updateUser(tx, user.id, { ...wanted, updated_at: ctx.now });
  if (after === null) throw new UserVanished();
  await recordAudit(tx, ctx, {
    ...userAuditTarget(after, "write"),
    userId: user.id,
    old: { ...user },
    new: { ...after },
  });
  return after;
}

async function refuseTakenEmail(
  { ctx, deps, identity, tx }: LoginScope,
  user: UserRow,
): Promise<void> {
  const holder = await findUserByEmail(tx, identity.email);
  if (holder === null || holder.id === user.id) return;
  refuse(
    deps,
    ctx,
    { ...identity, userId: user.id },
    {
      code: "email_in_use",
      page: {
        title: "Your e-mail address belongs to another user",
        paragraphs: [
          `The provider says that your address is ${identity.email}. Another user here has it already.`,
          "An administrator has to change or remove that user before you can sign in.",
        ],
      },
    },
  );
}
