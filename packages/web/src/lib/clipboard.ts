import { useSyncExternalStore } from "react";

/** A text that the browser did not let the page copy, and what it is: "Request id". */
export interface RefusedCopy {
  readonly text: string;
  readonly what: string;
}

const listeners = new Set<() => void>();
let refused: RefusedCopy | undefined;

function setRefused(next: RefusedCopy | undefined): void {
  refused = next;
  for (const listener of listeners) listener();
}

/**
 * Copies a text. False where the browser refuses, for example outside secure contexts (plain HTTP): the caller then
 * selects the text and names the keys.
 */
export async function copyText(text: string): Promise<boolean> {
  // The type says that the clipboard is always there; on plain HTTP it is not.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) return false;
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies a text. Where the browser refuses, a dialog shows it, selected for the keys; false then. */
export async function copyOrShow(text: string, what: string): Promise<boolean> {
  const isCopied = await copyText(text);
  if (!isCopied) setRefused({ text, what });
  return isCopied;
}

/** The text that waits for the keys, and how it is put away. */
export function useRefusedCopy(): readonly [RefusedCopy | undefined, () => void] {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => refused,
  );
  return [current, forget];
}

function forget(): void {
  setRefused(undefined);
}
