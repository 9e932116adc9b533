import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { groupField } from "../../platform/config/cross-checks-sign-in.ts";
import { type Claims, listClaim } from "./claims-rules.ts";
import type { TokenSet } from "./link-tokens.ts";
import type { ProvedClaims } from "./oidc-claims.ts";
import { isInDomains, type ProviderProfile, profileOf } from "./profile-rules.ts";
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
  const profile = readProfile(deps, set.claims);
  refuseUnverified(deps, ctx, profile);
  refuseForeignDomain(deps, ctx, profile.email);
  refuseWithoutGroup(deps, ctx, profile.email, set.claims);
  refuseBadRoles(deps, set.claims);
  return {
    loginType: "oidc",
    // Both parts byte for byte: they are an identifier, not text (§5).
    linkedId: `${issuer}||${subject}`,
    email: profile.email,
    isEmailVerified: profile.isEmailVerified,
    name: profile.name,
    avatarUrl: profile.avatarUrl,
    usernames: usernamesFor(profile.username, profile.email),
    tokens,
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

function readProfile({ config }: Deps, claims: Claims): ProviderProfile {
  const profile = profileOf(claims, {
    username: config.oidcUsernameField,
    email: config.oidcEmailField,
    emailVerified: config.oidcEmailVerifiedClaim,
    name: config.oidcNameField,
  });
  if (profile === "no_email") {
    fail("email_missing", {
      detail: `The claim ${config.oidcEmailField} holds no e-mail address.`,
    });
  }
  if (profile === "email_not_text") {
    fail("claims_invalid", { detail: `The claim ${config.oidcEmailField} is not a text.` });
  }
  return profile;
}

function refuseUnverified(deps: Deps, ctx: RequestContext, profile: ProviderProfile): void {
  if (profile.isEmailVerified) return;
  if (deps.config.oidcIgnoreEmailVerified) {
    deps.log.warn({ request_id: ctx.requestId }, "an unverified e-mail address signs in");
    return;
  }
  refuse(
    deps,
    ctx,
    { loginType: "oidc", email: profile.email },
    {
      code: "email_unverified",
      page: {
        title: "Your e-mail address is not verified",
        paragraphs: [
          `The identity provider did not confirm that ${profile.email} is yours.`,
          "Verify the address at the provider, then sign in again.",
        ],
      },
    },
  );
}

/** The page shows the person's own address, never the list of those who may. */
function refuseForeignDomain(deps: Deps, ctx: RequestContext, email: string): void {
  if (isInDomains(email, deps.config.oidcEmailDomain)) return;
  refuse(
    deps,
    ctx,
    { loginType: "oidc", email },
    {
      code: "email_domain_refused",
      page: {
        title: "Your e-mail address may not sign in here",
        paragraphs: [`People with the address ${email} do not sign in on this server.`],
      },
    },
  );
}

function refuseWithoutGroup(deps: Deps, ctx: RequestContext, email: string, claims: Claims): void {
  const allowed = deps.config.oidcAllowedGroups;
  if (allowed.length === 0) return;
  const field = groupField(deps.config);
  const groups = listClaim(claims.get(field));
  if (groups === null) {
    fail("claims_invalid", { detail: `The claim ${field} is not a list of groups.` });
  }
  if (groups?.some((group) => allowed.includes(group))) return;
  refuse(
    deps,
    ctx,
    { loginType: "oidc", email },
    {
      code: "group_refused",
      page: {
        title: "You are in no group that may sign in",
        paragraphs: [
          "Ask an administrator to add you to one of the groups that may use this server.",
        ],
      },
    },
  );
}

function refuseBadRoles({ config }: Deps, claims: Claims): void {
  const field = config.oidcUserRoleField;
  if (field === "" || listClaim(claims.get(field)) !== null) return;
  fail("claims_invalid", { detail: `The claim ${field} is not a list of roles.` });
}
