import type { UserRow } from "../context/actor.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Db, Tx } from "../db/types.ts";
import { recordOperatorAudit } from "../features/audit/index.ts";
import {
  deleteAllKeys,
  findUserByEmail,
  findUserByUsername,
  lockUser,
  readUserSecrets,
  updateUser,
} from "../features/users/index.ts";
import { createPasswordHasher } from "../platform/password-hash.ts";
import { passwordStrength } from "../platform/password-strength.ts";
import { CommandError } from "./errors.ts";
import { withDatabase } from "./offline.ts";
import { readSecret } from "./secret-input.ts";

type Environment = Record<string, string | undefined>;
type Options = Record<string, string | boolean | undefined>;

function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * `gatehouse reset-password`: sets the password of an account, clears its passcode and ends all its
 * sessions and tokens; reactivates nothing; audited (spec deployment §15.2).
 */
export async function resetPassword(
  reference: string,
  options: Options,
  env: Environment,
): Promise<void> {
  const password = await readSecret("New password", textOption(options, "passwordFile"));
  const verdict = passwordStrength(password);
  if (!verdict.valid) throw new CommandError(verdict.details);
  const place = {
    postgresUrl: textOption(options, "postgresUrl"),
    dataDir: textOption(options, "dataDir"),
  };
  const username = await withDatabase(place, env, async ({ db }) => {
    const user = await findResettable(db, reference, options["convert"] === true);
    const hashed = await createPasswordHasher().hash(password);
    await inTransaction(db, (tx) => replacePassword(tx, user, hashed));
    return user.username;
  });
  process.stdout.write(`the password of ${username} is set; all sessions and tokens are ended\n`);
}

async function findResettable(db: Db, reference: string, convert: boolean): Promise<UserRow> {
  const user = (await findUserByUsername(db, reference)) ?? (await findUserByEmail(db, reference));
  if (user === null || user.is_system) throw new CommandError(`there is no user ${reference}`);
  if (user.is_service_account) throw new CommandError("a service account has no password");
  if (user.login_type !== "password" && !convert) {
    throw new CommandError(
      `${user.username} signs in with ${user.login_type}; --convert turns it into a password account`,
    );
  }
  return user;
}

async function replacePassword(tx: Tx, user: UserRow, hashed: Buffer): Promise<void> {
  const now = new Date();
  const before = await lockUser(tx, user.id);
  const secrets = await readUserSecrets(tx, user.id);
  const after = await updateUser(tx, user.id, {
    hashed_password: hashed,
    login_type: "password",
    hashed_one_time_passcode: null,
    one_time_passcode_expires_at: null,
    one_time_passcode_failures: 0,
    updated_at: now,
  });
  if (before === null || after === null) throw new CommandError("the user was deleted meanwhile");
  await deleteAllKeys(tx, user.id);
  await recordOperatorAudit(tx, {
    time: now,
    action: "write",
    resourceType: "user",
    resourceId: user.id,
    resourceTarget: user.username,
    old: { ...before, hashed_password: secrets?.hashed_password },
    new: { ...after, hashed_password: hashed },
  });
}
