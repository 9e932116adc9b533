import type { Deps } from "../../context/deps.ts";
import { reencryptRows } from "../encryption/index.ts";
import { openPrivateKey, sealPrivateKey } from "./pairs.ts";
import { listPairsUnderOtherKeys, replaceSealedKey, type SealedPair } from "./reencrypt-store.ts";

/** Puts all private keys under the key that encrypts now, whichever release stored them (spec federated-login §8.3). */
export async function reencryptSshKeys(deps: Pick<Deps, "db" | "keyring" | "log">): Promise<void> {
  const { db } = deps;
  await reencryptRows<SealedPair>(deps, {
    list: (page) => listPairsUnderOtherKeys(db, page),
    async replace(row) {
      const plain = openPrivateKey(deps, row.userId, row.privateKey);
      await replaceSealedKey(db, row, sealPrivateKey(deps, row.userId, plain));
    },
  });
}
