import { isEmail, isNewUsername } from "@gatehouse/contract";
import type { Deps } from "../context/deps.ts";
import { inTransaction, violatedConstraint } from "../db/transaction.ts";
import type { Tx } from "../db/types.ts";
import { recordOperatorAudit } from "../features/audit/index.ts";
import { registerEncryptionKeys } from "../features/encryption/index.ts";
import { listOrganizationIds, setMembershipRoles } from "../features/organizations/index.ts";
import { markInitialized } from "../features/sessions/index.ts";
import { newSshKey } from "../features/ssh-keys/index.ts";
import { type AccountSecrets, insertAccount } from "../features/users/index.ts";
import { encryptionKeys } from "../platform/encryption-key-file.ts";
import { newId } from "../platform/ids.ts";
import { createKeyring } from "../platform/keyring.ts";
import { createPasswordHasher } from "../platform/password-hash.ts";
import { passwordStrength } from "../platform/password-strength.ts";
import { CommandError } from "./errors.ts";
import { withDatabase } from "./offline.ts";
import { readSecret } from "./secret-input.ts";

type Environment = Record<string, string | undefined>;
type Options = Record<string, string | undefined>;

/**
 * `gatehouse create-admin`: an active owner who administers every organization; also while password
 * authentication is disabled; audited with nobody as actor (spec deployment §15.2).
 */
export async function createAdmin(options: Options, env: Environment): Promise<void> {
  const { username = "", email = "", passwordFile, postgresUrl, dataDir } = options;
  if (!isNewUsername(username))
    throw new CommandError(`--username ${username} is not a valid name`);
  if (!isEmail(email)) throw new CommandError(`--email ${email} is not a valid address`);
  const password = await readSecret("Password", passwordFile);
  const verdict = passwordStrength(password);
  if (!verdict.valid) throw new CommandError(verdict.details);
  await withDatabase({ postgresUrl, dataDir }, env, async ({ db, config }) => {
    const hashedPassword = await createPasswordHasher().hash(password);
    const secrets = { hashedPassword, sshKey: await newSshKey({ config }) };
    const keyring = createKeyring(await encryptionKeys(config));
    await registerEncryptionKeys(db, keyring);
    try {
      await inTransaction(db, (tx) => insertAdmin(tx, { keyring }, { username, email, secrets }));
    } catch (error) {
      if (violatedConstraint(error)?.startsWith("users_")) {
        throw new CommandError("a user with this username or e-mail address exists already");
      }
      throw error;
    }
  });
  process.stdout.write(`created the administrator ${username}\n`);
}

/** The account, its administration of every organization, the set-up marker and the audit entry. */
async function insertAdmin(
  tx: Tx,
  sealing: Pick<Deps, "keyring">,
  admin: { username: string; email: string; secrets: AccountSecrets },
): Promise<void> {
  const account = {
    email: admin.email,
    username: admin.username,
    name: "",
    password: "",
    loginType: "password",
    status: "active",
    isServiceAccount: false,
    roles: ["owner"],
  } as const;
  const now = new Date();
  const organizationIds = await listOrganizationIds(tx);
  const input = { id: newId(), account, organizationIds, secrets: admin.secrets };
  const user = await insertAccount(tx, sealing, now, input);
  await setMembershipRoles(tx, user.id, ["organization-admin"]);
  await markInitialized(tx);
  await recordOperatorAudit(tx, {
    time: now,
    action: "create",
    resourceType: "user",
    resourceId: user.id,
    resourceTarget: user.username,
    old: null,
    new: { ...user, hashed_password: admin.secrets.hashedPassword },
  });
}
