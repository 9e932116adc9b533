import { sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Db, Tx } from "../../db/types.ts";
import { MailError } from "../../platform/mail.ts";
import { passcodeMail } from "../../platform/mail-passcode.ts";
import { enqueueMessages } from "./store.ts";
import { notificationTemplates } from "./templates.ts";

const leaseSeconds = 120;
const retrySeconds = 60;
const maxAttempts = 5;
const batchSize = 20;

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

interface LeasedPasscode {
  id: string;
  email: string;
  name: string;
  passcode: string;
  attempt_count: number;
}

/**
 * Sends the passcodes that wait, this replica's and those that another one left behind. Each row is
 * leased first, so no two replicas send it; attempts are counted with the lease.
 */
export async function sendPasscodes(deps: Deps): Promise<void> {
  if (!deps.mailer.configured) return;
  const leased = await leasePasscodes(deps.db);
  for (const message of leased) await sendPasscode(deps, message);
  if (leased.length === batchSize) await sendPasscodes(deps);
}

async function leasePasscodes(db: Db): Promise<LeasedPasscode[]> {
  const { rows } = await sql<LeasedPasscode>`
    update notification_messages n
    set status = 'leased', leased_until = now() + make_interval(secs => ${leaseSeconds}),
        updated_at = now(), attempt_count = n.attempt_count + 1,
        queued_seconds = coalesce(n.queued_seconds, extract(epoch from now() - n.created_at))
    where n.id in (
      select m.id from notification_messages m
      where m.notification_template_id = ${notificationTemplates.oneTimePasscode}::uuid
        and m.method = 'smtp' and m.attempt_count < ${maxAttempts}
        and (m.status = 'pending'
          or (m.status = 'temporary_failure' and m.next_retry_after <= now())
          or (m.status = 'leased' and m.leased_until <= now()))
      order by m.created_at limit ${batchSize} for update skip locked
    )
    returning n.id, n.attempt_count, n.payload ->> 'user_email' as email,
      n.payload ->> 'user_name' as name,
      n.payload -> 'labels' ->> 'one_time_passcode' as passcode`.execute(db);
  return rows;
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
    await finishPasscode(deps.db, message.id, { status: "sent", reason: null });
  } catch (error) {
    const permanent =
      (error instanceof MailError && error.isPermanent) || message.attempt_count >= maxAttempts;
    const reason = error instanceof Error ? error.message : "unknown";
    const status = permanent ? "permanent_failure" : "temporary_failure";
    await finishPasscode(deps.db, message.id, { status, reason });
    deps.log.warn({ message_id: message.id, status, reason }, "a passcode mail was not sent");
  }
}

/** Stores the outcome; the passcode leaves the queue as soon as nobody will send it again. */
async function finishPasscode(
  db: Db,
  id: string,
  outcome: { status: string; reason: string | null },
): Promise<void> {
  const over = outcome.status !== "temporary_failure";
  await sql`
    update notification_messages n
    set status = ${outcome.status}, status_reason = ${outcome.reason}, updated_at = now(),
        leased_until = null,
        next_retry_after = ${over ? null : retrySeconds}::int * interval '1 second' + now(),
        payload = case when ${over}
          then jsonb_set(n.payload, '{labels,one_time_passcode}', '""') else n.payload end
    where n.id = ${id}::uuid`.execute(db);
}
