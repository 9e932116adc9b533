import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import type { OutboundFetch } from "./outbound-http.ts";
import { constantTimeEqual } from "./secrets.ts";

/** Signature algorithms that are accepted, as far as the provider announces them; never `none`, never HMAC. */
const knownAlgorithms: readonly string[] = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
];

const clockToleranceSeconds = 60;
const furthestIssueSeconds = 600;

/** A token of the provider that must not be believed; the message tells operators why, without its contents. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** What every token of one provider is held against. */
export interface TokenRules {
  /** Null: any issuer that the provider's keys sign for. */
  readonly issuer: string | null;
  readonly clientId: string;
  /** As the provider announces them; RS256 where it does not. */
  readonly algorithms: readonly string[] | undefined;
  readonly keys: JWTVerifyGetKey;
}

/** A verified token. */
export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** The claims as the provider wrote them, so that no digit of a number is lost. */
  readonly json: string;
  readonly payload: JWTPayload;
}

/** The keys of a provider: cached, and for an unknown key id fetched again, at most once a minute. */
export function remoteKeys(jwksUri: string, fetch: OutboundFetch): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUri), {
    cooldownDuration: 60_000,
    timeoutDuration: 10_000,
    [customFetch]: (url) => fetch("JWKS", url, { headers: { accept: "application/json" } }),
  });
}

/**
 * Verifies signature, algorithm, issuer, audience, times and subject of a token (spec federated-login §6.1; OpenID
 * Connect Core §3.1.3.7). `nonce` must be equal where one was sent; null asks for none.
 *
 * Throws `TokenError` for a token that must not be believed, and whatever fetching the keys throws.
 */
export async function verifyToken(
  token: unknown,
  rules: TokenRules,
  nonce: string | null,
  { isUserinfo = false } = {},
): Promise<VerifiedToken> {
  if (typeof token !== "string" || token === "") throw new TokenError("there is no token");
  const payload = await verifiedPayload(token, rules, isUserinfo);
  const { iss, sub } = payload;
  if (typeof iss !== "string" || iss === "") throw new TokenError("the token names no issuer");
  if (typeof sub !== "string" || sub === "") throw new TokenError("the token has no sub claim");
  if (rules.issuer === null && iss.includes("||")) throw new TokenError("the issuer is not usable");
  checkParty(payload, rules.clientId);
  checkTimes(payload);
  if (nonce !== null && !isSame(payload["nonce"], nonce)) {
    throw new TokenError("the nonce is missing or belongs to another sign-in");
  }
  const json = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  return { issuer: iss, subject: sub, json, payload };
}

function isSame(claim: unknown, expected: string): boolean {
  return typeof claim === "string" && constantTimeEqual(claim, expected);
}

async function verifiedPayload(
  token: string,
  rules: TokenRules,
  isUserinfo: boolean,
): Promise<JWTPayload> {
  const announced = rules.algorithms ?? ["RS256"];
  const algorithms = knownAlgorithms.filter((name) => announced.includes(name));
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      algorithms,
      audience: rules.clientId,
      clockTolerance: clockToleranceSeconds,
      // Signed userinfo is read at once and need not expire (OpenID Connect Core §5.3.2).
      requiredClaims: isUserinfo ? [] : ["exp"],
      ...(rules.issuer === null ? {} : { issuer: rules.issuer }),
    });
    return payload;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new TokenError(reason, { cause: error });
  }
}

/** Why the library refused, in words; undefined when the keys could not be fetched. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return "the token has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return claimReasons[error.claim] ?? error.message;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the signature is wrong";
  if (error instanceof errors.JOSEAlgNotAllowed) return "the signature algorithm is not allowed";
  if (error instanceof errors.JWKSNoMatchingKey) return "no key of the provider made the signature";
  if (error instanceof errors.JWKSMultipleMatchingKeys) return "the signing key is ambiguous";
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return "the token is malformed";
  }
  if (error instanceof errors.JOSENotSupported) return "the signature is of an unknown kind";
  return undefined;
}

const claimReasons: Readonly<Record<string, string | undefined>> = {
  iss: "the id token was issued by a different provider",
  aud: "the token is for another client",
  exp: "the token does not say when it expires",
  nbf: "the token is not valid yet",
};

/** `azp` names the party that the token was issued to (OpenID Connect Core §3.1.3.7, 4 and 5). */
function checkParty({ aud, azp }: JWTPayload & { azp?: unknown }, clientId: string): void {
  const isShared = Array.isArray(aud) && aud.length > 1;
  if (azp === undefined ? isShared : azp !== clientId) {
    throw new TokenError("the token was issued to another client");
  }
}

function checkTimes({ iat }: JWTPayload): void {
  if (iat !== undefined && iat > Date.now() / 1000 + furthestIssueSeconds) {
    throw new TokenError("the token was issued in the future");
  }
}
