import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import type { Claims } from "./claims-rules.ts";
import type { TokenSet } from "./link-tokens.ts";
import type { ProvedClaims } from "./oidc-claims.ts";
import { checkPolicies, type PolicyRefusal } from "./oidc-policy.ts";
import type { ProviderProfile } from "./profile-rules.ts";
import type { ProvedIdentity } from "./proved-identity.ts";
import { refuse } from "./refusals.ts";
import { usernamesFor } from "./usernames.ts";

/**
 * Turns proved claims into the identity of a login, and holds every policy against it before anything is written
 * (spec federated-login §6.3, §6.4).
 */
export function proveOidcIdentity(
  deps: Deps,
  ctx: RequestContext,
  { issuer, set, subject }: ProvedClaims,
  tokens: TokenSet,
): ProvedIdentity {
  logClaimNames(deps, ctx, set.claims);
  const profile = admittedProfile(deps, ctx, set.claims);
  if (!profile.isEmailVerified) {
    deps.log.warn({ request_id: ctx.requestId }, "an unverified e-mail address signs in");
  }
  // Both parts byte for byte: they are an identifier, not text (§5).
  const linkedId = `${issuer}||${subject}`;
  return {
    loginType: "oidc",
    linkedId,
    email: profile.email,
    isEmailVerified: profile.isEmailVerified,
    name: profile.name,
    avatarUrl: profile.avatarUrl,
    usernames: usernamesFor(profile.username, profile.email, linkedId),
    tokens,
    mergedClaims: set.claims,
    claims: `{"id_token_claims":${set.idToken},"user_info_claims":${set.userInfo},"merged_claims":${set.merged}}`,
    githubUserId: null,
    maySignUp: deps.config.oidcAllowSignups,
  };
}

/** Names only: what claims hold is nobody's business in a log. */
function logClaimNames(deps: Deps, ctx: RequestContext, claims: Claims): void {
  const names = [...claims.keys()];
  const blank = names.filter((name) => claims.get(name) === "" || claims.get(name) === null);
  deps.log.debug({ request_id: ctx.requestId, claims: names, blank }, "claims of a sign-in");
  if (claims.has("_claim_names")) {
    deps.log.warn(
      { request_id: ctx.requestId },
      "the provider points to claims elsewhere (_claim_names) instead of sending them; they count as missing",
    );
  }
}

function admittedProfile(deps: Deps, ctx: RequestContext, claims: Claims): ProviderProfile {
  const { profile, refusal } = checkPolicies(deps.config, claims);
  if (refusal === null && profile !== null) return profile;
  const { code, detail, page }: PolicyRefusal = refusal ?? { code: "claims_invalid" };
  if (page === undefined) return fail(code, detail === undefined ? {} : { detail });
  return refuse(deps, ctx, { loginType: "oidc", email: profile?.email ?? "" }, { code, page });
}
