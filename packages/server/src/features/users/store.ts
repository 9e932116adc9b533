import { parseUuid } from "@gatehouse/contract";
import { type Insertable, sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import type { Users } from "../../db/tables.gen.ts";
import type { Handle, Tx } from "../../db/types.ts";

/** Unique constraints of `users` and the request field each one is about. */
export const userConstraints: Readonly<Record<string, string>> = {
  users_username_lower_key: "username",
  users_email_lower_key: "email",
};

/** The select list of a UserRow over alias `u`; secrets are never part of it. */
export const userColumns = sql<UserRow>`
  u.id, u.email, u.username, u.name, u.created_at, u.updated_at, u.last_seen_at, u.status,
  u.rbac_roles, u.login_type, u.avatar_url, u.deleted, u.is_system, u.is_service_account,
  u.quiet_hours_schedule, u.chat_spend_limit_micros,
  array(
    select om.organization_id::text from organization_members om
    join organizations o on o.id = om.organization_id and not o.deleted
    where om.user_id = u.id order by om.organization_id
  ) as organization_ids,
  u.status = 'active' and not u.deleted and not u.is_system
    and exists (select 1 from ai_seat_state s where s.user_id = u.id) as has_ai_seat`;

/** A user by id, deleted ones included; null when there is none. */
export async function findUserById(handle: Handle, id: string): Promise<UserRow | null> {
  const { rows } = await sql<UserRow>`
    select ${userColumns} from users u where u.id = ${id}::uuid`.execute(handle);
  return rows[0] ?? null;
}

/** A user by name, whatever the letter case, never a deleted one; `''` matches nobody. */
export async function findUserByUsername(
  handle: Handle,
  username: string,
): Promise<UserRow | null> {
  if (username === "" || username.includes("\u0000")) return null;
  const { rows } = await sql<UserRow>`
    select ${userColumns} from users u
    where lower(u.username) = lower(${username}) and not u.deleted`.execute(handle);
  return rows[0] ?? null;
}

/** A user by address, whatever the letter case, never a deleted one; `''` matches nobody. */
export async function findUserByEmail(handle: Handle, email: string): Promise<UserRow | null> {
  if (email === "" || email.includes("\u0000")) return null;
  const { rows } = await sql<UserRow>`
    select ${userColumns} from users u
    where lower(u.email) = lower(${email}) and u.email <> '' and not u.deleted`.execute(handle);
  return rows[0] ?? null;
}

/** What `{user}` in a path means: a UUID in any form, else a username (spec users §4). */
export async function findUserByRef(handle: Handle, reference: string): Promise<UserRow | null> {
  const id = parseUuid(reference);
  return id === undefined ? findUserByUsername(handle, reference) : findUserById(handle, id);
}

/**
 * The users that references mean, in their order, in one statement: UUIDs in any form, else usernames in any
 * letter case. Null where there is none or it is deleted. Planned anew each time: a plan kept from two names
 * would compare ten thousand names with every user.
 */
export async function findUsersByRefs(
  handle: Handle,
  references: readonly string[],
): Promise<({ id: string; username: string } | null)[]> {
  const named = references.map((text) => text.replaceAll("\u0000", "/").toLowerCase());
  const ids = references.map((text) => parseUuid(text) ?? null);
  const { rows } = await sql<{ place: number; id: string; username: string }>`
    /* unprepared */
    select wanted.place::int as place, u.id, u.username
    from unnest(${ids}::uuid[], ${named}::text[]) with ordinality as wanted(id, name, place)
    join users u on u.id = wanted.id and not u.deleted
    union all
    select wanted.place::int as place, u.id, u.username
    from unnest(${ids}::uuid[], ${named}::text[]) with ordinality as wanted(id, name, place)
    join users u on lower(u.username) = wanted.name and not u.deleted
    where wanted.id is null`.execute(handle);
  const found = new Map(rows.map(({ place, ...user }) => [place, user]));
  return references.map((_text, index) => found.get(index + 1) ?? null);
}

/** Locks a user's row for a change and reads it; null when there is none or it is deleted. */
export async function lockUser(tx: Tx, id: string): Promise<UserRow | null> {
  await sql`select 1 from users u where u.id = ${id}::uuid for no key update`.execute(tx);
  const user = await findUserById(tx, id);
  return user === null || user.deleted ? null : user;
}

/** The secrets of a user that password checks need. */
export interface UserSecrets {
  hashed_password: Buffer;
  hashed_one_time_passcode: Buffer | null;
  one_time_passcode_expires_at: Date | null;
  one_time_passcode_failures: number;
}

/** The secrets of one user; null when there is none or it is deleted. */
export async function readUserSecrets(handle: Handle, id: string): Promise<UserSecrets | null> {
  const row = await handle
    .selectFrom("users")
    .select([
      "users.hashed_password",
      "users.hashed_one_time_passcode",
      "users.one_time_passcode_expires_at",
      "users.one_time_passcode_failures",
    ])
    .where("users.id", "=", id)
    .where("users.deleted", "=", false)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether a name or an address is taken by a user who is not deleted, except by `exceptId`. */
export async function takenFields(
  handle: Handle,
  wanted: { username: string; email: string },
  exceptId: string | null = null,
): Promise<string[]> {
  const { rows } = await sql<{ username: boolean; email: boolean }>`
    select
      exists (select 1 from users u where lower(u.username) = lower(${wanted.username})
        and not u.deleted and u.id is distinct from ${exceptId}::uuid) as username,
      exists (select 1 from users u where lower(u.email) = lower(${wanted.email})
        and u.email <> '' and not u.deleted and u.id is distinct from ${exceptId}::uuid) as email
  `.execute(handle);
  const row = rows[0];
  return [...(row?.username ? ["username"] : []), ...(row?.email ? ["email"] : [])];
}

/** What the database says about the names of a new user. */
export interface NameFacts {
  /** Fields whose value another user has who is not deleted. */
  taken: string[];
  /** The name as it is compared. */
  usernameKey: string;
  /** The address as it is compared; `''` is never taken. */
  emailKey: string;
}

/** Compares the names of some new users with all users that are not deleted, in the order given. */
export async function readNameFacts(
  handle: Handle,
  wanted: readonly { username: string; email: string }[],
): Promise<NameFacts[]> {
  const { rows } = await sql<
    Omit<NameFacts, "taken"> & { usernameTaken: boolean; emailTaken: boolean }
  >`
    select lower(w.username) as "usernameKey", lower(w.email) as "emailKey",
      exists (select 1 from users u where lower(u.username) = lower(w.username) and not u.deleted)
        as "usernameTaken",
      exists (select 1 from users u where lower(u.email) = lower(w.email) and u.email <> ''
        and not u.deleted) as "emailTaken"
    from unnest(${wanted.map((one) => one.username)}::text[], ${wanted.map((one) => one.email)}::text[])
      with ordinality as w(username, email, position)
    order by w.position`.execute(handle);
  return rows.map(({ usernameTaken, emailTaken, ...keys }) => ({
    ...keys,
    taken: [...(usernameTaken ? ["username"] : []), ...(emailTaken ? ["email"] : [])],
  }));
}

/** Inserts a user; violates `userConstraints` on a race. */
export async function insertUser(tx: Tx, user: Insertable<Users>): Promise<void> {
  await tx.insertInto("users").values(user).execute();
}

/** Changes columns of one user and returns the new row; null when there is none or it is deleted. */
export async function updateUser(
  tx: Tx,
  id: string,
  change: Partial<Insertable<Users>>,
): Promise<UserRow | null> {
  const row = await tx
    .updateTable("users")
    .set(change)
    .where("users.id", "=", id)
    .where("users.deleted", "=", false)
    .returning("users.id")
    .executeTakeFirst();
  return row === undefined ? null : findUserById(tx, id);
}

/** Deletes all keys of a user: sessions, tokens, application and provider keys. */
export async function deleteAllKeys(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom("api_keys").where("api_keys.user_id", "=", userId).execute();
}

/** Whether an owner who can sign in exists besides this user; the SQL twin of `countsAsOwner`. */
export async function otherOwnerExists(tx: Tx, userId: string): Promise<boolean> {
  const { rows } = await sql<{ others: boolean }>`
    select exists (
      select 1 from users u
      where u.id <> ${userId}::uuid and 'owner' = any(u.rbac_roles) and not u.deleted
        and u.status <> 'suspended' and not u.is_system and not u.is_service_account
        and u.login_type in ('password', 'oidc', 'github')
    ) as others`.execute(tx);
  return rows[0]?.others ?? false;
}

/**
 * Makes up to `limit` active users dormant who were not seen since `unseenSince`, counted from their
 * creation where they were never seen; returns them. Rows that others hold are left for the next run.
 */
export async function markUnseenDormant(
  tx: Tx,
  run: { unseenSince: Date; now: Date; limit: number },
): Promise<{ id: string; username: string }[]> {
  const { rows } = await sql<{ id: string; username: string }>`
    update users u set status = 'dormant', updated_at = ${run.now.toISOString()}::timestamptz
    where u.id in (
      select d.id from users d
      where d.status = 'active' and not d.deleted and not d.is_system
        and greatest(d.last_seen_at, d.created_at) < ${run.unseenSince.toISOString()}::timestamptz
      order by d.id limit ${run.limit} for update skip locked
    )
    returning u.id, u.username`.execute(tx);
  return rows;
}
