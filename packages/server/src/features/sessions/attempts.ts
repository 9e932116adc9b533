import { fail } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import { addAttempt, readFailures } from "./attempts-store.ts";

/** Failed logins of one account per window, from all addresses and on all replicas. */
export const maxFailuresPerWindow = 60;
const windowMs = 60_000;

function windowStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs);
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
  const failures = await readFailures(deps.db, email, { start, lengthMs: windowMs });
  const rate = failures.previous * (1 - elapsed) + failures.current;
  if (Math.round(rate) < maxFailuresPerWindow) return;
  await addAttempt(deps.db, { email, start, failures: 0, refused: 1, known: true });
  fail("rate_limited", { message: "Too many failed sign-ins for this account. Try again later." });
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
