import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let until = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function change(next: number): void {
  until = next;
  for (const listener of listeners) listener();
}

/** Reads that the server asked to wait with. */
export const throttle = {
  /** A read is repeated after this time; the longest wait counts. */
  wait(ms: number): void {
    const end = Date.now() + ms;
    if (end <= until) return;
    clearTimeout(timer);
    timer = setTimeout(() => change(0), ms);
    change(end);
  },
};

/** When the reads that wait are repeated, in ms since the epoch; 0 when none waits. */
export function useThrottle(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => until,
  );
}
