import type { UserStatus } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { type Insertable, sql } from "kysely";
import type { KeyRow } from "../../context/actor.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { ApiKeys } from "../../db/tables.gen.ts";
import type { Handle, Tx } from "../../db/types.ts";

/** The columns of a key to insert. */
export type NewKeyRow = Insertable<ApiKeys>;

/** The unique constraint of token names, which expired tokens keep occupied too. */
export const tokenNameConstraint = "api_keys_user_id_token_name_key";

/** The select list of a KeyRow over alias `k`; hashes are never part of it. */
const keyColumns = sql<KeyRow>`
  k.id, k.user_id, k.last_used, k.expires_at, k.created_at, k.updated_at, k.login_type,
  k.lifetime_seconds, host(k.ip_address) as ip_address, k.token_name, k.scopes, k.allow_list,
  k.user_agent, k.origin`;

/** What a session is in SQL (spec authorization §3.14), over alias `k`; app keys count when asked for. */
const signInKeys = sql<boolean>`
  k.login_type in ('password', 'github', 'oidc') and k.origin is distinct from 'workspace'
  and k.token_name !~ '^[0-9a-f-]{36}_[0-9a-f-]{36}_session_token$'`;
const sessionKeys = sql<boolean>`
  ${signInKeys} and k.origin is distinct from 'app'
  and not 'coder:application_connect' = any(k.scopes)`;

/** A token with its owner's name and state, who made it, and the client of its last use. */
export interface TokenRow extends KeyRow {
  username: string;
  user_status: UserStatus;
  /** Null where that is not known. */
  created_by: string | null;
  last_used_user_agent: string;
}

/** A key by id, whoever owns it. */
export async function findKey(handle: Handle, id: string): Promise<KeyRow | null> {
  if (id.includes("\u0000")) return null;
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from api_keys k where k.id = ${id}`.execute(handle);
  return rows[0] ?? null;
}

/** A key by its exact name among those of one user; tokens first, then the oldest. */
export async function findKeyByName(
  handle: Handle,
  userId: string,
  name: string,
): Promise<KeyRow | null> {
  if (name === "" || name.includes("\u0000")) return null;
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from api_keys k
    where k.user_id = ${userId}::uuid and k.token_name = ${name}
    order by k.login_type = 'token' desc, k.created_at, k.id limit 1`.execute(handle);
  return rows[0] ?? null;
}

/** Locks a key for a change and reads it; null when it is gone. */
export async function lockKey(tx: Tx, id: string): Promise<KeyRow | null> {
  if (id.includes("\u0000")) return null;
  await sql`select 1 from api_keys k where k.id = ${id} for update`.execute(tx);
  return findKey(tx, id);
}

/** Inserts a key; the database refuses it for a deleted user and a token for a name in use. */
export async function insertKey(tx: Tx, key: NewKeyRow): Promise<void> {
  await tx.insertInto("api_keys").values(key).execute();
}

/** Deletes a key; false when it was gone already. */
export async function deleteKey(tx: Tx, id: string): Promise<boolean> {
  const result = await tx.deleteFrom("api_keys").where("api_keys.id", "=", id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Changes columns of one key. */
export async function updateKey(
  tx: Tx,
  id: string,
  change: Partial<Insertable<ApiKeys>>,
): Promise<void> {
  await tx.updateTable("api_keys").set(change).where("api_keys.id", "=", id).execute();
}

/** Tokens that the filter admits, oldest first; of one user or of everybody. */
export async function listTokenRows(
  handle: Handle,
  wanted: {
    filter: RowFilter;
    userId: string | null;
    expiredToo: boolean;
    /** RFC 3339; null: whenever they end. */
    expiresBefore: string | null;
    /** Null: of users in any state. */
    userStatus: UserStatus | null;
    now: Date;
  },
): Promise<TokenRow[]> {
  // An allow list names objects by UUID, and the id of a key is none: no entry ever matches one.
  const columns = { id: sql`null::uuid`, owner: sql`k.user_id`, org: null };
  const { rows } = await sql<TokenRow>`
    select ${keyColumns}, k.created_by, k.last_used_user_agent, u.username, u.status as user_status
    from api_keys k join users u on u.id = k.user_id
    where k.login_type = 'token' and ${rowCondition(wanted.filter, columns)}
      and (${wanted.userId}::uuid is null or k.user_id = ${wanted.userId}::uuid)
      and (${wanted.expiresBefore}::timestamptz is null
        or k.expires_at < ${wanted.expiresBefore}::timestamptz)
      and (${wanted.userStatus}::text is null or u.status = ${wanted.userStatus})
      and (${wanted.expiredToo} or k.expires_at > ${wanted.now.toISOString()}::timestamptz)
    order by k.created_at, k.id`.execute(handle);
  return rows;
}

/** The sessions of a user that have not ended, last used first. */
export async function listSessionRows(handle: Handle, userId: string, now: Date) {
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from api_keys k
    where k.user_id = ${userId}::uuid and ${sessionKeys}
      and k.expires_at > ${now.toISOString()}::timestamptz
    order by k.last_used desc, k.created_at desc, k.id`.execute(handle);
  return rows;
}

/** Deletes one session of a user and returns it; null when the user has no such session. */
export async function deleteSessionRow(tx: Tx, userId: string, id: string): Promise<KeyRow | null> {
  if (id.includes("\u0000")) return null;
  const { rows } = await sql<KeyRow>`
    delete from api_keys k where k.id = ${id} and k.user_id = ${userId}::uuid and ${sessionKeys}
    returning ${keyColumns}`.execute(tx);
  return rows[0] ?? null;
}

/** Deletes all sessions and app keys of a user except one key, and returns them. */
export async function deleteOtherSessions(tx: Tx, userId: string, keptId: string) {
  const { rows } = await sql<KeyRow>`
    delete from api_keys k
    where k.user_id = ${userId}::uuid and k.id <> ${keptId} and ${signInKeys}
    returning ${keyColumns}`.execute(tx);
  return rows;
}

/** The hash of a key's secret, for the grace period of a rotation. */
export async function readSecretHash(tx: Tx, id: string): Promise<Buffer | null> {
  const row = await tx
    .selectFrom("api_keys")
    .select("api_keys.hashed_secret")
    .where("api_keys.id", "=", id)
    .executeTakeFirst();
  return row?.hashed_secret ?? null;
}
