import { ApiFailure, type Client, createClient } from "@gatehouse/sdk";
import { connection } from "./connection.ts";
import { csrfToken, renewCsrfToken } from "./csrf.ts";
import { tellGone } from "./gone.ts";
import { leaveFor } from "./leave.ts";
import { isStaleCsrf } from "./problem.ts";
import { noteAnswer, noteRequest } from "./requests.ts";
import { session } from "./session.ts";

const plain = createClient({
  fetch: async (address, init) => {
    const method = init?.method ?? "GET";
    if (typeof address === "string") noteRequest(method, address, init?.signal);
    const response = await fetch(address, init);
    if (method !== "GET" && response.status === 404) tellGone();
    noteAnswer(response.headers.get("x-coder-request-id"));
    return response;
  },
  headers: (method) => (method === "GET" ? {} : { "X-CSRF-TOKEN": csrfToken() }),
});

/** Endpoints whose 401 is about who wants to sign in, not about the session. */
const credentialChecks: ReadonlySet<string> = new Set([
  "login",
  "changePasswordWithPasscode",
  "githubCallback",
]);

/**
 * The API of the server this page came from, as whoever is signed in.
 *
 * A stale CSRF token is renewed and the call repeated once. When an open session turns out to be over, the call waits
 * until somebody signs in again and is repeated then, so that no page loses what was typed (console guide §3.13).
 * Every other failure is an `ApiFailure`.
 */
export const api: Client = {
  call: (...given: Parameters<Client["call"]>) => call(given),
};

async function call(given: Parameters<Client["call"]>): Promise<never> {
  const send = (): Promise<never> => watched(plain.call(...given) as Promise<never>);
  try {
    return await withFreshCsrf(send);
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure)) throw thrown;
    if (thrown.status === 401 && session.state === "open" && isSuspension(thrown)) {
      leaveFor("/login?notice=suspended&local=1");
      throw thrown;
    }
    const [id, , options] = given;
    const isOver = thrown.status === 401 && !credentialChecks.has(id);
    if (!isOver || (session.state !== "open" && session.state !== "ended")) throw thrown;
    await session.renewed(options?.signal);
    return withFreshCsrf(send);
  }
}

/** Sends, and once more with a new token when the old one was the reason for the refusal. */
async function withFreshCsrf(send: () => Promise<never>): Promise<never> {
  try {
    return await send();
  } catch (thrown) {
    if (thrown instanceof ApiFailure && isStaleCsrf(thrown) && (await renewCsrfToken())) {
      return send();
    }
    throw thrown;
  }
}

/** Tells the connection whether the server could be reached. */
async function watched(answer: Promise<never>): Promise<never> {
  try {
    const body = await answer;
    connection.found();
    return body;
  } catch (thrown) {
    if (thrown instanceof ApiFailure) {
      if (thrown.status === 0) connection.lost();
      else connection.found();
    }
    throw thrown;
  }
}

/** Signing in again would not help: whoever is suspended is told so where one signs in. */
function isSuspension({ message }: ApiFailure): boolean {
  return /suspended/i.test(message);
}
