import type { ErrorCode } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Tx } from "../../db/types.ts";
import { loginRefusal } from "../sessions/index.ts";
import { findUserByEmail, findUserByUsername } from "../users/index.ts";
import type { Claims } from "./claims-rules.ts";
import { matchRefusal } from "./link-rules.ts";
import { findLinkedId, findUserByLink } from "./link-store.ts";
import type { PolicyRefusal } from "./oidc-policy.ts";
import type { ProviderProfile } from "./profile-rules.ts";
import { accountRefusal, matchRefusalPage } from "./refusals.ts";
import { usernamesFor } from "./usernames.ts";

/** What a tried login meets before sync: whose account it is, and what that account has against it. */
export interface TriedAccount {
  /** Null: a new user. */
  readonly user: UserRow | null;
  /** The user's name, or the one that a new user would get; may be empty. */
  readonly username: string;
  readonly refusal: PolicyRefusal | null;
  readonly warnings: readonly string[];
}

interface TriedLogin {
  readonly claims: Claims;
  readonly profile: ProviderProfile | null;
  /** The user to compare with; null where the claims tell whose login it is. */
  readonly named: UserRow | null;
  /** Whether the caller may know of a user. */
  readonly mayRead: (user: UserRow) => boolean;
}

/**
 * Finds the account that a login with these claims would have, by the rules of the login (spec federated-login §5, §8;
 * idp-sync-and-scim §A8). Who asks exists, so that nobody here is the first user of the deployment.
 */
export async function findTriedAccount(
  tx: Tx,
  deps: Deps,
  tried: TriedLogin,
): Promise<TriedAccount> {
  const { named, profile } = tried;
  const linkedId = linkedIdOf(deps, tried.claims);
  const linked = linkedId === null ? null : await findUserByLink(tx, "oidc", linkedId);
  const byEmail = profile === null ? null : await findUserByEmail(tx, profile.email);
  const found = { linkedId, linked, byEmail, profile };
  if (named !== null) return accountOf(deps, found, named, await storedId(tx, named));
  const isFallback = deps.config.dangerousOidcEmailFallback && byEmail !== null;
  const own = isFallback ? byEmail : (linked ?? byEmail);
  if (own === null) return newAccount(tx, deps, found);
  if (!tried.mayRead(own)) {
    const warning =
      "The claims belong to a user whom you may not see; what is shown is a new user's.";
    return { ...(await newAccount(tx, deps, found)), refusal: null, warnings: [warning] };
  }
  const account = accountOf(deps, found, own, await storedId(tx, own));
  const warning = `The claims belong to the user ${own.username}, who is compared with.`;
  return { ...account, warnings: [warning, ...account.warnings] };
}

interface Found {
  readonly linkedId: string | null;
  readonly linked: UserRow | null;
  readonly byEmail: UserRow | null;
  readonly profile: ProviderProfile | null;
}

/** The id at the provider as a login would store it; null without `sub`. */
function linkedIdOf({ config, signIn }: Deps, claims: Claims): string | null {
  const subject = claims.get("sub");
  if (typeof subject !== "string" || subject === "") return null;
  const stated = claims.get("iss");
  const issuer = signIn.oidc?.state().issuer ?? config.oidcIssuerUrl;
  return `${typeof stated === "string" ? stated : issuer}||${subject}`;
}

/** A token whose `sub` is no text is not trusted; claims without one may be a sketch. */
export function subjectRefusal(claims: Claims): PolicyRefusal | null {
  const subject = claims.get("sub");
  const isUsable = subject === undefined || (typeof subject === "string" && subject !== "");
  return isUsable ? null : told("id_token_invalid", "The claim sub is not a text.");
}

async function storedId(tx: Tx, user: UserRow): Promise<string> {
  return (await findLinkedId(tx, user.id, "oidc")) ?? "";
}

const told = (code: ErrorCode, detail: string): PolicyRefusal => ({ code, detail });

/** A login of a user who exists. */
function accountOf(
  { config }: Deps,
  { byEmail, linked, linkedId, profile }: Found,
  user: UserRow,
  stored: string,
): TriedAccount {
  const warnings = linkedId === null ? [withoutSubject] : [];
  const isLinked = linked?.id === user.id;
  const isKnown = isLinked || byEmail?.id === user.id || linkedId === null;
  if (!isKnown) {
    warnings.push(
      "A sign-in with these claims does not find this user, neither by sub nor by address.",
    );
  }
  const answer = (refusal: PolicyRefusal | null): TriedAccount => {
    return { user, username: user.username, refusal, warnings };
  };
  const isFallback = config.dangerousOidcEmailFallback && byEmail !== null;
  if (linked !== null && !isLinked && !isFallback) {
    return answer(told("identity_conflict", "The claims belong to another user."));
  }
  if (!isLinked || isFallback) {
    const identity = {
      linkedId: linkedId ?? stored,
      isEmailVerified: profile?.isEmailVerified ?? false,
    };
    const switches = { isEmailFallback: isFallback, mayLinkOwners: config.dangerousOidcLinkOwners };
    const refusal = matchRefusal({ user, link: { linked_id: stored } }, identity, switches);
    if (refusal !== null) return answer(matchRefusalPage(refusal));
  }
  const refusal = loginRefusal(user, "oidc");
  return answer(refusal === null ? null : accountRefusal(refusal, user, "oidc"));
}

const withoutSubject =
  "The claims have no sub, which every sign-in has: whether they are this user's is not checked.";

/** Refuses a user whose new address another one has: the last thing that a login meets (spec federated-login §8.2). */
export async function emailRefusal(
  tx: Tx,
  user: UserRow | null,
  profile: ProviderProfile | null,
): Promise<PolicyRefusal | null> {
  if (user === null || profile === null) return null;
  const holder = await findUserByEmail(tx, profile.email);
  if (holder === null || holder.id === user.id) return null;
  return told("email_in_use", "Another user has the e-mail address of the claims.");
}

async function newAccount(
  tx: Tx,
  { config }: Deps,
  { linkedId, profile }: Found,
): Promise<TriedAccount> {
  const account = { user: null, warnings: [] };
  if (!config.oidcAllowSignups) {
    const refusal = told("signups_disabled", "New accounts are not created by signing in.");
    return { ...account, username: "", refusal };
  }
  if (profile === null) return { ...account, username: "", refusal: null };
  const names = usernamesFor(profile.username, profile.email, linkedId ?? profile.email);
  for (const name of names) {
    if ((await findUserByUsername(tx, name)) === null) {
      return { ...account, username: name, refusal: null };
    }
  }
  const refusal = told("username_in_use", "No name is free for the new user.");
  return { ...account, username: names[0] ?? "", refusal };
}
