import { useSyncExternalStore } from "react";

let isShown = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  isShown = next;
  for (const listener of listeners) listener();
}

/** Opens the list of keyboard shortcuts. */
export function showShortcuts(): void {
  set(true);
}

/** Whether the list is open, and how to close it. */
export function useShortcutsShown(): readonly [boolean, (shown: boolean) => void] {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isShown,
  );
  return [shown, set];
}
