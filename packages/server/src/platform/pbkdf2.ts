import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { constantTimeEqual } from "./secrets.ts";

/** A stored password hash that nobody can have written: an internal error, never "equal" and never "different". */
export class MalformedHashError extends Error {
  override readonly name = "MalformedHashError";
}

const derive = promisify(pbkdf2);

const scheme = "$pbkdf2-sha256$";
const form = /^\$pbkdf2-sha256\$([1-9][0-9]{0,7})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

// An imported row must not be able to keep a thread busy for minutes.
const maxIterations = 10_000_000;
const minHashBytes = 16;
const maxFieldBytes = 128;

/** Tells whether a stored hash names the PBKDF2 scheme; says nothing about its being well-formed. */
export function isPbkdf2(stored: string): boolean {
  return stored.startsWith(scheme);
}

/**
 * Compares a password with `$pbkdf2-sha256$<iterations>$<salt>$<hash>` (spec users §5, RFC 8018 §5.2).
 * Salt and hash are unpadded standard base64; iterations and hash length are taken from the string. Runs on libuv's
 * thread pool. Rejects with `MalformedHashError` when the stored text has another form.
 */
export async function verifyPbkdf2(password: string, stored: string): Promise<boolean> {
  const { iterations, salt, hash } = parse(stored);
  const derived = await derive(password, salt, iterations, hash.byteLength, "sha256");
  return constantTimeEqual(derived, hash);
}

function parse(stored: string): { iterations: number; salt: Buffer; hash: Buffer } {
  const [, count, saltText, hashText] = form.exec(stored) ?? [];
  if (count === undefined || saltText === undefined || hashText === undefined) throw malformed();
  const iterations = Number(count);
  const salt = decode(saltText);
  const hash = decode(hashText);
  if (iterations > maxIterations || hash.byteLength < minHashBytes) throw malformed();
  return { iterations, salt, hash };
}

function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  const isCanonical = bytes.toString("base64").replace(/=+$/, "") === text;
  if (!isCanonical || bytes.byteLength > maxFieldBytes) throw malformed();
  return bytes;
}

function malformed(): MalformedHashError {
  return new MalformedHashError("a stored PBKDF2 hash is malformed");
}
