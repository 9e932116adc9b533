/**
 * What this browser remembers. Where it keeps nothing (storage that is full or switched off), nothing is remembered and
 * nothing breaks.
 */
export const storage = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  /** Null forgets. */
  set(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // The next visit starts without it.
    }
  },
};
