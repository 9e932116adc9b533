import { randomUUID } from "node:crypto";
import { ApiError, fail } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { auditTarget, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { logAuditEntry, recordAudit } from "../audit/index.ts";
import { enqueuePasscode, sendPasscodes } from "../notifications/index.ts";
import {
  deleteAllKeys,
  findUserByEmail,
  lockUser,
  readUserSecrets,
  requireStrongPassword,
  updateUser,
  userAuditTarget,
} from "../users/index.ts";
import { giveBackPasscodeGuess, takePasscodeGuess } from "./store.ts";

const passcodeLifetimeMs = 20 * 60_000;

/**
 * `POST /users/otp/request`: always 204 after the same work, whoever asks for whom (spec users §7.7).
 * The hash is made before the answer for everybody; what a known account needs is written afterwards.
 */
export const requestPasscode: Handler<"requestPasscode"> = async (deps, ctx, { body }) => {
  if (deps.config.disablePasswordAuth) fail("password_auth_disabled");
  const passcode = randomUUID();
  const hashed = await deps.passwords.hash(passcode);
  const user = await findUserByEmail(deps.db, body.email);
  const eligible = user !== null && user.login_type === "password" && user.status !== "suspended";
  if (eligible) {
    deps.background.run(() => issuePasscode(deps, ctx, user, { passcode, hashed }));
  }
  return undefined;
};

async function issuePasscode(
  deps: Deps,
  ctx: RequestContext,
  user: UserRow,
  issued: { passcode: string; hashed: Buffer },
): Promise<void> {
  const expiresAt = new Date(ctx.now.getTime() + passcodeLifetimeMs);
  await inTransaction(deps.db, async (tx) => {
    const locked = await lockUser(tx, user.id);
    if (locked === null) return;
    await updateUser(tx, user.id, {
      hashed_one_time_passcode: issued.hashed,
      one_time_passcode_expires_at: expiresAt,
      one_time_passcode_failures: 0,
    });
    await recordAudit(tx, ctx, {
      ...userAuditTarget(user, "request_password_reset"),
      userId: user.id,
      old: { ...locked },
      new: { ...locked, one_time_passcode_expires_at: expiresAt },
    });
    await enqueuePasscode(tx, deps, { user, passcode: issued.passcode, now: ctx.now });
  });
  for (const entry of ctx.trail.audited) logAuditEntry(deps.log, ctx, entry);
  await sendPasscodes(deps);
}

/** `POST /users/otp/change-password`: the refusals come in the order of spec users §7.8. */
export const changePasswordWithPasscode: Handler<"changePasswordWithPasscode"> = async (
  deps,
  ctx,
  { body },
) => {
  if (deps.config.disablePasswordAuth) fail("password_auth_disabled");
  requireStrongPassword(body.password);
  const user = await findUserByEmail(deps.db, body.email);
  if (user !== null) auditTarget(ctx, { ...userAuditTarget(user, "write"), userId: user.id });
  const guess = user === null ? null : await takePasscodeGuess(deps.db, user.id, ctx.now);
  const stored = guess?.hashed_one_time_passcode ?? null;
  const verdict = await deps.passwords.verify(body.one_time_passcode, stored);
  if (user === null || guess === null || stored === null || !verdict.match) {
    return fail("passcode_invalid");
  }
  const same = await deps.passwords.verify(body.password, guess.hashed_password);
  if (same.match) {
    await giveBackPasscodeGuess(deps.db, user.id, stored);
    fail("password_unchanged");
  }
  const hashed = await deps.passwords.hash(body.password);
  await inTransaction(deps.db, (tx) => redeemPasscode(tx, ctx, { user, stored, hashed }));
  return undefined;
};

/** Uses the code up: of two requests with the same code one is refused (spec users §7.8). */
async function redeemPasscode(
  tx: Tx,
  ctx: RequestContext,
  input: { user: UserRow; stored: Buffer; hashed: Buffer },
): Promise<void> {
  const before = (await lockUser(tx, input.user.id)) ?? fail("passcode_invalid");
  const now = await readUserSecrets(tx, input.user.id);
  if (!now?.hashed_one_time_passcode?.equals(input.stored)) throw new ApiError("passcode_invalid");
  const after = await updateUser(tx, input.user.id, {
    hashed_password: input.hashed,
    hashed_one_time_passcode: null,
    one_time_passcode_expires_at: null,
    one_time_passcode_failures: 0,
    updated_at: ctx.now,
  });
  await deleteAllKeys(tx, input.user.id);
  await recordAudit(tx, ctx, {
    ...userAuditTarget(before, "write"),
    userId: before.id,
    old: {
      ...before,
      hashed_password: now.hashed_password,
      one_time_passcode_expires_at: now.one_time_passcode_expires_at,
    },
    new: { ...after, hashed_password: input.hashed, one_time_passcode_expires_at: null },
  });
}
