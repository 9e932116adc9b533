import { useSyncExternalStore } from "react";

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** Answers anybody, without a session and without work for the server. */
const probePath = "/healthz";

const listeners = new Set<() => void>();
let isUp = true;
let retryMs = firstRetryMs;
let timer: ReturnType<typeof setTimeout> | undefined;

function change(next: boolean): void {
  if (isUp === next) return;
  isUp = next;
  for (const listener of listeners) listener();
}

async function probe(): Promise<void> {
  clearTimeout(timer);
  try {
    await fetch(probePath, { cache: "no-store" });
    connection.found();
  } catch {
    retryMs = Math.min(retryMs * 2, longestRetryMs);
    timer = setTimeout(() => void probe(), retryMs);
  }
}

/** Whether the server can be reached, as far as the last request knows. */
export const connection = {
  get isUp(): boolean {
    return isUp;
  },
  /** A request got no answer: the server is asked again after 1 s, 2 s, … at most 30 s, until it answers. */
  lost(): void {
    if (!isUp) return;
    change(false);
    retryMs = firstRetryMs;
    timer = setTimeout(() => void probe(), retryMs);
  },
  /** A request was answered. */
  found(): void {
    clearTimeout(timer);
    change(true);
  },
};

if (typeof window !== "undefined") {
  window.addEventListener("offline", () => connection.lost());
  // The browser knows only that there is a network; whether the server is there, the question tells.
  window.addEventListener("online", () => {
    if (!isUp) void probe();
  });
}

/** Whether the server can be reached, followed by the component. */
export function useConnection(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isUp,
  );
}
