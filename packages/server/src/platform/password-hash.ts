import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash as argon2Hash, verify as argon2Verify, parseOptions } from "@node-rs/argon2";
import { isPbkdf2, MalformedHashError, verifyPbkdf2 } from "./pbkdf2.ts";
import { createSemaphore } from "./semaphore.ts";

/** Cost of new argon2id hashes; parallelism is always 1. */
export interface HashCost {
  /** Memory in KiB, at least 8. */
  readonly memoryKib: number;
  /** Passes over the memory, at least 1. */
  readonly passes: number;
}

/** Settings of a hasher; all have production defaults. */
export interface PasswordHasherOptions {
  /** Hashes computed at once; default all cores but one, at least one. Each needs 19 MiB while it runs. */
  readonly concurrency?: number;
  /** Hashes that may wait; default 64. One more is refused with `BusyError`. */
  readonly queueLimit?: number;
  /** Only tests lower it; default `productionCost`. */
  readonly cost?: HashCost;
}

/** Outcome of a comparison. */
export interface PasswordVerdict {
  readonly match: boolean;
  /** True only on a match whose stored hash has another scheme or a lower cost than new ones: store a new hash. */
  readonly needsRehash: boolean;
}

/** Hashes and compares passwords; every method may reject with `BusyError` (becomes 429). */
export interface PasswordHasher {
  /**
   * Hashes with argon2id and a random salt; gives the UTF-8 bytes of the PHC string, as the `bytea` column holds them.
   * Throws a `RangeError` above 1 KiB: strength rules refuse such passwords long before.
   */
  hash(password: string): Promise<Buffer>;
  /**
   * Compares with a stored argon2 or PBKDF2 hash. An empty or absent hash (no such user, SSO user) costs the same work
   * and never matches. Over 1 KiB of password never match and cost nothing. Rejects with `MalformedHashError` when the
   * stored bytes are no hash we know.
   */
  verify(password: string, stored: Uint8Array | string | null): Promise<PasswordVerdict>;
  /** Does the work of a comparison where there is nothing to compare with; never matches. */
  verifyDummy(password: string): Promise<PasswordVerdict>;
  /** Hashes that wait for a slot now. */
  readonly queueLength: number;
}

/** Cost of new hashes: 19 MiB, two passes (OWASP's minimum for argon2id). */
export const productionCost: HashCost = { memoryKib: 19_456, passes: 2 };

/** Bytes of UTF-8 that a comparison looks at, at most (spec users §14, trap 11). */
export const maxVerifiedBytes = 1024;

const mismatch: PasswordVerdict = { match: false, needsRehash: false };
const maxStoredCost = { memoryKib: 262_144, passes: 64, parallelism: 16 };

/** Hashes that run at once unless configured: all cores but one, at least one. */
export function defaultHashConcurrency(): number {
  return Math.max(1, availableParallelism() - 1);
}

/**
 * Makes a password hasher (spec users §5).
 * Hashing runs on libuv's thread pool, which DNS and file reads share. Its size is fixed at its first use, so the
 * launcher sets `UV_THREADPOOL_SIZE` to the hashing slots plus four before it loads anything (`bin/gatehouse.cjs`).
 * The dummy hash is of a random value made here: nobody can log in with it, and no password behaves differently
 * on accounts without one (spec users §14, trap 1).
 */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const cost = options.cost ?? productionCost;
  const semaphore = createSemaphore({
    slots: options.concurrency ?? defaultHashConcurrency(),
    queueLimit: options.queueLimit ?? 64,
  });
  // Not through the semaphore: a full queue must not be able to leave us without a dummy.
  const dummy = argon2id(randomBytes(32).toString("base64"), cost);
  dummy.catch(() => {}); // reported by the first verification that needs it

  async function verifyDummy(password: string): Promise<PasswordVerdict> {
    if (isTooLong(password)) return mismatch;
    await semaphore.run(async () => argon2Verify(await dummy, password));
    return mismatch;
  }

  return {
    async hash(password) {
      if (isTooLong(password)) throw new RangeError("the password is too long to be hashed");
      return Buffer.from(await semaphore.run(() => argon2id(password, cost)), "utf8");
    },
    async verify(password, stored) {
      const text = typeof stored === "string" ? stored : Buffer.from(stored ?? "").toString("utf8");
      if (text === "") return verifyDummy(password);
      if (isTooLong(password)) return mismatch;
      return semaphore.run(() => verifyStored(password, text, cost));
    },
    verifyDummy,
    get queueLength() {
      return semaphore.queueLength;
    },
  };
}

function isTooLong(password: string): boolean {
  return Buffer.byteLength(password, "utf8") > maxVerifiedBytes;
}

function argon2id(password: string, { memoryKib, passes }: HashCost): Promise<string> {
  return argon2Hash(password, { memoryCost: memoryKib, timeCost: passes, parallelism: 1 });
}

async function verifyStored(
  password: string,
  stored: string,
  cost: HashCost,
): Promise<PasswordVerdict> {
  if (isPbkdf2(stored)) {
    const match = await verifyPbkdf2(password, stored);
    return { match, needsRehash: match };
  }
  const isOutdated = inspectArgon2(stored, cost);
  const match = await argon2Verify(stored, password);
  return { match, needsRehash: match && isOutdated };
}

/** Checks a stored PHC string before any work is spent on it; tells whether new hashes would be stronger. */
function inspectArgon2(stored: string, cost: HashCost): boolean {
  const found = parseArgon2(stored);
  // An imported row must not be able to exhaust memory or keep a thread busy for minutes.
  if (
    found.memoryCost > maxStoredCost.memoryKib ||
    found.timeCost > maxStoredCost.passes ||
    found.parallelism > maxStoredCost.parallelism
  ) {
    throw malformed();
  }
  const isCurrentScheme = stored.startsWith("$argon2id$v=19$");
  return !isCurrentScheme || found.memoryCost < cost.memoryKib || found.timeCost < cost.passes;
}

function parseArgon2(stored: string): ReturnType<typeof parseOptions> {
  if (!stored.startsWith("$argon2")) throw malformed();
  try {
    return parseOptions(stored);
  } catch {
    throw malformed();
  }
}

function malformed(): MalformedHashError {
  return new MalformedHashError("a stored password hash is malformed");
}
