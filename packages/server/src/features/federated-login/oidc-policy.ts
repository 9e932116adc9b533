import type { ErrorCode, ErrorPage } from "@gatehouse/contract";
import { groupField } from "../../platform/config/cross-checks-sign-in.ts";
import type { Config } from "../../platform/config/load.ts";
import { type Claims, listClaim } from "./claims-rules.ts";
import { isInDomains, type ProviderProfile, profileOf } from "./profile-rules.ts";

/** Why claims do not sign anybody in. */
export interface PolicyRefusal {
  readonly code: ErrorCode;
  readonly detail?: string;
  /** Where people are told more than the message of the code. */
  readonly page?: ErrorPage;
}

/** What the policies of the deployment say about claims. The profile is there as soon as it can be read. */
export interface PolicyVerdict {
  readonly profile: ProviderProfile | null;
  readonly refusal: PolicyRefusal | null;
}

/** Holds every policy against claims, in the order of spec federated-login §6.4, before anything is written. */
export function checkPolicies(config: Config, claims: Claims): PolicyVerdict {
  const profile = profileOf(claims, {
    username: config.oidcUsernameField,
    email: config.oidcEmailField,
    emailVerified: config.oidcEmailVerifiedClaim,
    name: config.oidcNameField,
  });
  if (profile === "no_email") {
    const detail = `The claim ${config.oidcEmailField} holds no e-mail address.`;
    return { profile: null, refusal: { code: "email_missing", detail } };
  }
  if (profile === "email_not_text") {
    const detail = `The claim ${config.oidcEmailField} is not a text.`;
    return { profile: null, refusal: { code: "claims_invalid", detail } };
  }
  const refusal =
    unverified(config, profile) ??
    foreignDomain(config, profile.email) ??
    withoutGroup(config, claims) ??
    badRoles(config, claims);
  return { profile, refusal };
}

function unverified(config: Config, profile: ProviderProfile): PolicyRefusal | null {
  if (profile.isEmailVerified || config.oidcIgnoreEmailVerified) return null;
  return {
    code: "email_unverified",
    page: {
      title: "Your e-mail address is not verified",
      paragraphs: [
        `The identity provider did not confirm that ${profile.email} is yours.`,
        "Verify the address at the provider, then sign in again.",
      ],
    },
  };
}

/** The page shows the person's own address, never the list of those who may. */
function foreignDomain(config: Config, email: string): PolicyRefusal | null {
  if (isInDomains(email, config.oidcEmailDomain)) return null;
  return {
    code: "email_domain_refused",
    page: {
      title: "Your e-mail address may not sign in here",
      paragraphs: [`People with the address ${email} do not sign in on this server.`],
    },
  };
}

/** Values are compared as the provider sent them, before any mapping (spec idp-sync-and-scim §A4). */
function withoutGroup(config: Config, claims: Claims): PolicyRefusal | null {
  const allowed = config.oidcAllowedGroups;
  if (allowed.length === 0) return null;
  const field = groupField(config);
  const groups = listClaim(claims.get(field));
  if (groups === null) {
    return { code: "claims_invalid", detail: `The claim ${field} is not a list of groups.` };
  }
  if (groups?.some((group) => allowed.includes(group))) return null;
  return {
    code: "group_refused",
    page: {
      title: "You are in no group that may sign in",
      paragraphs: [
        "Ask an administrator to add you to one of the groups that may use this server.",
      ],
    },
  };
}

function badRoles(config: Config, claims: Claims): PolicyRefusal | null {
  const field = config.oidcUserRoleField;
  if (field === "" || listClaim(claims.get(field)) !== null) return null;
  return { code: "claims_invalid", detail: `The claim ${field} is not a list of roles.` };
}
