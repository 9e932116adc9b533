import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";

declare const secretBrand: unique symbol;

/**
 * A string that must not be logged, stored or put into a URL.
 * The brand exists only for the compiler: a plain string is not accepted where a `Secret` is asked for, so every
 * place that makes one is visible as `asSecret(…)`. Logs are protected by the redaction list of `log.ts`.
 */
export type Secret = string & { readonly [secretBrand]: true };

/** Marks a string as secret. */
export function asSecret(text: string): Secret {
  return text as Secret;
}

/** The two parts of an API key as they arrive on the wire (spec authorization §1). */
export interface ApiKeyParts {
  /** Public part, primary key of the row. */
  readonly id: string;
  /** Secret part; only its SHA-256 is stored. */
  readonly secret: Secret;
}

/** A freshly made API key; `token` is shown to the user once and never again. */
export interface NewApiKey extends ApiKeyParts {
  /** Wire form `<id>-<secret>`, 33 characters. */
  readonly token: Secret;
}

const apiKeyIdLength = 10;
const apiKeySecretLength = 22;

/** Makes an API key: 10 and 22 characters of `[0-9A-Za-z]` (59 and 131 bits; spec users §2.2). */
export function newApiKey(): NewApiKey {
  const id = randomAlphanumeric(apiKeyIdLength);
  const secret = randomAlphanumeric(apiKeySecretLength);
  return { id, secret: asSecret(secret), token: asSecret(`${id}-${secret}`) };
}

// Printable ASCII without the separator: the alphabet itself is not checked (a lookup miss is a 401 anyway), but
// nothing that the database would refuse as text may get through.
const apiKeyForm = /^([!-,.-~]{10})-([!-,.-~]{22})$/;

/** Splits `<id>-<secret>`; null unless there is exactly one hyphen and the lengths are 10 and 22 (spec authorization §1). */
export function parseApiKey(text: string): ApiKeyParts | null {
  const [, id, secret] = apiKeyForm.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  return { id, secret: asSecret(secret) };
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const acceptedBytes = 256 - (256 % alphabet.length);

/** Makes `length` random characters of `[0-9A-Za-z]` from the CSPRNG; bytes that would favour some characters are drawn again. */
export function randomAlphanumeric(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < acceptedBytes) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}

/** Hashes the UTF-8 bytes of `text`; 32 bytes. Only for secrets with full entropy, never for passwords. */
export function sha256(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

/**
 * Compares two values without telling by its duration where they differ.
 * Values of different length are unequal at once, so the length must not be secret; strings count as UTF-8.
 */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const left = typeof a === "string" ? Buffer.from(a, "utf8") : a;
  const right = typeof b === "string" ? Buffer.from(b, "utf8") : b;
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** A value that only this deployment can work out from `text`: base64url of HMAC-SHA-256 over a label and the text. */
export function keyedDigest(key: Secret, label: string, text: string): string {
  return createHmac("sha256", key).update(`${label}\0${text}`).digest("base64url");
}
