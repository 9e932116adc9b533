import { sql } from "kysely";
import type { Tx } from "../../db/types.ts";

/** Stands for the key of SSH keys that an earlier release encrypted without naming it. */
export const unnamedKey = "unnamed";

/** The digest of a key, or `unnamedKey`. */
export type KeyName = string;

/** How many secrets of each kind. */
export interface SecretCounts {
  provider_logins: number;
  ssh_keys: number;
  signing_keys: number;
}

const sshKeysUnder = (key: KeyName) =>
  key === unnamedKey
    ? sql`g.private_key_key_id is null and g.private_key like 'gh1.%'`
    : sql`g.private_key_key_id = ${key}`;

const linksUnder = (key: KeyName) =>
  sql`(l.oauth_access_token_key_id = ${key} or l.oauth_refresh_token_key_id = ${key})`;

/** Counts what is encrypted with a key; null for a key that the database never knew. */
export async function countSecretsUnder(tx: Tx, key: KeyName): Promise<SecretCounts | null> {
  const { rows } = await sql<SecretCounts & { known: boolean }>`
    select (select count(*)::int from user_links l where ${linksUnder(key)}) as provider_logins,
      (select count(*)::int from gitsshkeys g where ${sshKeysUnder(key)}) as ssh_keys,
      (select count(*)::int from crypto_keys c where c.secret_key_id = ${key}) as signing_keys,
      exists (select 1 from dbcrypt_keys k where k.active_key_digest = ${key}) as known`.execute(
    tx,
  );
  const [{ known, ...counts } = { known: false, ...none }] = rows;
  return known || key === unnamedKey ? counts : null;
}

const none: SecretCounts = { provider_logins: 0, ssh_keys: 0, signing_keys: 0 };

/** Empties or deletes what is encrypted with a key. A link stays, so that its user stays the same. */
export async function forgetSecretsUnder(tx: Tx, key: KeyName, now: Date): Promise<SecretCounts> {
  const links = await sql`
    update user_links l set oauth_access_token = '', oauth_access_token_key_id = null,
      oauth_refresh_token = '', oauth_refresh_token_key_id = null,
      updated_at = ${now.toISOString()}::timestamptz
    where ${linksUnder(key)}`.execute(tx);
  const ssh = await sql`delete from gitsshkeys g where ${sshKeysUnder(key)}`.execute(tx);
  const signing = await sql`delete from crypto_keys c where c.secret_key_id = ${key}`.execute(tx);
  return {
    provider_logins: Number(links.numAffectedRows ?? 0n),
    ssh_keys: Number(ssh.numAffectedRows ?? 0n),
    signing_keys: Number(signing.numAffectedRows ?? 0n),
  };
}

/** Marks a key that nothing refers to as revoked; rows cannot name it from then on. */
export async function revokeKey(tx: Tx, digest: string, now: Date): Promise<void> {
  await sql`
    update dbcrypt_keys k set active_key_digest = null, revoked_key_digest = ${digest},
      revoked_at = ${now.toISOString()}::timestamptz
    where k.active_key_digest = ${digest}`.execute(tx);
}
