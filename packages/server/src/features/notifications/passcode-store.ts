import { sql } from "kysely";
import type { Db } from "../../db/types.ts";
import { notificationTemplates } from "./templates.ts";

const leaseSeconds = 120;
const retrySeconds = 60;

/** Attempts after which a passcode is given up. */
export const maxPasscodeAttempts = 5;

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
export async function leasePasscodes(db: Db, limit: number): Promise<LeasedPasscode[]> {
  const { rows } = await sql<LeasedPasscode>`
    update notification_messages n
    set status = 'leased', leased_until = now() + make_interval(secs => ${leaseSeconds}),
        updated_at = now(), attempt_count = n.attempt_count + 1,
        queued_seconds = coalesce(n.queued_seconds, extract(epoch from now() - n.created_at))
    where n.id in (
      select m.id from notification_messages m
      where m.notification_template_id = ${notificationTemplates.oneTimePasscode}::uuid
        and m.method = 'smtp' and m.attempt_count < ${maxPasscodeAttempts}
        and (m.status = 'pending'
          or (m.status = 'temporary_failure' and m.next_retry_after <= now())
          or (m.status = 'leased' and m.leased_until <= now()))
      order by m.created_at limit ${limit} for update skip locked
    )
    returning n.id, n.attempt_count, n.payload ->> 'user_email' as email,
      n.payload ->> 'user_name' as name,
      n.payload -> 'labels' ->> 'one_time_passcode' as passcode`.execute(db);
  return rows;
}

/** Stores the outcome; the passcode leaves the queue as soon as nobody will send it again. */
export async function finishPasscode(
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
