import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";
import type { Resealed } from "../encryption/index.ts";
import type { FederatedLoginType } from "./link-rules.ts";
import type { LinkKey, SealedTokens } from "./link-tokens.ts";

/** A link whose tokens are not under the key that encrypts now. */
export interface SealedLink extends LinkKey {
  oauth_access_token: StoredSecret;
  oauth_refresh_token: StoredSecret;
}

/** Links with a token in clear or under another key than `active`, in the order of user and login type. */
export async function listLinksUnderOtherKeys(
  handle: Handle,
  page: { active: string; after: LinkKey | null; limit: number },
): Promise<SealedLink[]> {
  const { active, after, limit } = page;
  const { rows } = await sql<{
    user_id: string;
    login_type: FederatedLoginType;
    access: string;
    access_key: string | null;
    refresh: string;
    refresh_key: string | null;
  }>`
    select l.user_id, l.login_type, l.oauth_access_token as access,
      l.oauth_access_token_key_id as access_key, l.oauth_refresh_token as refresh,
      l.oauth_refresh_token_key_id as refresh_key
    from user_links l
    where ((l.oauth_access_token <> '' and l.oauth_access_token_key_id is distinct from ${active})
        or (l.oauth_refresh_token <> '' and l.oauth_refresh_token_key_id is distinct from ${active}))
      and (${after === null} or (l.user_id, l.login_type) >
        (${after?.userId ?? null}::uuid, ${after?.loginType ?? ""}))
    order by l.user_id, l.login_type limit ${limit}`.execute(handle);
  return rows.map((row) => ({
    userId: row.user_id,
    loginType: row.login_type,
    oauth_access_token: { text: row.access, keyId: row.access_key },
    oauth_refresh_token: { text: row.refresh, keyId: row.refresh_key },
  }));
}

/** Replaces stored tokens, except those that are not what was read any more. */
export async function replaceSealedTokens(
  handle: Handle,
  changes: readonly Resealed<SealedLink, SealedTokens>[],
): Promise<void> {
  const fresh = changes.map((change) => change.fresh);
  const old = changes.map((change) => change.old);
  await sql`
    update user_links l set
      oauth_access_token = w.access, oauth_access_token_key_id = w.access_key,
      oauth_refresh_token = w.refresh, oauth_refresh_token_key_id = w.refresh_key
    from unnest(
      ${old.map((row) => row.userId)}::uuid[], ${old.map((row) => row.loginType)}::text[],
      ${old.map((row) => row.oauth_access_token.text)}::text[],
      ${old.map((row) => row.oauth_refresh_token.text)}::text[],
      ${fresh.map((row) => row.accessToken.text)}::text[], ${fresh.map((row) => row.accessToken.keyId)}::text[],
      ${fresh.map((row) => row.refreshToken.text)}::text[], ${fresh.map((row) => row.refreshToken.keyId)}::text[]
    ) as w(user_id, login_type, old_access, old_refresh, access, access_key, refresh, refresh_key)
    where l.user_id = w.user_id and l.login_type = w.login_type
      and l.oauth_access_token = w.old_access and l.oauth_refresh_token = w.old_refresh`.execute(
    handle,
  );
}
