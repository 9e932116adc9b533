import { sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import type { Handle, Tx } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";
import { userColumns } from "../users/index.ts";
import type { FederatedLoginType } from "./link-rules.ts";

/** A link as the login looks at it. */
export interface LinkRow {
  user_id: string;
  login_type: FederatedLoginType;
  linked_id: string;
}

/** The user that an identity is linked with; null when there is none. */
export async function findUserByLink(
  handle: Handle,
  loginType: FederatedLoginType,
  linkedId: string,
): Promise<UserRow | null> {
  if (linkedId === "" || linkedId.includes("\u0000")) return null;
  const { rows } = await sql<UserRow>`
    select ${userColumns} from users u
    join user_links l on l.user_id = u.id
    where l.linked_id = ${linkedId} and l.login_type = ${loginType} and not u.deleted`.execute(
    handle,
  );
  return rows[0] ?? null;
}

/** A user's link of one login type, locked for the rest of the transaction. */
export async function lockLink(
  tx: Tx,
  userId: string,
  loginType: FederatedLoginType,
): Promise<LinkRow | null> {
  const { rows } = await sql<LinkRow>`
    select l.user_id, l.login_type, l.linked_id from user_links l
    where l.user_id = ${userId}::uuid and l.login_type = ${loginType} for update`.execute(tx);
  return rows[0] ?? null;
}

/** The id that a user's link of one login type has at the provider; null where there is no link. */
export async function findLinkedId(
  handle: Handle,
  userId: string,
  loginType: FederatedLoginType,
): Promise<string | null> {
  const { rows } = await sql<{ linked_id: string }>`
    select l.linked_id from user_links l
    where l.user_id = ${userId}::uuid and l.login_type = ${loginType}`.execute(handle);
  return rows[0]?.linked_id ?? null;
}

/** What a login stores about an identity. */
export interface LinkContents {
  userId: string;
  loginType: FederatedLoginType;
  linkedId: string;
  accessToken: StoredSecret;
  refreshToken: StoredSecret;
  /** Null: the token does not expire. */
  expiresAt: Date | null;
  /** JSON text of `{id_token_claims, user_info_claims, merged_claims}`. */
  claims: string;
  now: Date;
}

const never = "0001-01-01T00:00:00Z";

/** The time of a token's end as it is stored: year 1 for never. */
export function storedExpiry(expiresAt: Date | null): string {
  return expiresAt === null ? never : expiresAt.toISOString();
}

/** Stores the link of a login; a linked id that is there stays, an empty one is filled (spec federated-login §8). */
export async function upsertLink(tx: Tx, link: LinkContents): Promise<void> {
  await sql`
    insert into user_links (user_id, login_type, linked_id, oauth_access_token, oauth_refresh_token,
      oauth_access_token_key_id, oauth_refresh_token_key_id, oauth_expiry, claims, last_login_at,
      created_at, updated_at)
    values (${link.userId}::uuid, ${link.loginType}, ${link.linkedId}, ${link.accessToken.text},
      ${link.refreshToken.text}, ${link.accessToken.keyId}, ${link.refreshToken.keyId},
      ${storedExpiry(link.expiresAt)}::timestamptz, ${link.claims}::jsonb, ${link.now.toISOString()}::timestamptz,
      ${link.now.toISOString()}::timestamptz, ${link.now.toISOString()}::timestamptz)
    on conflict (user_id, login_type) do update set
      linked_id = case when user_links.linked_id = '' then excluded.linked_id else user_links.linked_id end,
      oauth_access_token = excluded.oauth_access_token,
      oauth_refresh_token = excluded.oauth_refresh_token,
      oauth_access_token_key_id = excluded.oauth_access_token_key_id,
      oauth_refresh_token_key_id = excluded.oauth_refresh_token_key_id,
      oauth_expiry = excluded.oauth_expiry,
      claims = excluded.claims,
      refresh_failed_at = null,
      refresh_failure = '',
      last_login_at = excluded.last_login_at,
      updated_at = excluded.updated_at`.execute(tx);
}

/** Whether nobody exists who could sign in: deleted and system users do not count. */
export async function isWithoutUsers(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select 1 from users u where not u.deleted and not u.is_system) as empty
  `.execute(tx);
  return rows[0]?.empty ?? false;
}

/** Stores the id of a github.com account, which may exceed 2^53. */
export async function storeGithubUserId(tx: Tx, userId: string, githubId: string): Promise<void> {
  await sql`update users set github_com_user_id = ${githubId}::bigint
    where users.id = ${userId}::uuid and users.github_com_user_id is distinct from ${githubId}::bigint`.execute(
    tx,
  );
}

/** The stored claims of a user as JSON text; null where there is no link. */
export async function readClaimsText(
  handle: Handle,
  userId: string,
  loginType: FederatedLoginType,
): Promise<string | null> {
  const { rows } = await sql<{ claims: string }>`
    select l.claims::text as claims from user_links l
    where l.user_id = ${userId}::uuid and l.login_type = ${loginType}`.execute(handle);
  return rows[0]?.claims ?? null;
}
