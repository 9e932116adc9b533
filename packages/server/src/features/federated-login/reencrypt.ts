import type { Deps } from "../../context/deps.ts";
import type { FederatedLoginType } from "./link-rules.ts";
import { sealTokens, tokenPlace } from "./link-tokens.ts";
import { listLinksUnderOtherKeys, replaceSealedTokens } from "./reencrypt-store.ts";

const batchSize = 200;

/**
 * Encrypts tokens that are stored in clear or under an old key with the first key, so that the old one can go
 * (spec federated-login §8.3). Rows that a login or a refresh changes meanwhile are left for the next run.
 */
export async function reencryptLinks(deps: Pick<Deps, "db" | "keyring" | "log">): Promise<void> {
  const { db, keyring, log } = deps;
  const [active] = keyring.digests;
  if (active === undefined) return;
  let after: { userId: string; loginType: FederatedLoginType } | null = null;
  for (;;) {
    const rows = await listLinksUnderOtherKeys(db, { active, after, limit: batchSize });
    for (const row of rows) {
      try {
        const open = (column: "oauth_access_token" | "oauth_refresh_token") =>
          keyring.open(row[column], tokenPlace(row, column));
        const sealed = sealTokens(keyring, row, {
          accessToken: open("oauth_access_token"),
          refreshToken: open("oauth_refresh_token"),
        });
        await replaceSealedTokens(db, row, sealed);
      } catch (error) {
        log.warn({ err: error, user_id: row.userId }, "a stored token cannot be re-encrypted");
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = { userId: last.userId, loginType: last.loginType };
  }
}
