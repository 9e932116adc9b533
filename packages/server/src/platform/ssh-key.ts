import { generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { asSecret, type Secret } from "./secrets.ts";

/** Algorithms that the server setting may name. */
export const sshKeyAlgorithms = ["ed25519", "ecdsa", "rsa4096"] as const;

/** One of `sshKeyAlgorithms`. */
export type SshKeyAlgorithm = (typeof sshKeyAlgorithms)[number];

/** A key pair for Git over SSH. */
export interface SshKeyPair {
  /** PEM without passphrase; sealed before it is stored. */
  readonly privateKeyPem: Secret;
  /** One line of an authorized-keys file, without comment, with trailing newline. */
  readonly publicKey: string;
}

/** Reads the name of an algorithm in any case; null for another name (the setting then stops the start). */
export function parseSshKeyAlgorithm(text: string): SshKeyAlgorithm | null {
  return sshKeyAlgorithms.find((name) => name === text.toLowerCase()) ?? null;
}

/**
 * Makes a key pair (spec users §7.22): ed25519 in OpenSSH's own PEM, ECDSA on P-256 as SEC 1, RSA of 4096 bits as PKCS #1.
 * Runs on libuv's thread pool; RSA takes seconds there.
 */
export function generateSshKey(algorithm: SshKeyAlgorithm): Promise<SshKeyPair> {
  switch (algorithm) {
    case "ed25519":
      return generateEd25519();
    case "ecdsa":
      return generateEcdsa();
    case "rsa4096":
      return generateRsa();
  }
}

const generate = promisify(generateKeyPair);

async function generateEd25519(): Promise<SshKeyPair> {
  const { publicKey, privateKey } = await generate("ed25519");
  const point = jwkBytes(publicKey, "x");
  const blob = Buffer.concat([sshString("ssh-ed25519"), sshString(point)]);
  return {
    privateKeyPem: asSecret(openSshPem(blob, point, jwkBytes(privateKey, "d"))),
    publicKey: authorizedKey("ssh-ed25519", blob),
  };
}

async function generateEcdsa(): Promise<SshKeyPair> {
  const { publicKey, privateKey } = await generate("ec", { namedCurve: "P-256" });
  const name = "ecdsa-sha2-nistp256";
  // RFC 5656 §3.1 with an uncompressed point (SEC 1 §2.3.3).
  const point = Buffer.concat([
    Buffer.from([4]),
    jwkBytes(publicKey, "x"),
    jwkBytes(publicKey, "y"),
  ]);
  const blob = Buffer.concat([sshString(name), sshString("nistp256"), sshString(point)]);
  return {
    privateKeyPem: asSecret(privateKey.export({ type: "sec1", format: "pem" }).toString()),
    publicKey: authorizedKey(name, blob),
  };
}

async function generateRsa(): Promise<SshKeyPair> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: 4096 });
  const blob = Buffer.concat([
    sshString("ssh-rsa"),
    sshInteger(jwkBytes(publicKey, "e")),
    sshInteger(jwkBytes(publicKey, "n")),
  ]);
  return {
    privateKeyPem: asSecret(privateKey.export({ type: "pkcs1", format: "pem" }).toString()),
    publicKey: authorizedKey("ssh-rsa", blob),
  };
}

function jwkBytes(key: KeyObject, member: "d" | "e" | "n" | "x" | "y"): Buffer {
  const value = key.export({ format: "jwk" })[member];
  if (typeof value !== "string") throw new Error(`the generated key has no ${member}`);
  return Buffer.from(value, "base64url");
}

function authorizedKey(name: string, blob: Buffer): string {
  return `${name} ${blob.toString("base64")}\n`;
}

/** `string` of RFC 4251 §5. */
function sshString(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([uint32(bytes.byteLength), bytes]);
}

/** Positive `mpint` of RFC 4251 §5: no leading zeros, except one that keeps the sign bit clear. */
function sshInteger(bigEndian: Buffer): Buffer {
  const sign = bigEndian.readUInt8(0) >= 0x80 ? Buffer.alloc(1) : Buffer.alloc(0);
  return sshString(Buffer.concat([sign, bigEndian]));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const cipherBlockBytes = 8;
const pemLineLength = 70;

/** An unencrypted private key in the format of OpenSSH's PROTOCOL.key: one key, empty comment. */
function openSshPem(publicBlob: Buffer, point: Buffer, seed: Buffer): string {
  const check = randomBytes(4);
  const section = Buffer.concat([
    check,
    check,
    publicBlob,
    sshString(Buffer.concat([seed, point])),
    sshString(""),
  ]);
  const padding = (cipherBlockBytes - (section.byteLength % cipherBlockBytes)) % cipherBlockBytes;
  const padded = Buffer.concat([
    section,
    Buffer.from(Array.from({ length: padding }, (_, i) => i + 1)),
  ]);
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0", "latin1"),
    sshString("none"),
    sshString("none"),
    sshString(""),
    uint32(1),
    sshString(publicBlob),
    sshString(padded),
  ]);
  const lines = body.toString("base64").match(new RegExp(`.{1,${pemLineLength}}`, "g")) ?? [];
  const label = "OPENSSH PRIVATE KEY";
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
