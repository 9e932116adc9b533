import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { OidcProvider } from "../../context/services.ts";
import { type IssuedTokens, type OidcClient, printable } from "../../platform/oidc-client.ts";
import { TokenError, type VerifiedToken, verifyToken } from "../../platform/oidc-tokens.ts";
import { OutboundError } from "../../platform/outbound-http.ts";
import { type ClaimSet, type Claims, mergeClaims, readClaims } from "./claims-rules.ts";
import { providerFailure } from "./proved-identity.ts";

/** An identity as the provider proved it. */
export interface ProvedClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly set: ClaimSet;
}

/** Verifies the ID token of a sign-in and merges the claims of the other source (spec federated-login §6.1, §6.2). */
export async function collectClaims(
  deps: Deps,
  provider: OidcProvider,
  client: OidcClient,
  { issued, nonce }: { issued: IssuedTokens; nonce: string | null },
): Promise<ProvedClaims> {
  if (typeof issued.idToken !== "string") {
    fail("id_token_invalid", { detail: "The provider sent no id_token." });
  }
  const idToken = await verified(() => verifyToken(issued.idToken, client.rules, nonce));
  const own = claimsOf(idToken);
  const set = await merged();
  return { issuer: idToken.issuer, subject: idToken.subject, set };

  async function merged(): Promise<ClaimSet> {
    if (deps.config.oidcAccessTokenClaims) {
      const token = await verified(() => verifyToken(issued.accessToken, client.rules, null));
      return mergeClaims(own, claimsOf(token), "idToken");
    }
    if (deps.config.oidcIgnoreUserinfo) return mergeClaims(own, null, "idToken");
    const told = await userinfo(deps, provider, client, issued.accessToken);
    if (told === null) return mergeClaims(own, null, "idToken");
    const subject = told.get("sub");
    if (subject === undefined) deps.log.warn("the provider's userinfo has no sub claim");
    else if (subject !== idToken.subject) {
      fail("id_token_invalid", { detail: "The userinfo belongs to another subject." });
    }
    return mergeClaims(own, told, "secondary");
  }
}

function claimsOf(token: VerifiedToken): Claims {
  return readClaims(token.json) ?? fail("id_token_invalid", { detail: "the token has no claims" });
}

async function verified(work: () => Promise<VerifiedToken>): Promise<VerifiedToken> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TokenError)
      fail("id_token_invalid", { detail: error.message, cause: error });
    throw providerFailure("The keys of the identity provider cannot be read.", error);
  }
}

/** What the userinfo endpoint tells; null where the provider has none. A signed answer is verified. */
async function userinfo(
  deps: Deps,
  provider: OidcProvider,
  client: OidcClient,
  accessToken: string,
): Promise<Claims | null> {
  if (client.userinfoEndpoint === undefined) {
    deps.log.warn("the provider has no userinfo endpoint");
    return null;
  }
  const response = await answered(provider, client.userinfoEndpoint, accessToken);
  const text = await response.text();
  const isSigned = response.headers.get("content-type")?.includes("application/jwt") ?? false;
  const claims = isSigned ? await signedClaims(client, text) : readClaims(text);
  return claims ?? fail("provider_failed", { detail: "The userinfo is not a JSON object." });
}

async function answered(
  provider: OidcProvider,
  endpoint: string,
  accessToken: string,
): Promise<Response> {
  let response: Response;
  try {
    response = await provider.fetch("UserInfo", endpoint, {
      headers: {
        accept: "application/json, application/jwt",
        authorization: `Bearer ${accessToken}`,
      },
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw providerFailure(`The userinfo of the identity provider: ${error.message}.`, error);
  }
  if (response.ok) return response;
  const challenge = printable(response.headers.get("www-authenticate") ?? "");
  const reason = /error="([^"]*)"/.exec(challenge)?.[1] ?? "";
  throw providerFailure(
    `The userinfo endpoint answered with status ${response.status}${reason === "" ? "" : `: ${reason}`}.`,
    undefined,
  );
}

async function signedClaims(client: OidcClient, token: string): Promise<Claims> {
  return claimsOf(
    await verified(() => verifyToken(token.trim(), client.rules, null, { isUserinfo: true })),
  );
}
