import { type Insertable, sql } from "kysely";
import type { ApiKeys } from "../../db/tables.gen.ts";
import type { Handle, Tx } from "../../db/types.ts";

/**
 * Whether set-up is over: a user exists, or one existed and the marker says so. Deleting all users
 * never reopens it (spec users §7.2).
 */
export async function isInitialized(handle: Handle): Promise<boolean> {
  const { rows } = await sql<{ initialized: boolean }>`
    select exists (select 1 from users u where not u.deleted and not u.is_system)
        or exists (select 1 from site_configs c where c.key = 'initialized') as initialized
  `.execute(handle);
  return rows[0]?.initialized ?? false;
}

/** Leaves the permanent marker that set-up is over; safe to call twice. */
export async function markInitialized(tx: Tx): Promise<void> {
  await sql`
    insert into site_configs (key, value) values ('initialized', 'true')
    on conflict (key) do nothing`.execute(tx);
}

/** Inserts a key; the database refuses it for a deleted user. */
export async function insertKey(tx: Tx, key: Insertable<ApiKeys>): Promise<void> {
  await tx.insertInto("api_keys").values(key).execute();
}

/** Whether a key with this secret is the session of a browser that belongs to the user, valid still or not. */
export async function isSessionOf(
  tx: Tx,
  key: { id: string; user_id: string },
  hashedSecret: Buffer,
): Promise<boolean> {
  const row = await tx
    .selectFrom("api_keys")
    .select("api_keys.id")
    .where("api_keys.id", "=", key.id)
    .where("api_keys.user_id", "=", key.user_id)
    .where("api_keys.hashed_secret", "=", hashedSecret)
    .where("api_keys.login_type", "in", ["password", "github", "oidc"])
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes the key of a request, and all application sessions of its user (spec users §7.4). */
export async function deleteSession(tx: Tx, key: { id: string; user_id: string }): Promise<void> {
  await tx
    .deleteFrom("api_keys")
    .where("api_keys.user_id", "=", key.user_id)
    .where((eb) =>
      eb.or([
        eb("api_keys.id", "=", key.id),
        eb.and([
          eb("api_keys.login_type", "<>", "token"),
          eb(eb.val("coder:application_connect"), "=", eb.fn.any("api_keys.scopes")),
        ]),
      ]),
    )
    .execute();
}

/** Deletes up to `limit` keys that expired before a time. */
export async function deleteKeysExpiredBefore(tx: Tx, before: Date, limit: number): Promise<void> {
  await sql`
    delete from api_keys k where k.id in (
      select e.id from api_keys e where e.expires_at < ${before.toISOString()}::timestamptz
      order by e.expires_at limit ${limit} for update skip locked)`.execute(tx);
}

const maxPasscodeGuesses = 5;

/** What a guess at a passcode is compared with. */
export interface PasscodeGuess {
  hashed_one_time_passcode: Buffer | null;
  hashed_password: Buffer;
}

/**
 * Takes one of the five guesses that a passcode allows, before it is compared, so that guesses sent at
 * the same moment cannot exceed five (spec users §7.8). Null when no valid passcode waits for the user.
 */
export async function takePasscodeGuess(
  handle: Handle,
  userId: string,
  now: Date,
): Promise<PasscodeGuess | null> {
  const { rows } = await sql<PasscodeGuess>`
    update users set one_time_passcode_failures = users.one_time_passcode_failures + 1
    where users.id = ${userId}::uuid and users.login_type = 'password' and not users.deleted
      and users.one_time_passcode_expires_at > ${now.toISOString()}::timestamptz
      and users.one_time_passcode_failures < ${maxPasscodeGuesses}
    returning users.hashed_one_time_passcode, users.hashed_password`.execute(handle);
  return rows[0] ?? null;
}

/** Gives back a guess that was right but led to nothing; a newer passcode keeps its own count. */
export async function giveBackPasscodeGuess(
  handle: Handle,
  userId: string,
  passcode: Buffer,
): Promise<void> {
  await sql`
    update users set one_time_passcode_failures = greatest(users.one_time_passcode_failures - 1, 0)
    where users.id = ${userId}::uuid and users.hashed_one_time_passcode = ${passcode}`.execute(
    handle,
  );
}
