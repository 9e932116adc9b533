import { inTransaction } from "../db/transaction.ts";
import { forgetKey, type SecretCounts, secretsUnder } from "../features/encryption/index.ts";
import { counted } from "../platform/counted.ts";
import { confirm } from "./confirm.ts";
import { CommandError } from "./errors.ts";
import { type DatabasePlace, withDatabase } from "./offline.ts";

type Environment = Record<string, string | undefined>;

/** Options of the command. */
export interface ForgetSecretsOptions extends DatabasePlace {
  yes?: boolean;
}

/**
 * `gatehouse forget-secrets`: gives up what is encrypted with a key that is lost, which the server does not start
 * without (spec federated-login §8.3). Tells what that is, and asks first.
 */
export async function forgetSecrets(
  key: string,
  options: ForgetSecretsOptions,
  env: Environment,
): Promise<void> {
  await withDatabase(options, env, async ({ db }) => {
    const found = await inTransaction(db, (tx) => secretsUnder(tx, key));
    if (found === null) throw new CommandError(`no encryption key ${key} is known here`);
    process.stdout.write(`under the key ${key}: ${told(found)}\n`);
    if (!options.yes) {
      await confirm(
        "They are gone for good: users sign in with their provider again and get new SSH keys. Type yes: ",
      );
    }
    const done = await inTransaction(db, (tx) => forgetKey(tx, key, new Date()));
    process.stdout.write(`forgotten: ${told(done)}\n`);
  });
}

function told({ provider_logins, signing_keys, ssh_keys }: SecretCounts): string {
  return [
    `tokens of ${counted(provider_logins, "sign-in with a provider", "sign-ins with a provider")}`,
    counted(ssh_keys, "SSH key"),
    counted(signing_keys, "signing key"),
  ].join(", ");
}
