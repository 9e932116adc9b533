import type { CoreDeps } from "../../context/deps.ts";
import type { SignIn } from "../../context/services.ts";
import { linksByIssuer } from "../federated-login/index.ts";
import { findingSection, type HealthReport, soundSection } from "./sections.ts";

type SignInDeps = Pick<CoreDeps, "config" | "db"> & { signIn: SignIn };

/**
 * Whether people can sign in with OpenID Connect (spec federated-login §5, §9.2); undefined where it is not configured.
 * Asks the provider only when a try is due.
 */
export async function checkIdentityProvider({
  config,
  db,
  signIn,
}: SignInDeps): Promise<HealthReport["identity_provider"]> {
  if (signIn.oidc === null) return undefined;
  await signIn.oidc.keepReady();
  const { failure, issuer } = signIn.oidc.state();
  const facts = { issuer: config.oidcIssuerUrl, discovered: issuer !== null };
  if (issuer === null) {
    const message = `The identity provider cannot be discovered: ${failure ?? "not tried yet"}.`;
    return { ...findingSection("error", { code: "EIDP01", message }), ...facts };
  }
  if (failure !== null) {
    const message = `The metadata of the identity provider are old: ${failure}.`;
    return { ...findingSection("warning", { code: "EIDP02", message }), ...facts };
  }
  const foreign = config.dangerousOidcSkipIssuerChecks ? 0 : await linksOfOthers();
  if (foreign === 0) return { ...soundSection(), ...facts };
  const message = `Users who are linked with another issuer and cannot sign in: ${foreign}.`;
  return { ...findingSection("warning", { code: "EIDP03", message }), ...facts };

  async function linksOfOthers(): Promise<number> {
    const known = await linksByIssuer(db);
    return known.reduce((sum, link) => (link.issuer === issuer ? sum : sum + link.count), 0);
  }
}

/** Whether private keys and tokens of providers are encrypted at rest (spec federated-login §8.3). */
export function checkEncryption({
  keyring,
}: Pick<CoreDeps, "keyring">): NonNullable<HealthReport["encryption"]> {
  const keys = keyring.digests.length;
  if (keys > 0) return { ...soundSection(), keys };
  const message =
    "Private keys and tokens of identity providers are stored in clear: external-token-encryption-keys is empty.";
  return { ...findingSection("warning", { code: "EENC01", message }), keys };
}
