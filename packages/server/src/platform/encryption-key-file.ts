import { randomBytes } from "node:crypto";
import { chmod, link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What decides which keys there are; the configuration has it. */
export interface KeySettings {
  /** Base64, the encrypting one first. */
  readonly externalTokenEncryptionKeys: readonly string[];
  /** Empty with the embedded database. */
  readonly postgresUrl: string;
  readonly dataDir: string;
}

const keyBytes = 32;

/**
 * The encryption keys of a deployment, the encrypting one first (spec federated-login §8.3). The embedded database
 * never goes without: where none is configured, a file in the data directory holds one, made when it is first needed.
 * A file that exists also decrypts behind configured keys, so that configuring one needs no move. With an external
 * database, exactly the configured keys. Throws where the file holds no key.
 */
export async function encryptionKeys(settings: KeySettings): Promise<readonly string[]> {
  const configured = settings.externalTokenEncryptionKeys;
  if (settings.postgresUrl !== "") return configured;
  const stored = await readKeyFile(settings.dataDir);
  if (stored !== null) await closeToOthers(encryptionKeyFile(settings.dataDir));
  if (configured.length === 0) return [stored ?? (await makeKeyFile(settings.dataDir))];
  return stored === null ? configured : [...configured, stored];
}

/** Where the key of an embedded database lies, mode 0600. */
export function encryptionKeyFile(dataDir: string): string {
  return join(dataDir, "encryption-key");
}

/** The key in the file, base64; null where there is no file. */
export async function readKeyFile(dataDir: string): Promise<string | null> {
  const file = encryptionKeyFile(dataDir);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const key = text.trim();
  const bytes = Buffer.from(key, "base64");
  if (bytes.byteLength !== keyBytes || bytes.toString("base64") !== key) {
    throw new Error(`${file} holds no encryption key (base64 of 32 bytes); restore it from a copy`);
  }
  return key;
}

/** A file that came from a copy may have been left open to others. */
async function closeToOthers(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) await chmod(file, 0o600);
}

/** Makes the file whole or not at all; of two processes at once, both get the key of the first. */
async function makeKeyFile(dataDir: string): Promise<string> {
  const file = encryptionKeyFile(dataDir);
  const partial = `${file}.${randomBytes(6).toString("hex")}.partial`;
  const key = randomBytes(keyBytes).toString("base64");
  await writeFile(partial, `${key}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    await link(partial, file);
    return key;
  } catch (error) {
    const winner = await readKeyFile(dataDir);
    if (winner === null) throw error;
    return winner;
  } finally {
    await rm(partial, { force: true });
  }
}
