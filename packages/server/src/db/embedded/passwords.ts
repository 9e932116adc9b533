import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { productRole, type Role, socketUrl, superuserRole } from "./connection.ts";
import { codeOf, EmbeddedError } from "./error.ts";

/**
 * The role's password, generated and stored where there is none. It is a secret: never log it. The caller holds the
 * owner lock.
 */
export async function ensurePassword(dataDir: string, role: Role): Promise<string> {
  const known = await readPassword(dataDir, role);
  if (known !== null) return known;
  const password = randomBytes(24).toString("base64url");
  const partial = `${passwordFile(dataDir, role)}.partial`;
  await rm(partial, { force: true });
  await writeFile(partial, `${password}\n`, { mode: 0o600, flag: "wx", flush: true });
  await rename(partial, passwordFile(dataDir, role));
  return password;
}

/** URL that the product connects with; it holds the password: never log it. Only reads. */
export async function productUrl(dataDir: string, socketDirectory: string): Promise<string> {
  // Where none is stored, one that is wrong: the server refuses it, as it does before the role exists, while the
  // driver would not even try without any.
  const password = (await readPassword(dataDir, productRole)) ?? "none";
  return socketUrl(socketDirectory, productRole, password);
}

/**
 * URL of the superuser, who can do everything to this machine that the database's user can. It holds the password: never
 * log it. Only reads. Throws `damaged` where the password is missing.
 */
export async function superuserUrl(dataDir: string, socketDirectory: string): Promise<string> {
  const password = await readPassword(dataDir, superuserRole);
  if (password !== null) return socketUrl(socketDirectory, superuserRole, password);
  throw new EmbeddedError(
    "damaged",
    `${passwordFile(dataDir, superuserRole)} is missing, without which the database cannot be set up; restore it from a copy`,
  );
}

async function readPassword(dataDir: string, role: Role): Promise<string | null> {
  try {
    const password = (await readFile(passwordFile(dataDir, role), "utf8")).trimEnd();
    return password === "" ? null : password;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Where a role's password lies in a data directory, mode 0600. */
function passwordFile(dataDir: string, role: Role): string {
  return join(dataDir, `${role}-password`);
}
