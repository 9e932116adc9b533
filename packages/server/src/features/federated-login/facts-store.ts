import type { Handle } from "../../db/types.ts";

/** What the database says about sign-in with identity providers; fixed for the life of a process. */
export interface SignInFacts {
  readonly nonceKey: string;
  /** Whether this deployment began without users, and so may use the built-in GitHub app. */
  readonly isGithubDefaultEligible: boolean;
}

/** Reads the facts; the migration made them. */
export async function readSignInFacts(handle: Handle): Promise<SignInFacts> {
  const rows = await handle
    .selectFrom("site_configs")
    .select(["site_configs.key", "site_configs.value"])
    .where("site_configs.key", "in", ["oidc_nonce_key", "oauth2_github_default_eligible"])
    .execute();
  const facts = new Map(rows.map(({ key, value }) => [key, value]));
  const nonceKey = facts.get("oidc_nonce_key");
  if (nonceKey === undefined) throw new Error("the database has no nonce key");
  return {
    nonceKey,
    isGithubDefaultEligible: facts.get("oauth2_github_default_eligible") === "true",
  };
}
