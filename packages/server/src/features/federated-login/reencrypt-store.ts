import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";
import type { FederatedLoginType } from "./link-rules.ts";
import type { LinkKey } from "./link-tokens.ts";

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

/** Replaces the stored tokens unless they are not the ones that were read any more. */
export async function replaceSealedTokens(
  handle: Handle,
  old: SealedLink,
  fresh: { accessToken: StoredSecret; refreshToken: StoredSecret },
): Promise<void> {
  await sql`
    update user_links l set
      oauth_access_token = ${fresh.accessToken.text},
      oauth_access_token_key_id = ${fresh.accessToken.keyId},
      oauth_refresh_token = ${fresh.refreshToken.text},
      oauth_refresh_token_key_id = ${fresh.refreshToken.keyId}
    where l.user_id = ${old.userId}::uuid and l.login_type = ${old.loginType}
      and l.oauth_access_token = ${old.oauth_access_token.text}
      and l.oauth_refresh_token = ${old.oauth_refresh_token.text}`.execute(handle);
}
