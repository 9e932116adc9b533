import type { Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordOperatorAudit } from "../audit/index.ts";
import {
  countSecretsUnder,
  forgetSecretsUnder,
  type KeyName,
  revokeKey,
  type SecretCounts,
  unnamedKey,
} from "./forget-store.ts";

/** What a key encrypts, and null where the database never knew it. */
export function secretsUnder(tx: Tx, key: KeyName): Promise<SecretCounts | null> {
  return countSecretsUnder(tx, key);
}

/**
 * Forgets every secret under a key that is lost, and revokes the key, so that the server starts without it
 * (spec federated-login §8.3): users sign in with their provider again, and get a new SSH key when they next ask for
 * theirs. Audited with nobody as the actor.
 */
export async function forgetKey(tx: Tx, key: KeyName, now: Date): Promise<SecretCounts> {
  const counts = await forgetSecretsUnder(tx, key, now);
  if (key !== unnamedKey) await revokeKey(tx, key, now);
  await recordOperatorAudit(tx, {
    time: now,
    resourceType: "git_ssh_key",
    action: "delete",
    resourceId: nilUuid,
    resourceTarget: `secrets under the encryption key ${key}`,
    old: null,
    new: null,
    additionalFields: { ...counts },
  });
  return counts;
}
