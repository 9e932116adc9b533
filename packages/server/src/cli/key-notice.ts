import { schemaStatus } from "../db/migrate.ts";
import { openDatabase } from "../db/pool.ts";
import { neededKeys } from "../features/encryption/index.ts";
import {
  encryptionKeyFile,
  type KeySettings,
  readKeyFile,
} from "../platform/encryption-key-file.ts";
import { createKeyring } from "../platform/keyring.ts";

/** An encryption key that the secrets in a database cannot be read without. */
export interface KeyInUse {
  digest: string;
  /** Where this command found it, as people read it; null where it did not. */
  place: string | null;
}

/**
 * The encryption keys that a database needs, and where each one is kept: backups hold none of them. Empty where
 * everything is in clear, and on the schema of another release, which is not asked.
 */
export async function keysInUse(url: string, settings: KeySettings): Promise<KeyInUse[]> {
  const database = openDatabase({ url, maxConnections: 1 });
  try {
    if ((await schemaStatus(database.db)) !== "ok") return [];
    const configured = createKeyring(settings.externalTokenEncryptionKeys).digests;
    const isEmbedded = settings.postgresUrl === "";
    const stored = isEmbedded ? await readKeyFile(settings.dataDir) : null;
    const inFile = createKeyring(stored === null ? [] : [stored]).digests;
    return (await neededKeys(database.db)).map((digest) => ({
      digest,
      place: inFile.includes(digest)
        ? encryptionKeyFile(settings.dataDir)
        : configured.includes(digest)
          ? "external-token-encryption-keys"
          : null,
    }));
  } finally {
    await database.close();
  }
}
