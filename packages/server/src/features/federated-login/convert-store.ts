import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";

/** Marks a change of the login type as done; false when it was done already. */
export async function markConversionUsed(
  tx: Tx,
  conversion: { id: string; expiresAt: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into used_login_conversions (id, expires_at)
    values (${conversion.id}, ${conversion.expiresAt.toISOString()}::timestamptz)
    on conflict (id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Forgets changes that could not be repeated any more. */
export async function purgeUsedConversions(handle: Handle, before: Date): Promise<void> {
  await handle.deleteFrom("used_login_conversions").where("expires_at", "<", before).execute();
}

/** A signing key as it is stored. */
export interface SigningKeyRow {
  sequence: number;
  secret: StoredSecret;
  startsAt: Date;
}

const feature = "oidc_convert";

/** The key to sign with: the newest that has begun and does not end; null before the first. */
export async function newestSigningKey(handle: Handle, now: Date): Promise<SigningKeyRow | null> {
  const row = await handle
    .selectFrom("crypto_keys")
    .select(["sequence", "secret", "secret_key_id", "starts_at"])
    .where("feature", "=", feature)
    .where("starts_at", "<=", now)
    .where("deletes_at", "is", null)
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : keyOf(row);
}

/** A key to verify with, until it is to be deleted; null when there is none of this number. */
export async function signingKeyByNumber(
  handle: Handle,
  sequence: number,
  now: Date,
): Promise<SigningKeyRow | null> {
  const row = await handle
    .selectFrom("crypto_keys")
    .select(["sequence", "secret", "secret_key_id", "starts_at"])
    .where("feature", "=", feature)
    .where("sequence", "=", sequence)
    .where((eb) => eb.or([eb("deletes_at", "is", null), eb("deletes_at", ">", now)]))
    .executeTakeFirst();
  return row === undefined ? null : keyOf(row);
}

function keyOf(row: {
  sequence: number;
  secret: string;
  secret_key_id: string | null;
  starts_at: Date;
}): SigningKeyRow {
  return {
    sequence: row.sequence,
    secret: { text: row.secret, keyId: row.secret_key_id },
    startsAt: row.starts_at,
  };
}

/** The number that the next signing key gets. */
export async function nextSequence(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom("crypto_keys")
    .select((eb) => eb.fn.max("sequence").as("last"))
    .where("feature", "=", feature)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Stores a new signing key; the older ones verify until `oldUntil`. */
export async function addSigningKey(
  tx: Tx,
  key: { sequence: number; secret: StoredSecret; now: Date; oldUntil: Date },
): Promise<void> {
  await tx
    .updateTable("crypto_keys")
    .set({ deletes_at: key.oldUntil })
    .where("feature", "=", feature)
    .where("deletes_at", "is", null)
    .execute();
  await tx
    .insertInto("crypto_keys")
    .values({
      feature,
      sequence: key.sequence,
      secret: key.secret.text,
      secret_key_id: key.secret.keyId,
      starts_at: key.now,
    })
    .execute();
}

/** Deletes keys whose time has come. */
export async function deleteOldSigningKeys(handle: Handle, now: Date): Promise<void> {
  await handle
    .deleteFrom("crypto_keys")
    .where("feature", "=", feature)
    .where("deletes_at", "<=", now)
    .execute();
}
