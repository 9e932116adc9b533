import { useSyncExternalStore } from "react";

/**
 * What this page knows about its session.
 * `absent`: nobody is signed in; `unknown`: the browser has a session cookie that was not tried yet;
 * `open`: requests are answered; `ended`: it was open, and the server says that it is over.
 */
export type SessionState = "absent" | "unknown" | "open" | "ended";

interface Waiting {
  readonly resume: () => void;
  readonly fail: (reason: unknown) => void;
}

const listeners = new Set<() => void>();
let waiting: Waiting[] = [];
// Without a document nobody reads it: the generator of the docs and tests read the table of pages.
let state: SessionState = typeof document === "undefined" ? "unknown" : initialState(document);

/** The server writes into the page whether the browser sent a session cookie; scripts cannot see it. */
function initialState(page: Document): SessionState {
  const meta = page.querySelector<HTMLMetaElement>('meta[property="session"]');
  return meta?.content === "absent" ? "absent" : "unknown";
}

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function settle(how: (request: Waiting) => void): void {
  const requests = waiting;
  waiting = [];
  for (const request of requests) how(request);
}

/** The session of this page. */
export const session = {
  get state(): SessionState {
    return state;
  },
  /** Somebody signed in: what the page knows is asked for anew. */
  begin(): void {
    change("unknown");
  },
  /** The first request was answered, or somebody signed in: requests that waited go on. */
  open(): void {
    change("open");
    settle(({ resume }) => resume());
  },
  /** Nobody is signed in any more and nothing waits: after signing out, and for requests that nobody will repeat. */
  close(reason?: unknown): void {
    change("absent");
    settle(({ fail }) => fail(reason));
  },
  /** Another tab signed out: the dialog says so before a request fails. */
  end(): void {
    if (state === "open") change("ended");
  },
  /** Waits for somebody to sign in again; rejects when the request is cancelled or the page is left. */
  renewed(signal: AbortSignal | undefined): Promise<void> {
    change("ended");
    return new Promise((resolve, reject) => {
      waiting.push({ resume: resolve, fail: reject });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  },
};

/** The state of the session, followed by the component. */
export function useSessionState(): SessionState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

const hasTabs = typeof BroadcastChannel !== "undefined" && typeof document !== "undefined";
const channel = hasTabs ? new BroadcastChannel("gh.session") : null;
channel?.addEventListener("message", () => session.end());

/** Tells the other tabs of this browser that the session is over. */
export function tellOtherTabs(): void {
  channel?.postMessage("signed-out");
}
