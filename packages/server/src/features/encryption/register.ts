import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Db, Handle, Tx } from "../../db/types.ts";
import type { Keyring } from "../../platform/keyring.ts";
import { openPrivateKey } from "../ssh-keys/index.ts";
import { unnamedKey } from "./forget-store.ts";
import { addKnownKey, findUnlabelledKey, listKnownKeys } from "./store.ts";

const knownWord = "gatehouse";
const place = "dbcrypt_keys.test";

/**
 * Makes the configured encryption keys known to the database, which rows refer to, and holds those against it that it
 * knows already (spec federated-login §8.3). Throws, and so stops the start, naming digests and never keys: when a key
 * is missing that rows still need, and when one does not open what it encrypted.
 */
export async function registerEncryptionKeys(db: Db, keyring: Keyring): Promise<void> {
  await inTransaction(db, async (tx) => {
    await advisoryLock(tx, "encryptionKeys");
    const known = await listKnownKeys(tx);
    const missing = known.filter(
      ({ digest, isNeeded }) => isNeeded && !keyring.digests.includes(digest),
    );
    if (missing.length > 0) {
      const digests = missing.map(({ digest }) => digest).join(", ");
      throw new Error(
        `external-token-encryption-keys lacks keys that stored values need: ${digests} (after a move or a restore ` +
          "from an embedded database, the key is in the file encryption-key of the old data directory; what a lost key " +
          "encrypts is given up with gatehouse forget-secrets)",
      );
    }
    await requireUnlabelledOpening(tx, keyring);
    for (const digest of keyring.digests) {
      const row = known.find((key) => key.digest === digest);
      if (row === undefined) {
        const { text } = keyring.seal(knownWord, place, digest);
        await addKnownKey(tx, { digest, test: text });
      } else requireOpening(keyring, digest, row.test);
    }
  });
}

/** Values of earlier releases do not name their key; one stands for all. */
async function requireUnlabelledOpening(tx: Tx, keyring: Keyring): Promise<void> {
  const row = await findUnlabelledKey(tx);
  if (row === null) return;
  try {
    openPrivateKey({ keyring }, row.userId, { text: row.text, keyId: null });
  } catch (cause) {
    throw new Error(
      "external-token-encryption-keys lacks the key that the SSH keys of users were encrypted with " +
        `(if it is lost: gatehouse forget-secrets ${unnamedKey})`,
      { cause },
    );
  }
}

/** Imported rows hold another word: that it opens at all is the proof. */
function requireOpening(keyring: Keyring, digest: string, test: string): void {
  try {
    keyring.open({ text: test, keyId: digest }, place);
  } catch (cause) {
    throw new Error(`external-token-encryption-keys: the key ${digest} is not the one in use`, {
      cause,
    });
  }
}

/** Digests of the keys that stored values cannot be read without. */
export async function neededKeys(handle: Handle): Promise<string[]> {
  const known = await listKnownKeys(handle);
  return known.filter(({ isNeeded }) => isNeeded).map(({ digest }) => digest);
}
