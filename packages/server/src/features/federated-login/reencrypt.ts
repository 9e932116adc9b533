import type { Deps } from "../../context/deps.ts";
import { reencryptRows } from "../encryption/index.ts";
import { type SealedTokens, sealTokens, tokenPlace } from "./link-tokens.ts";
import {
  listLinksUnderOtherKeys,
  replaceSealedTokens,
  type SealedLink,
} from "./reencrypt-store.ts";

/** Puts the tokens of all links under the key that encrypts now (spec federated-login §8.3). */
export async function reencryptLinks(deps: Pick<Deps, "db" | "keyring" | "log">): Promise<void> {
  const { db, keyring } = deps;
  await reencryptRows<SealedLink, SealedTokens>(deps, {
    list: (page) => listLinksUnderOtherKeys(db, page),
    seal(row) {
      const open = (column: "oauth_access_token" | "oauth_refresh_token") =>
        keyring.open(row[column], tokenPlace(row, column));
      return sealTokens(keyring, row, {
        accessToken: open("oauth_access_token"),
        refreshToken: open("oauth_refresh_token"),
      });
    },
    replace: (changes) => replaceSealedTokens(db, changes),
  });
}
