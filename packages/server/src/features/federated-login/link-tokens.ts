import type { Keyring, StoredSecret } from "../../platform/keyring.ts";
import type { FederatedLoginType } from "./link-rules.ts";

/** The tokens of a provider. */
export interface TokenSet {
  readonly accessToken: string;
  /** `""` where there is none. */
  readonly refreshToken: string;
  /** Null: the access token does not expire. */
  readonly expiresAt: Date | null;
}

/** Whose tokens they are. */
export interface LinkKey {
  readonly userId: string;
  readonly loginType: FederatedLoginType;
}

/** The place that a stored token is bound to; a copied row does not open elsewhere. */
export function tokenPlace(
  link: LinkKey,
  column: "oauth_access_token" | "oauth_refresh_token",
): string {
  return `user_links.${column}:${link.userId}/${link.loginType}`;
}

/** Both tokens as they are stored. */
export interface SealedTokens {
  readonly accessToken: StoredSecret;
  readonly refreshToken: StoredSecret;
}

/** Encrypts both tokens (spec federated-login §8.3). */
export function sealTokens(
  keyring: Keyring,
  link: LinkKey,
  tokens: Pick<TokenSet, "accessToken" | "refreshToken">,
): SealedTokens {
  return {
    accessToken: keyring.seal(tokens.accessToken, tokenPlace(link, "oauth_access_token")),
    refreshToken: keyring.seal(tokens.refreshToken, tokenPlace(link, "oauth_refresh_token")),
  };
}

/** When a token ends; none, zero and what is no lifetime mean never (spec federated-login §16, trap 26). */
export function expiryOf(expiresInSeconds: number | undefined, now: Date): Date | null {
  if (expiresInSeconds === undefined || !(expiresInSeconds > 0)) return null;
  const longest = 100 * 365 * 86_400;
  return new Date(now.getTime() + Math.min(expiresInSeconds, longest) * 1000);
}
