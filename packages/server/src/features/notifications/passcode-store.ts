import { sql } from "kysely";
import type { Db } from "../../db/types.ts";
import { notificationTemplates } from "./templates.ts";

/** A passcode that this process may send now. */
export interface LeasedPasscode {
  id: string;
  email: string;
  name: string;
  passcode: string;
  attempt_count: number;
}

/**
 * Leases up to `limit` passcodes that wait, also those that another process left behind; attempts are
 * counted with the lease.
 */
export async function leasePasscodes(
  db: Db,
  lease: { limit: number; seconds: number; maxAttempts: number },
): Promise<LeasedPasscode[]> {
  const { rows } = await sql<LeasedPasscode>`
    update notification_messages n
    set status = 'leased', leased_until = now() + make_interval(secs => ${lease.seconds}),
        updated_at = now(), attempt_count = n.attempt_count + 1,
        queued_seconds = coalesce(n.queued_seconds, extract(epoch from now() - n.created_at))
    where n.id in (
      select m.id from notification_messages m
      where m.notification_template_id = ${notificationTemplates.oneTimePasscode}::uuid
        and m.method = 'smtp' and m.attempt_count < ${lease.maxAttempts}
        and (m.status = 'pending'
          or (m.status = 'temporary_failure' and m.next_retry_after <= now())
          or (m.status = 'leased' and m.leased_until <= now()))
      order by m.created_at limit ${lease.limit} for update skip locked
    )
    returning n.id, n.attempt_count, n.payload ->> 'user_email' as email,
      n.payload ->> 'user_name' as name,
      n.payload -> 'labels' ->> 'one_time_passcode' as passcode`.execute(db);
  return rows;
}

/** Gives up passcodes that were enqueued before a time and are unsent; takes them out of the queue. */
export async function expirePasscodes(db: Db, enqueuedBefore: Date): Promise<void> {
  await sql`
    update notification_messages n
    set status = 'permanent_failure', status_reason = 'expired', updated_at = now(),
        leased_until = null, next_retry_after = null,
        payload = jsonb_set(n.payload, '{labels,one_time_passcode}', '""')
    where n.notification_template_id = ${notificationTemplates.oneTimePasscode}::uuid
      and n.status in ('pending', 'temporary_failure', 'leased')
      and n.created_at < ${enqueuedBefore.toISOString()}::timestamptz`.execute(db);
}

/** What came of sending a passcode; `retrySeconds` null: nobody sends it again. */
export interface PasscodeOutcome {
  status: "sent" | "temporary_failure" | "permanent_failure";
  reason: string | null;
  retrySeconds: number | null;
}

/** Stores the outcome; the passcode leaves the queue as soon as nobody will send it again. */
export async function finishPasscode(db: Db, id: string, outcome: PasscodeOutcome): Promise<void> {
  const over = outcome.retrySeconds === null;
  await sql`
    update notification_messages n
    set status = ${outcome.status}, status_reason = ${outcome.reason}, updated_at = now(),
        leased_until = null,
        next_retry_after = now() + make_interval(secs => ${outcome.retrySeconds}::double precision),
        payload = case when ${over}::boolean
          then jsonb_set(n.payload, '{labels,one_time_passcode}', '""') else n.payload end
    where n.id = ${id}::uuid`.execute(db);
}
