import { type RawBuilder, sql } from "kysely";
import type { EffectiveBudget } from "../../context/services.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { dayOf, type Period } from "./period.ts";
import { budgetFrom, effectiveBudgets, type RawBudget } from "./resolution-store.ts";

/** What a decision about a user's next request is based on; one snapshot of the database. */
export interface BudgetState extends EffectiveBudget {
  spend: bigint;
  /** What requests in flight may still cost. */
  reserved: bigint;
}

interface Amounts {
  spend: string;
  reserved: string;
}

/** Spend and reservations of a user in a group, as two columns. */
function amounts(
  who: { user: RawBuilder<unknown>; group: RawBuilder<unknown> },
  at: { now: Date; period: Period },
): RawBuilder<unknown> {
  return sql`
    (select coalesce(sum(d.spend_micros), 0)::text from ai_user_daily_spend d
     where d.user_id = ${who.user} and d.effective_group_id = ${who.group}
       and d.day >= ${dayOf(at.period.start)}::date and d.day < ${dayOf(at.period.end)}::date)
      as spend,
    (select coalesce(sum(r.amount_micros), 0)::text from ai_budget_reservations r
     where r.user_id = ${who.user} and r.effective_group_id = ${who.group}
       and r.expires_at > ${at.now.toISOString()}::timestamptz) as reserved`;
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
  const { rows } = await sql<RawBudget & Amounts>`
    select e.user_id, e.group_id, e.limit_micros::text as limit_micros, e.limit_source,
      ${amounts({ user: sql`e.user_id`, group: sql`e.group_id` }, at)}
    from (${effectiveBudgets(sql`
      select x.id as user_id from users x
      where x.id = ${userId}::uuid and not x.deleted`)}) e`.execute(handle);
  const [row] = rows;
  return row === undefined ? null : stateOf(budgetFrom(row), row);
}

/** The state of a budget that is known: spend and reservations, of one snapshot again. */
export async function findAmounts(
  handle: Handle,
  budget: EffectiveBudget,
  at: { now: Date; period: Period },
): Promise<BudgetState> {
  const who = { user: sql`${budget.user_id}::uuid`, group: sql`${budget.group_id}::uuid` };
  const { rows } = await sql<Amounts>`select ${amounts(who, at)}`.execute(handle);
  const [row] = rows;
  if (row === undefined) throw new Error("sums have no row");
  return stateOf(budget, row);
}

function stateOf(budget: EffectiveBudget, { spend, reserved }: Amounts): BudgetState {
  return { ...budget, spend: BigInt(spend), reserved: BigInt(reserved) };
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
