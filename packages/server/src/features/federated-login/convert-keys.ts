import { randomBytes } from "node:crypto";
import type { Deps } from "../../context/deps.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { SigningKey } from "../../platform/signed-tokens.ts";
import {
  addSigningKey,
  deleteOldSigningKeys,
  newestSigningKey,
  nextSequence,
  purgeUsedConversions,
  type SigningKeyRow,
  signingKeyByNumber,
} from "./convert-store.ts";

type KeyDeps = Pick<Deps, "db" | "keyring">;

const keyBytes = 64;
const rotationMs = 30 * 86_400_000;
/** Longer than any confirmation is valid. */
const overlapMs = 3_600_000;

const placeOf = (sequence: number): string => `crypto_keys.secret:oidc_convert/${sequence}`;

function opened({ keyring }: KeyDeps, row: SigningKeyRow): SigningKey {
  const secret = keyring.open(row.secret, placeOf(row.sequence));
  return { sequence: row.sequence, secret: Buffer.from(secret, "base64") };
}

/** The key that confirmations are signed with now; the first is made when it is needed. */
export async function currentSigningKey(deps: KeyDeps, now: Date): Promise<SigningKey> {
  const known = await newestSigningKey(deps.db, now);
  if (known !== null) return opened(deps, known);
  await rotate(deps, now, () => false);
  const made = await newestSigningKey(deps.db, now);
  if (made === null) throw new Error("a signing key that was just made is missing");
  return opened(deps, made);
}

/** A key to verify a confirmation with; null when its number is unknown or its time is over. */
export async function findSigningKey(
  deps: KeyDeps,
  sequence: number,
  now: Date,
): Promise<SigningKey | null> {
  const row = await signingKeyByNumber(deps.db, sequence, now);
  return row === null ? null : opened(deps, row);
}

async function rotate(
  { db, keyring }: KeyDeps,
  now: Date,
  isDue: (newest: SigningKeyRow | null) => boolean,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await advisoryLock(tx, "signingKeys");
    const newest = await newestSigningKey(tx, now);
    if (newest !== null && !isDue(newest)) return;
    const sequence = await nextSequence(tx);
    const plain = randomBytes(keyBytes).toString("base64");
    const secret = keyring.seal(plain, placeOf(sequence));
    await addSigningKey(tx, {
      sequence,
      secret,
      now,
      oldUntil: new Date(now.getTime() + overlapMs),
    });
  });
}

/**
 * Replaces a signing key after thirty days, or when it is not under the key that encrypts now, and forgets what cannot
 * be used any more.
 */
export async function rotateSigningKeys(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  if ((await newestSigningKey(deps.db, now)) !== null) {
    const active = deps.keyring.digests[0] ?? null;
    await rotate(deps, now, (newest) => {
      if (newest === null || newest.secret.keyId !== active) return true;
      return now.getTime() - newest.startsAt.getTime() >= rotationMs;
    });
  }
  await deleteOldSigningKeys(deps.db, now);
  await purgeUsedConversions(deps.db, now);
}
