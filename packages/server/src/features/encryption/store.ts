import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** A key that rows may be encrypted with, as far as the database knows it. */
export interface KnownKey {
  digest: string;
  /** A known word under the key. */
  test: string;
  /** Whether rows refer to it. */
  isNeeded: boolean;
}

/** All keys that are not revoked. */
export async function listKnownKeys(handle: Handle): Promise<KnownKey[]> {
  const { rows } = await sql<KnownKey>`
    select k.active_key_digest as digest, k.test,
      exists (select 1 from user_links l where l.oauth_access_token_key_id = k.active_key_digest
                or l.oauth_refresh_token_key_id = k.active_key_digest)
        or exists (select 1 from crypto_keys c where c.secret_key_id = k.active_key_digest)
        or exists (select 1 from gitsshkeys g where g.private_key_key_id = k.active_key_digest) as "isNeeded"
    from dbcrypt_keys k where k.active_key_digest is not null order by k.number`.execute(handle);
  return rows;
}

/** Makes a key known; safe to call on several replicas at once. */
export async function addKnownKey(tx: Tx, key: { digest: string; test: string }): Promise<void> {
  await sql`
    insert into dbcrypt_keys (number, active_key_digest, test)
    select coalesce(max(k.number), 0) + 1, ${key.digest}, ${key.test} from dbcrypt_keys k
    on conflict (active_key_digest) do nothing`.execute(tx);
}

/** A private key that an earlier release encrypted without naming the key; null where there is none. */
export async function findUnlabelledKey(tx: Tx): Promise<{ userId: string; text: string } | null> {
  const { rows } = await sql<{ userId: string; text: string }>`
    select g.user_id as "userId", g.private_key as text from gitsshkeys g
    where g.private_key_key_id is null and g.private_key like 'gh1.%'
    order by g.user_id limit 1`.execute(tx);
  return rows[0] ?? null;
}
