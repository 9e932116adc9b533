import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** A user's key pair as stored; the private half may be sealed. */
export interface SshKeyRow {
  user_id: string;
  created_at: Date;
  updated_at: Date;
  private_key: string;
  public_key: string;
}

/** The pair of a user, or null. */
export async function findSshKey(handle: Handle, userId: string): Promise<SshKeyRow | null> {
  const row = await handle
    .selectFrom("gitsshkeys")
    .selectAll("gitsshkeys")
    .where("gitsshkeys.user_id", "=", userId)
    .executeTakeFirst();
  return row ?? null;
}

/** Stores a pair: a new row, or the new pair of an existing one, whose `created_at` stays. */
export async function upsertSshKey(
  tx: Tx,
  key: { userId: string; privateKey: string; publicKey: string; now: Date },
): Promise<SshKeyRow> {
  const now = key.now.toISOString();
  const { rows } = await sql<SshKeyRow>`
    insert into gitsshkeys (user_id, created_at, updated_at, private_key, public_key)
    values (${key.userId}::uuid, ${now}::timestamptz, ${now}::timestamptz, ${key.privateKey}, ${key.publicKey})
    on conflict (user_id) do update
      set updated_at = excluded.updated_at, private_key = excluded.private_key,
          public_key = excluded.public_key
    returning gitsshkeys.*`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error("an SSH key that was just stored is missing");
  return row;
}

/** Stores a pair unless the user has one already; either way returns the stored one. */
export async function insertSshKeyIfMissing(
  tx: Tx,
  key: { userId: string; privateKey: string; publicKey: string; now: Date },
): Promise<SshKeyRow> {
  const now = key.now.toISOString();
  await sql`
    insert into gitsshkeys (user_id, created_at, updated_at, private_key, public_key)
    values (${key.userId}::uuid, ${now}::timestamptz, ${now}::timestamptz, ${key.privateKey}, ${key.publicKey})
    on conflict (user_id) do nothing`.execute(tx);
  const row = await findSshKey(tx, key.userId);
  if (row === null) throw new Error("an SSH key that was just stored is missing");
  return row;
}
