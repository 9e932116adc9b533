import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";
import { storedExpiry } from "./link-store.ts";
import type { LinkKey } from "./link-tokens.ts";

/** A link as the refresh looks at it. */
export interface RefreshRow {
  refreshToken: StoredSecret;
  /** Null: never. */
  expiresAt: Date | null;
  failedAt: Date | null;
  failure: "" | "permanent" | "transient";
  /** When it was last tried, for pauses between tries. */
  updatedAt: Date;
}

interface Columns {
  oauth_refresh_token: string;
  oauth_refresh_token_key_id: string | null;
  oauth_expiry: Date;
  refresh_failed_at: Date | null;
  refresh_failure: RefreshRow["failure"];
  updated_at: Date;
}

const columns = sql`l.oauth_refresh_token, l.oauth_refresh_token_key_id, l.oauth_expiry,
  l.refresh_failed_at, l.refresh_failure, l.updated_at`;

function rowOf(row: Columns | undefined): RefreshRow | null {
  if (row === undefined) return null;
  return {
    refreshToken: { text: row.oauth_refresh_token, keyId: row.oauth_refresh_token_key_id },
    expiresAt: row.oauth_expiry.getUTCFullYear() <= 1 ? null : row.oauth_expiry,
    failedAt: row.refresh_failed_at,
    failure: row.refresh_failure,
    updatedAt: row.updated_at,
  };
}

/** A link; null when there is none. */
export async function readRefreshRow(handle: Handle, link: LinkKey): Promise<RefreshRow | null> {
  const { rows } = await sql<Columns>`
    select ${columns} from user_links l
    where l.user_id = ${link.userId}::uuid and l.login_type = ${link.loginType}`.execute(handle);
  return rowOf(rows[0]);
}

/**
 * Takes the link for a refresh and reads it; null when there is none or somebody else, perhaps another replica, has
 * it. A holder that died loses it after the lease.
 */
export async function takeForRefresh(
  handle: Handle,
  link: LinkKey,
  lease: { now: Date; until: Date },
): Promise<RefreshRow | null> {
  const { rows } = await sql<Columns>`
    update user_links l set refresh_lease_until = ${lease.until.toISOString()}::timestamptz
    where l.user_id = ${link.userId}::uuid and l.login_type = ${link.loginType}
      and (l.refresh_lease_until is null
        or l.refresh_lease_until <= ${lease.now.toISOString()}::timestamptz)
    returning ${columns}`.execute(handle);
  return rowOf(rows[0]);
}

/** Gives a link back without a change. */
export async function releaseAfterRefresh(handle: Handle, link: LinkKey): Promise<void> {
  await sql`
    update user_links set refresh_lease_until = null
    where user_links.user_id = ${link.userId}::uuid and user_links.login_type = ${link.loginType}`.execute(
    handle,
  );
}

/** Stores refreshed tokens; the claims of the login stay (spec federated-login §16, trap 25). */
export async function storeRefreshed(
  tx: Tx,
  link: LinkKey,
  tokens: {
    accessToken: StoredSecret;
    /** Null: the provider issued no new one, the old one stays. */
    refreshToken: StoredSecret | null;
    expiresAt: Date | null;
    now: Date;
  },
): Promise<void> {
  const { refreshToken } = tokens;
  await sql`
    update user_links l set
      oauth_access_token = ${tokens.accessToken.text},
      oauth_access_token_key_id = ${tokens.accessToken.keyId},
      oauth_refresh_token =
        case when ${refreshToken === null} then l.oauth_refresh_token else ${refreshToken?.text ?? ""} end,
      oauth_refresh_token_key_id =
        case when ${refreshToken === null} then l.oauth_refresh_token_key_id
             else ${refreshToken?.keyId ?? null} end,
      oauth_expiry = ${storedExpiry(tokens.expiresAt)}::timestamptz,
      refresh_failed_at = null, refresh_failure = '', refresh_lease_until = null,
      updated_at = ${tokens.now.toISOString()}::timestamptz
    where l.user_id = ${link.userId}::uuid and l.login_type = ${link.loginType}`.execute(tx);
}

/** Notes a failed refresh; the time of the first failure in a row stays. */
export async function storeRefreshFailure(
  handle: Handle,
  link: LinkKey,
  failure: "permanent" | "transient",
  now: Date,
): Promise<void> {
  await sql`
    update user_links l set
      refresh_failure = ${failure},
      refresh_failed_at = coalesce(l.refresh_failed_at, ${now.toISOString()}::timestamptz),
      refresh_lease_until = null,
      updated_at = ${now.toISOString()}::timestamptz
    where l.user_id = ${link.userId}::uuid and l.login_type = ${link.loginType}`.execute(handle);
}
