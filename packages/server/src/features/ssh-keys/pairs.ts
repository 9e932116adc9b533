import type { Deps } from "../../context/deps.ts";
import type { Tx } from "../../db/types.ts";
import { isUnlabelled, type StoredSecret } from "../../platform/keyring.ts";
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
  deps: Pick<Deps, "keyring">,
  userId: string,
  pair: NewSshKey & { now: Date },
): Promise<void> {
  await insertSshKeyIfMissing(tx, {
    userId,
    privateKey: sealPrivateKey(deps, userId, pair.privateKey),
    publicKey: pair.publicKey,
    now: pair.now,
  });
}

/** The private half as it is stored, bound to its user (spec federated-login §8.3). */
export function sealPrivateKey(
  { keyring }: Pick<Deps, "keyring">,
  userId: string,
  privateKey: string,
): StoredSecret {
  return keyring.seal(privateKey, placeOf(userId));
}

/** The private half in clear, whichever release stored it. Throws `SealError` where no key opens it. */
export function openPrivateKey(
  { keyring }: Pick<Deps, "keyring">,
  userId: string,
  stored: StoredSecret,
): string {
  return stored.keyId === null && isUnlabelled(stored.text)
    ? keyring.openUnlabelled(stored.text, `git_ssh_key:${userId}`)
    : keyring.open(stored, placeOf(userId));
}

const placeOf = (userId: string): string => `gitsshkeys.private_key:${userId}`;
