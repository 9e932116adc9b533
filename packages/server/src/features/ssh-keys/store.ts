import { type RawBuilder, sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";

/** A user's key pair as stored; the private half may be sealed. */
export interface SshKeyRow {
  user_id: string;
  created_at: Date;
  updated_at: Date;
  private_key: string;
  /** Digest of the key that the private half is encrypted with; null: in clear, or in the form of an earlier release. */
  private_key_key_id: string | null;
  public_key: string;
}

/** By name, never all: a prepared statement whose columns grow with a newer release fails on the servers of this one. */
const columns = [
  "gitsshkeys.user_id",
  "gitsshkeys.created_at",
  "gitsshkeys.updated_at",
  "gitsshkeys.private_key",
  "gitsshkeys.private_key_key_id",
  "gitsshkeys.public_key",
] as const;

/** The pair of a user, or null. */
export async function findSshKey(handle: Handle, userId: string): Promise<SshKeyRow | null> {
  const row = await handle
    .selectFrom("gitsshkeys")
    .select(columns)
    .where("gitsshkeys.user_id", "=", userId)
    .executeTakeFirst();
  return row ?? null;
}

/** A pair to store. */
export interface NewSshKeyRow {
  userId: string;
  privateKey: StoredSecret;
  publicKey: string;
  now: Date;
}

/**
 * The row of a pair, or no row for a deleted or a system user, who must never own one. The share lock
 * orders the insert against a concurrent deletion, which removes the pair.
 */
function pairOf(key: NewSshKeyRow): RawBuilder<unknown> {
  const now = key.now.toISOString();
  return sql`
    select u.id, ${now}::timestamptz, ${now}::timestamptz, ${key.privateKey.text}::text,
           ${key.privateKey.keyId}::text, ${key.publicKey}::text
    from users u where u.id = ${key.userId}::uuid and not u.deleted and not u.is_system
    for share of u`;
}

/**
 * Stores a pair: a new row, or the new pair of an existing one, whose `created_at` stays; null where
 * the user may have none.
 */
export async function upsertSshKey(tx: Tx, key: NewSshKeyRow): Promise<SshKeyRow | null> {
  const { rows } = await sql<SshKeyRow>`
    insert into gitsshkeys (user_id, created_at, updated_at, private_key, private_key_key_id, public_key)
    ${pairOf(key)}
    on conflict (user_id) do update
      set updated_at = excluded.updated_at, private_key = excluded.private_key,
          private_key_key_id = excluded.private_key_key_id, public_key = excluded.public_key
    returning ${sql.join(columns.map((name) => sql.ref(name)))}`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Stores a pair unless the user has one already; either way returns the stored one, or null where the
 * user may have none.
 */
export async function insertSshKeyIfMissing(tx: Tx, key: NewSshKeyRow): Promise<SshKeyRow | null> {
  await sql`
    insert into gitsshkeys (user_id, created_at, updated_at, private_key, private_key_key_id, public_key)
    ${pairOf(key)}
    on conflict (user_id) do nothing`.execute(tx);
  return findSshKey(tx, key.userId);
}
