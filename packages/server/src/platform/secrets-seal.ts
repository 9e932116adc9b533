import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Encrypts values that have to be read again (SSH private keys) for storage. */
export interface Sealer {
  /**
   * Encrypts `plain`; two calls give two different texts.
   * `context` (for example `git_ssh_key:<user id>`) is bound to the result: it opens only with the same context, so a
   * row copied to another user does not open there.
   */
  seal(plain: string, context: string): string;
  /** Decrypts what `seal` made. Throws `SealError` on another key, another context, or any changed byte. */
  open(sealed: string, context: string): string;
}

/** The sealed text is damaged, or belongs to another key or context; says no more on purpose. */
export class SealError extends Error {
  override readonly name = "SealError";
}

const prefix = "gh1.";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Makes a sealer from a 32-byte key: AES-256-GCM with a random 96-bit nonce, stored as `gh1.` and base64url of nonce,
 * ciphertext and tag. The prefix names the scheme, so that a later one can read old rows.
 * One key is good for 2^32 values (NIST SP 800-38D §8.3). Throws a `RangeError` on a key of another length.
 */
export function sealer(key: Uint8Array): Sealer {
  if (key.byteLength !== 32) throw new RangeError("a sealing key has 32 bytes");
  const ownKey = Buffer.from(key);
  return {
    seal: (plain, context) => seal(ownKey, plain, context),
    open: (sealed, context) => open(ownKey, sealed, context),
  };
}

/** The sealer of the first configured key (base64 of 32 bytes); null where none is configured. */
export function sealerOf(keys: readonly string[]): Sealer | null {
  const [first] = keys;
  return first === undefined ? null : sealer(Buffer.from(first, "base64"));
}

/** Tells whether `text` was made by a sealer, so that plain rows of an import can be recognised. */
export function isSealed(text: string): boolean {
  return text.startsWith(prefix);
}

function seal(key: Buffer, plain: string, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(prefix + context, "utf8"));
  const body = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final()]);
  return prefix + Buffer.concat([body, cipher.getAuthTag()]).toString("base64url");
}

function open(key: Buffer, sealed: string, context: string): string {
  const bytes = Buffer.from(isSealed(sealed) ? sealed.slice(prefix.length) : "", "base64url");
  if (bytes.byteLength < nonceBytes + tagBytes) throw new SealError("not a sealed value");
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(prefix + context, "utf8"));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const body = bytes.subarray(nonceBytes, -tagBytes);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    throw new SealError("the sealed value does not open with this key and context");
  }
}
