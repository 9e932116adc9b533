import { ApiError, fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import type { GithubProvider } from "../../context/services.ts";
import { GithubError, type GithubUser } from "../../platform/github-client.ts";
import { printable } from "../../platform/oidc-client.ts";
import type { TokenSet } from "./link-tokens.ts";
import { avatarUrl, realName } from "./profile-rules.ts";
import { type ProvedIdentity, providerFailure } from "./proved-identity.ts";
import { noteSignIn } from "./refusals.ts";
import { usernamesFor } from "./usernames.ts";

/** A sign-in with GitHub whose code was redeemed. */
export interface GithubSignIn {
  readonly deps: Deps;
  readonly ctx: RequestContext;
  readonly provider: GithubProvider;
  /** Local path that the person wants to go to. */
  readonly redirect: string;
}

/**
 * Asks GitHub who somebody is and whether the operator lets him in: an active member of an allowed organization, and of
 * an allowed team where teams are listed, with a verified primary address (spec federated-login §7.2).
 */
export async function proveGithubIdentity(
  scope: GithubSignIn,
  tokens: TokenSet,
): Promise<ProvedIdentity> {
  try {
    return await prove(scope, tokens);
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    throw providerFailure(printable(error.message), error);
  }
}

async function prove(scope: GithubSignIn, tokens: TokenSet): Promise<ProvedIdentity> {
  const { deps, provider } = scope;
  const { client } = provider;
  const { accessToken } = tokens;
  const organizations = provider.isEveryoneAllowed
    ? null
    : await allowedOrganizations(scope, accessToken);
  const user = await client.user(accessToken);
  if (organizations !== null) await requireTeam(scope, accessToken, user, organizations);
  const email = await client.primaryEmail(accessToken);
  if (email === null) {
    fail("email_missing", {
      detail: "Your GitHub account has no verified primary e-mail address.",
    });
  }
  if (!Number.isSafeInteger(user.id) || user.id <= 0) {
    throw providerFailure("GitHub did not tell the id of the account.", undefined);
  }
  return {
    loginType: "github",
    linkedId: String(user.id),
    email,
    isEmailVerified: true,
    name: realName(user.name),
    avatarUrl: avatarUrl(user.avatarUrl),
    usernames: usernamesFor(user.login.replaceAll("_", "-"), email, String(user.id)),
    tokens,
    claims: "{}",
    mergedClaims: null,
    githubUserId: client.isPublic ? String(user.id) : null,
    maySignUp: deps.config.oauth2GithubAllowSignups,
  };
}

/** The allowed organizations among the person's, in GitHub's spelling of the operator; names in any case. */
async function allowedOrganizations(scope: GithubSignIn, accessToken: string): Promise<string[]> {
  const wanted = scope.deps.config.oauth2GithubAllowedOrgs.map((name) => name.toLowerCase());
  const found = await scope.provider.client.activeOrganizations(accessToken);
  const kept = found.map((name) => name.toLowerCase()).filter((name) => wanted.includes(name));
  if (kept.length > 0) return kept;
  return refuseGithub(
    scope,
    "You are not a member of a GitHub organization that may sign in here.",
  );
}

async function requireTeam(
  scope: GithubSignIn,
  accessToken: string,
  { login }: GithubUser,
  organizations: readonly string[],
): Promise<void> {
  const teams = scope.deps.config.oauth2GithubAllowedTeams;
  if (teams.length === 0) return;
  for (const team of teams) {
    const slash = team.indexOf("/");
    const [org, slug] = [team.slice(0, slash).toLowerCase(), team.slice(slash + 1)];
    if (!organizations.includes(org)) continue;
    if (await scope.provider.client.isTeamMember(accessToken, { org, slug, login })) return;
  }
  refuseGithub(scope, "You are not a member of a GitHub team that may sign in here.");
}

/** 401 with a Location, which browsers do not follow and clients of the peer read (spec federated-login §7.2). */
function refuseGithub({ ctx, deps, redirect }: GithubSignIn, text: string): never {
  noteSignIn(ctx, { loginType: "github", email: "" }, "github_not_allowed");
  deps.metrics.countLogin("github", "refused");
  if (!ctx.effects.failAsJson) {
    const query = new URLSearchParams({ message: text, redirect });
    ctx.effects.headers = { location: `/login?${query}` };
  }
  throw new ApiError("github_not_allowed", {
    message: text,
    detail: "Ask an administrator of this server, or sign in with another account.",
    page: {
      title: "Your GitHub account may not sign in",
      paragraphs: [text, "Ask an administrator of this server, or sign in with another account."],
    },
  });
}
