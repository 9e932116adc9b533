import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import { dayOf, type Period } from "./period.ts";
import { type EffectiveBudget, effectiveBudgets } from "./resolution-store.ts";

/** What a decision about a user's next request is based on; one snapshot of the database. */
export interface BudgetState extends EffectiveBudget {
  spend: bigint;
  /** What requests in flight may still cost. */
  reserved: bigint;
}

/**
 * The state of a user's budget in one statement, or null where there is no such user. Spend and
 * reservations are of one snapshot: a record that arrives moves its amount from one to the other at once.
 */
export async function findBudgetState(
  handle: Handle,
  userId: string,
  at: { now: Date; period: Period },
): Promise<BudgetState | null> {
  const { rows } = await sql<{
    user_id: string;
    group_id: string | null;
    limit_micros: string | null;
    limit_source: EffectiveBudget["limit_source"];
    spend: string;
    reserved: string;
  }>`
    select e.user_id, e.group_id, e.limit_micros::text as limit_micros, e.limit_source,
      (select coalesce(sum(d.spend_micros), 0)::text from ai_user_daily_spend d
       where d.user_id = e.user_id and d.effective_group_id = e.group_id
         and d.day >= ${dayOf(at.period.start)}::date and d.day < ${dayOf(at.period.end)}::date)
        as spend,
      (select coalesce(sum(r.amount_micros), 0)::text from ai_budget_reservations r
       where r.user_id = e.user_id and r.effective_group_id = e.group_id
         and r.expires_at > ${at.now.toISOString()}::timestamptz) as reserved
    from (${effectiveBudgets(sql`
      select x.id as user_id from users x
      where x.id = ${userId}::uuid and not x.deleted`)}) e`.execute(handle);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    user_id: row.user_id,
    group_id: row.group_id,
    limit: row.limit_micros === null ? null : BigInt(row.limit_micros),
    limit_source: row.limit_source,
    spend: BigInt(row.spend),
    reserved: BigInt(row.reserved),
  };
}

/** What a request may cost until its record arrives. */
export interface Reservation {
  id: string;
  userId: string;
  groupId: string;
  amount: bigint;
  createdAt: Date;
  expiresAt: Date;
}

/** Stores a reservation; the caller holds the lock of the user's budget. */
export async function insertReservation(tx: Tx, reservation: Reservation): Promise<void> {
  await sql`
    insert into ai_budget_reservations
      (id, user_id, effective_group_id, amount_micros, created_at, expires_at)
    values (${reservation.id}::uuid, ${reservation.userId}::uuid, ${reservation.groupId}::uuid,
            ${String(reservation.amount)}::bigint, ${reservation.createdAt.toISOString()}::timestamptz,
            ${reservation.expiresAt.toISOString()}::timestamptz)`.execute(tx);
}

/** Deletes up to `limit` reservations that ended before `now`; returns how many. */
export async function deleteExpiredReservations(
  handle: Handle,
  now: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ai_budget_reservations r where r.id in (
      select x.id from ai_budget_reservations x
      where x.expires_at <= ${now.toISOString()}::timestamptz
      order by x.expires_at limit ${limit})`.execute(handle);
  return Number(numAffectedRows ?? 0n);
}
