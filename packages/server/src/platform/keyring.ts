import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** A stored value is damaged, or belongs to another key or place; says no more on purpose. */
export class SealError extends Error {
  override readonly name = "SealError";
}

/** A value as it is stored: text, and the digest of the key that it is encrypted with; null means in clear. */
export interface StoredSecret {
  readonly text: string;
  readonly keyId: string | null;
}

/** The encryption keys of a deployment: the first encrypts, all decrypt (spec federated-login §8.3). */
export interface Keyring {
  /** Digests of all keys, the encrypting one first; empty without keys. */
  readonly digests: readonly string[];
  /** Encrypts for one place, with the first key or the one of `digest`; in clear without keys, and `""` stays `""`. */
  seal(plain: string, context: string, digest?: string): StoredSecret;
  /** Reads what any key of the ring encrypted, and values in clear. Throws `SealError`, which says no more. */
  open(stored: StoredSecret, context: string): string;
  /**
   * Reads a value in the form of earlier releases (`isUnlabelled`), which does not tell its key: every key is tried.
   * Throws `SealError` where none opens it.
   */
  openUnlabelled(text: string, context: string): string;
}

const prefix = "v2:";
const unlabelledPrefix = "gh1.";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Makes the keyring of the configured keys, each base64 of 32 bytes. AES-256-GCM; stored is `v2:` and the base64 of
 * nonce, ciphertext and tag, bound to `context` (table, column, row id) so that a copied row does not open. Text
 * without the prefix is the peer's form, bound to nothing.
 */
export function createKeyring(keys: readonly string[]): Keyring {
  const byDigest = new Map(
    keys.map((key) => {
      const bytes = Buffer.from(key, "base64");
      return [keyDigest(bytes), bytes] as const;
    }),
  );
  const [first] = byDigest.keys();
  return {
    digests: [...byDigest.keys()],
    seal(plain, context, keyId = first) {
      const key = keyId === undefined ? undefined : byDigest.get(keyId);
      if (keyId === undefined || key === undefined || plain === "") {
        return { text: plain, keyId: null };
      }
      return { text: encrypt(key, plain, context), keyId };
    },
    open({ text, keyId }, context) {
      if (keyId === null) return text;
      const key = byDigest.get(keyId);
      if (key === undefined) throw new SealError(`no encryption key has the digest ${keyId}`);
      return decrypt(key, text, context);
    },
    openUnlabelled(text, context) {
      for (const key of byDigest.values()) {
        const plain = decryptUnlabelled(key, text, context);
        if (plain !== null) return plain;
      }
      throw new SealError("the stored value opens with no encryption key");
    },
  };
}

/** Whether a private key is in the form of earlier releases: `gh1.` and base64url, its key not named. */
export function isUnlabelled(text: string): boolean {
  return text.startsWith(unlabelledPrefix);
}

/** Names a key without telling it: seven hex digits, as the peer has them. */
export function keyDigest(key: Uint8Array): string {
  return createHash("sha256").update("aes256gcm").update(key).digest("hex").slice(0, 7);
}

function encrypt(key: Buffer, plain: string, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context, "utf8"));
  const body = [nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()];
  return prefix + Buffer.concat(body).toString("base64");
}

function decrypt(key: Buffer, text: string, context: string): string {
  const isBound = text.startsWith(prefix);
  const bytes = Buffer.from(isBound ? text.slice(prefix.length) : text, "base64");
  const plain = decipher(key, bytes, isBound ? context : null);
  if (plain === null) throw new SealError("the stored value does not open with this key and place");
  return plain;
}

function decryptUnlabelled(key: Buffer, text: string, context: string): string | null {
  if (!isUnlabelled(text)) return null;
  const bytes = Buffer.from(text.slice(unlabelledPrefix.length), "base64url");
  return decipher(key, bytes, unlabelledPrefix + context);
}

/** Null where the bytes were not made with this key for this place (null: for none). */
function decipher(key: Buffer, bytes: Buffer, place: string | null): string | null {
  if (bytes.byteLength < nonceBytes + tagBytes) return null;
  const nonce = bytes.subarray(0, nonceBytes);
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  if (place !== null) cipher.setAAD(Buffer.from(place, "utf8"));
  cipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const body = bytes.subarray(nonceBytes, -tagBytes);
    return Buffer.concat([cipher.update(body), cipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
