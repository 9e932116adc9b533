import { storage } from "../../lib/storage.ts";

const storageKey = "gh.recent";
const kept = 5;

/** A place that was reached by the palette. */
export interface Recent {
  readonly to: string;
  readonly label: string;
  readonly secondary?: string | undefined;
}

/** The last places, the newest first; of this browser, without anything but names. */
export function readRecent(): readonly Recent[] {
  try {
    const stored: unknown = JSON.parse(storage.get(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== "object" || value === null) return false;
  const { to, label } = { to: undefined, label: undefined, ...value };
  return typeof to === "string" && /^\/(?!\/)/.test(to) && typeof label === "string";
}

/** Puts a place first. */
export function remember(place: Recent): void {
  const others = readRecent().filter(({ to }) => to !== place.to);
  storage.set(storageKey, JSON.stringify([place, ...others].slice(0, kept)));
}
