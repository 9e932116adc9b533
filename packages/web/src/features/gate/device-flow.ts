import { ApiFailure } from "@gatehouse/sdk";

/** How much slower to ask once GitHub wants that (RFC 8628 §3.5). */
const slowerBySeconds = 5;

/**
 * Asks until GitHub has an answer about a device code, and gives that answer (spec federated-login §7.3).
 *
 * `intervalSeconds` is what GitHub wants between two questions; `wait` passes that time and rejects when the page is
 * left. A server that cannot be reached for a moment does not end the wait. Every other failure is thrown: the code has
 * expired, the person refused, or the account may not sign in.
 */
export async function awaitConfirmation<T>(
  ask: () => Promise<T>,
  intervalSeconds: number,
  wait: (seconds: number) => Promise<void>,
): Promise<T> {
  let seconds = intervalSeconds;
  for (;;) {
    await wait(seconds);
    try {
      return await ask();
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure)) throw thrown;
      if (thrown.detail === "slow_down" || thrown.status === 429) seconds += slowerBySeconds;
      else if (thrown.detail !== "authorization_pending" && thrown.status !== 0) throw thrown;
    }
  }
}

/** Passes time; rejects at once when `signal` says so. */
export function waitSeconds(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Why the wait for GitHub ended without a sign-in, for the person who waits. */
export function deviceFault(failure: unknown): string {
  if (!(failure instanceof ApiFailure)) return "Signing in did not work. Reload the page.";
  const { detail, message } = failure;
  if (detail === "expired_token") return "The code has expired before it was entered at GitHub.";
  if (detail === "access_denied") return "The sign-in was refused at GitHub.";
  return detail === "" ? message : `${message} ${detail}`;
}

/** An address that may be opened from here: GitHub's, and nothing that a browser would run. */
export function openable(address: string): string | null {
  return /^https?:\/\//i.test(address) ? address : null;
}

/** Minutes and seconds that are left: `14:05`. */
export function timeLeft(seconds: number): string {
  const left = Math.max(0, Math.round(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
