import { sql } from "kysely";
import type { Db, Tx } from "../../db/types.ts";
import { sha256 } from "../../platform/secrets.ts";

/** Accounts are known by the hash of their lower-cased e-mail: unknown ones cost and tell the same. */
function accountHash(email: string): Buffer {
  return sha256(email.toLowerCase());
}

/** The failures of an account in a window and in the one before. */
export async function readFailures(
  db: Db,
  email: string,
  window: { start: Date; lengthMs: number },
): Promise<{ current: number; previous: number }> {
  const { start } = window;
  const before = new Date(start.getTime() - window.lengthMs);
  const { rows } = await sql<{ window_start: Date; failures: number }>`
    select a.window_start, a.failures from login_attempts a
    where a.account_hash = ${accountHash(email)}
      and a.window_start in (${start.toISOString()}::timestamptz, ${before.toISOString()}::timestamptz)
  `.execute(db);
  const of = (time: Date): number =>
    rows.find((row) => row.window_start.getTime() === time.getTime())?.failures ?? 0;
  return { current: of(start), previous: of(before) };
}

/** Adds to the counters of an account's window. */
export async function addAttempt(
  db: Db,
  attempt: { email: string; start: Date; failures: number; refused: number; known: boolean },
): Promise<void> {
  await sql`
    insert into login_attempts as a (account_hash, window_start, failures, refused, unknown_account)
    values (${accountHash(attempt.email)}, ${attempt.start.toISOString()}::timestamptz,
            ${attempt.failures}, ${attempt.refused}, ${!attempt.known})
    on conflict (account_hash, window_start) do update
      set failures = a.failures + excluded.failures, refused = a.refused + excluded.refused
  `.execute(db);
}

/** The counters of one account in a finished window. */
export interface ClosedWindow {
  account: string;
  failures: number;
  refused: number;
  unknown_account: boolean;
}

/** Takes up to `limit` windows that began before a time out of the table. */
export async function takeWindowsBefore(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<ClosedWindow[]> {
  const { rows } = await sql<ClosedWindow>`
    delete from login_attempts a
    where (a.account_hash, a.window_start) in (
      select o.account_hash, o.window_start from login_attempts o
      where o.window_start < ${before.toISOString()}::timestamptz
      order by o.window_start, o.account_hash limit ${limit} for update skip locked
    )
    returning encode(a.account_hash, 'hex') as account, a.failures, a.refused, a.unknown_account
  `.execute(tx);
  return rows;
}
