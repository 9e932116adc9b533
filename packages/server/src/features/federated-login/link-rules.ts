import type { LoginType } from "@gatehouse/contract";

/** The login types of identity providers. */
export type FederatedLoginType = Extract<LoginType, "oidc" | "github">;

/** How people read the names of login types. */
export const loginTypeNames: Readonly<Record<LoginType, string>> = {
  password: "a password",
  github: "GitHub",
  oidc: "OpenID Connect",
  token: "API tokens only",
  none: "no sign-in",
  oauth2_provider_app: "an application",
};

/** The link of a user as the decision about an e-mail match sees it. */
export interface KnownLink {
  readonly linked_id: string;
}

/** What is known of a user that was found by the e-mail address. */
export interface EmailMatch {
  readonly user: {
    readonly login_type: string;
    readonly is_system: boolean;
    readonly is_service_account: boolean;
    readonly rbac_roles: readonly string[];
  };
  /** The user's link of the attempted login type. */
  readonly link: KnownLink | null;
}

/** Switches of the operator about matching by e-mail. */
export interface MatchSwitches {
  readonly isEmailFallback: boolean;
  readonly mayLinkOwners: boolean;
}

/** Why an identity may not have the user that its e-mail address found; null when it may. */
export type MatchRefusal = "other_identity" | "not_a_person" | "owner_unverified";

/**
 * Whether an identity may take the user that was found by e-mail (spec federated-login §5).
 *
 * Security: providers hand out addresses again and let people choose them. So an address never moves a user from one
 * identity to another, reaches no system user or service account, and an unverified one reaches no unlinked owner.
 */
export function matchRefusal(
  { link, user }: EmailMatch,
  identity: { readonly linkedId: string; readonly isEmailVerified: boolean },
  { isEmailFallback, mayLinkOwners }: MatchSwitches,
): MatchRefusal | null {
  if (user.is_system || user.is_service_account) return "not_a_person";
  const stored = link?.linked_id ?? "";
  if (stored !== "" && stored !== identity.linkedId && !isEmailFallback) return "other_identity";
  const isUnlinkedOwner = stored === "" && user.rbac_roles.includes("owner");
  if (isUnlinkedOwner && !identity.isEmailVerified && !mayLinkOwners) return "owner_unverified";
  return null;
}

/** The issuer in a linked id: the text before `||`; `""` for GitHub and for a link without an id. */
export function issuerOf(link: {
  readonly login_type: string;
  readonly linked_id: string;
}): string {
  return link.login_type === "oidc" ? (link.linked_id.split("||")[0] ?? "") : "";
}

/**
 * What is wrong with the issuers of a migration. Neither may contain the text that separates issuer and subject, or one
 * issuer could name the users of another (spec federated-login §5); the new one is a URL, as OpenID Connect demands.
 */
export function issuerMigrationFaults(
  from: string,
  to: string,
): { field: "from" | "to"; detail: string }[] {
  const faults: { field: "from" | "to"; detail: string }[] = [];
  if (from.includes("||")) faults.push({ field: "from", detail: "must not contain ||" });
  if (to.includes("||")) faults.push({ field: "to", detail: "must not contain ||" });
  else if (!isWebUrl(to)) faults.push({ field: "to", detail: "must be an http or https URL" });
  else if (to === from) faults.push({ field: "to", detail: "is the same issuer" });
  return faults;
}

function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s]+$/i.test(text) || !URL.canParse(text)) return false;
  const { hash, password, search, username } = new URL(text);
  return hash === "" && search === "" && username === "" && password === "";
}
