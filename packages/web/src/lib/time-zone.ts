import { storage } from "./storage.ts";

const storageKey = "gh.time-zone";

/** In which zone times are shown: that of the device, or UTC. A choice of this browser alone. */
export type TimeZoneChoice = "device" | "utc";

/** The stored choice; the device's zone without one. */
export function timeZoneChoice(): TimeZoneChoice {
  return storage.get(storageKey) === "utc" ? "utc" : "device";
}

/** Keeps a choice; what is drawn from now on follows it. */
export function chooseTimeZone(choice: TimeZoneChoice): void {
  if (choice === "device") storage.set(storageKey, null);
  else storage.set(storageKey, choice);
}

/** The zone for the formats of `Intl`, as an option that is absent where the device's own is meant. */
export function shownZone(): { readonly timeZone?: "UTC" } {
  return timeZoneChoice() === "utc" ? { timeZone: "UTC" } : {};
}

/** The device's zone: "Europe/Berlin". */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the zone is called in which times are shown. */
export const shownZoneName = (): string => shownZone().timeZone ?? deviceZone();

/** The day of a moment where times are shown, as `YYYY-MM-DD`. */
export function shownDay(ms: number): string {
  return new Date(ms).toLocaleDateString("sv-SE", shownZone());
}

/** The moment of a date and time without a zone, meant where times are shown; NaN when it is none. */
export function momentOf(dateTime: string): number {
  return Date.parse(timeZoneChoice() === "utc" ? `${dateTime}Z` : dateTime);
}
