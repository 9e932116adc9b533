import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";

/** A signing key of this deployment. */
export interface SigningKey {
  /** Number that tokens name as `kid`. */
  readonly sequence: number;
  readonly secret: Uint8Array;
}

/** Why a token is not one of ours. */
export class SignedTokenError extends Error {
  override readonly name = "SignedTokenError";
}

const algorithm = "HS512";

/** Signs claims; `kid` names the key. */
export function signToken(claims: JWTPayload, key: SigningKey): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid: String(key.sequence), typ: "JWT" })
    .sign(key.secret);
}

/** The number of the key that a token names; null when it names none. */
export function keyOfToken(token: string): number | null {
  try {
    const { kid } = decodeProtectedHeader(token);
    return kid !== undefined && /^\d{1,9}$/.test(kid) ? Number(kid) : null;
  } catch {
    return null;
  }
}

/** Verifies signature and times of a token of ours at the given moment. Throws `SignedTokenError`. */
export async function verifySignedToken(
  token: string,
  key: SigningKey,
  now: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key.secret, {
      algorithms: [algorithm],
      currentDate: now,
      requiredClaims: ["exp", "jti"],
    });
    return payload;
  } catch (cause) {
    const isOver = cause instanceof errors.JWTExpired;
    throw new SignedTokenError(isOver ? "the jwt has expired" : "invalid jwt", { cause });
  }
}
