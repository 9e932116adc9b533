import type { Deps } from "../../context/deps.ts";
import type { Tx } from "../../db/types.ts";
import { generateSshKey } from "../../platform/ssh-key.ts";
import { insertSshKeyIfMissing } from "./store.ts";

/** A pair that was made and is not stored yet. */
export interface NewSshKey {
  privateKey: string;
  publicKey: string;
}

/** Makes a pair with the configured algorithm; takes time, so never inside a transaction. */
export async function newSshKey(deps: Pick<Deps, "config">): Promise<NewSshKey> {
  const pair = await generateSshKey(deps.config.sshKeygenAlgorithm);
  return { privateKey: pair.privateKeyPem, publicKey: pair.publicKey };
}

/** Stores the first pair of a new user. */
export async function insertSshKey(
  tx: Tx,
  seal: Pick<Deps, "sealKey">,
  userId: string,
  pair: NewSshKey & { now: Date },
): Promise<void> {
  await insertSshKeyIfMissing(tx, {
    userId,
    privateKey: sealPrivateKey(seal, userId, pair.privateKey),
    publicKey: pair.publicKey,
    now: pair.now,
  });
}

/** The private half as it is stored: sealed where the deployment has an encryption key. */
export function sealPrivateKey(
  deps: Pick<Deps, "sealKey">,
  userId: string,
  privateKey: string,
): string {
  return deps.sealKey === null
    ? privateKey
    : deps.sealKey.seal(privateKey, `git_ssh_key:${userId}`);
}
