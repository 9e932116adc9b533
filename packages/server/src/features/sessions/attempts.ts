import { fail } from "@gatehouse/contract";
import { sql } from "kysely";
import type { Deps } from "../../context/deps.ts";
import type { Db } from "../../db/types.ts";
import { sha256 } from "../../platform/secrets.ts";

/** Failed logins of one account per window, from all addresses and on all replicas. */
export const maxFailuresPerWindow = 60;
const windowMs = 60_000;

function windowStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs);
}

function accountHash(email: string): Buffer {
  return sha256(email.toLowerCase());
}

/**
 * Refuses a login when the account has seen too many failures in the current and the previous window,
 * weighed like the rate limiter's (spec users §14, trap 3). Known and unknown addresses alike; the
 * right password does not help while it lasts, at most a minute after the guessing has stopped.
 */
export async function refuseAfterFailures(
  deps: Pick<Deps, "db" | "config">,
  email: string,
  now: Date,
): Promise<void> {
  if (deps.config.dangerousDisableRateLimits) return;
  const start = windowStart(now);
  const elapsed = (now.getTime() - start.getTime()) / windowMs;
  const failures = await readFailures(deps.db, email, start);
  const rate = failures.previous * (1 - elapsed) + failures.current;
  if (Math.round(rate) < maxFailuresPerWindow) return;
  await addAttempt(deps.db, { email, start, failures: 0, refused: 1, known: true });
  fail("rate_limited", { message: "Too many failed sign-ins for this account. Try again later." });
}

async function readFailures(
  db: Db,
  email: string,
  start: Date,
): Promise<{ current: number; previous: number }> {
  const before = new Date(start.getTime() - windowMs);
  const { rows } = await sql<{ window_start: Date; failures: number }>`
    select a.window_start, a.failures from login_attempts a
    where a.account_hash = ${accountHash(email)}
      and a.window_start in (${start.toISOString()}::timestamptz, ${before.toISOString()}::timestamptz)
  `.execute(db);
  const of = (time: Date): number =>
    rows.find((row) => row.window_start.getTime() === time.getTime())?.failures ?? 0;
  return { current: of(start), previous: of(before) };
}

/** Counts a failed login, of a known or an unknown account. */
export async function countFailedLogin(
  deps: Pick<Deps, "db">,
  attempt: { email: string; known: boolean; now: Date },
): Promise<void> {
  await addAttempt(deps.db, {
    email: attempt.email,
    start: windowStart(attempt.now),
    failures: 1,
    refused: 0,
    known: attempt.known,
  });
}

async function addAttempt(
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
