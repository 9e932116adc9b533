import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Tx } from "../../db/types.ts";
import { MailError } from "../../platform/mail.ts";
import { passcodeMail } from "../../platform/mail-passcode.ts";
import {
  expirePasscodes,
  finishPasscode,
  type LeasedPasscode,
  leasePasscodes,
  type PasscodeOutcome,
} from "./passcode-store.ts";
import { enqueueMessages } from "./store.ts";
import { notificationTemplates } from "./templates.ts";

/** A passcode older than this works no more and is not sent (spec users §7.7). */
const lifetimeMs = 20 * 60_000;

/**
 * Enqueues a one-time passcode for its user; by mail only, never in the inbox or to a webhook
 * (spec deployment §7.6). Without a mail server nothing is enqueued: the passcode would rest in the
 * queue for nobody.
 */
export async function enqueuePasscode(
  tx: Tx,
  deps: Pick<Deps, "mailer">,
  passcode: { user: UserRow; passcode: string; now: Date },
): Promise<void> {
  if (!deps.mailer.configured) return;
  await enqueueMessages(tx, {
    templateId: notificationTemplates.oneTimePasscode,
    recipientIds: [passcode.user.id],
    methods: ["smtp"],
    labels: { one_time_passcode: passcode.passcode },
    data: null,
    targets: [passcode.user.id],
    createdBy: "users",
    now: passcode.now,
  });
}

/**
 * Sends the passcodes that wait, this replica's and those that another one left behind. Each row is
 * leased first, so no two replicas send it; attempts are counted with the lease.
 */
export async function sendPasscodes(deps: Deps): Promise<void> {
  if (!deps.mailer.configured) return;
  await expirePasscodes(deps.db, new Date(deps.clock.now().getTime() - lifetimeMs));
  const lease = {
    limit: deps.config.notificationsLeaseCount,
    seconds: deps.config.notificationsLeasePeriodMs / 1000,
    maxAttempts: deps.config.notificationsMaxSendAttempts,
  };
  const leased = await leasePasscodes(deps.db, lease);
  for (const message of leased) await sendPasscode(deps, message);
  if (leased.length === lease.limit) await sendPasscodes(deps);
}

async function sendPasscode(deps: Deps, message: LeasedPasscode): Promise<void> {
  try {
    const mail = passcodeMail({
      accessUrl: deps.deployment.accessUrl,
      userName: message.name,
      email: message.email,
      passcode: message.passcode,
    });
    await deps.mailer.send({ ...mail, to: message.email, messageId: message.id });
    await finishPasscode(deps.db, message.id, { status: "sent", reason: null, retrySeconds: null });
  } catch (error) {
    const outcome = failedOutcome(deps, message, error);
    await finishPasscode(deps.db, message.id, outcome);
    deps.log.warn({ message_id: message.id, ...outcome }, "a passcode mail was not sent");
  }
}

function failedOutcome(deps: Deps, message: LeasedPasscode, error: unknown): PasscodeOutcome {
  const reason = error instanceof Error ? error.message : "unknown";
  const permanent =
    (error instanceof MailError && error.isPermanent) ||
    message.attempt_count >= deps.config.notificationsMaxSendAttempts;
  if (permanent) return { status: "permanent_failure", reason, retrySeconds: null };
  const retrySeconds = deps.config.notificationsRetryIntervalMs / 1000;
  return { status: "temporary_failure", reason, retrySeconds };
}
