import type { Deps } from "../../context/deps.ts";
import type { StoredSecret } from "../../platform/keyring.ts";
import { reencryptRows } from "../encryption/index.ts";
import { openPrivateKey, sealPrivateKey } from "./pairs.ts";
import { listPairsUnderOtherKeys, replaceSealedKeys, type SealedPair } from "./reencrypt-store.ts";

/** Puts all private keys under the key that encrypts now, whichever release stored them (spec federated-login §8.3). */
export async function reencryptSshKeys(deps: Pick<Deps, "db" | "keyring" | "log">): Promise<void> {
  const { db } = deps;
  await reencryptRows<SealedPair, StoredSecret>(deps, {
    list: (page) => listPairsUnderOtherKeys(db, page),
    seal: ({ privateKey, userId }) =>
      sealPrivateKey(deps, userId, openPrivateKey(deps, userId, privateKey)),
    replace: (changes) => replaceSealedKeys(db, changes),
  });
}
