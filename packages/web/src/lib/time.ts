import { shownZone } from "./time-zone.ts";

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** True for the times that mean "never" on the wire: year 1 and the Unix epoch. Unreadable times count as never. */
export function isNever(iso: string): boolean {
  const time = Date.parse(iso);
  return Number.isNaN(time) || time <= 0;
}

function clock(date: Date): string {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return date.toLocaleTimeString("en-GB", { ...parts, ...shownZone() });
}

/** "14:02", in the reader's zone. */
export function clockText(ms: number): string {
  return clock(new Date(ms));
}

function day(date: Date, locale: string | undefined): string {
  return date.toLocaleDateString(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    ...shownZone(),
  });
}

function rough(ms: number): string {
  if (ms < hourMs) return `${Math.max(1, Math.floor(ms / minuteMs))} min`;
  return `${Math.floor(ms / hourMs)} h`;
}

/**
 * A time as one says it: "just now", "3 h ago", "in 3 h", "Tue 14:02" within a week, else the date. In the reader's zone.
 */
export function relativeText(iso: string, now: number, locale = "en-GB"): string {
  if (isNever(iso)) return "Never";
  const date = new Date(iso);
  const away = date.getTime() - now;
  const distance = Math.abs(away);
  if (distance < 45 * secondMs) return away > 0 ? "in a moment" : "just now";
  if (distance < dayMs) return away > 0 ? `in ${rough(distance)}` : `${rough(distance)} ago`;
  if (distance < 7 * dayMs) {
    return `${date.toLocaleDateString(locale, { weekday: "short", ...shownZone() })} ${clock(date)}`;
  }
  return day(date, locale);
}

/** "19 Nov 2026". */
export function dateText(iso: string, locale = "en-GB"): string {
  return isNever(iso) ? "Never" : day(new Date(iso), locale);
}

/** "19 Nov 2026, 14:02". */
export function dateTimeText(iso: string, locale = "en-GB"): string {
  if (isNever(iso)) return "Never";
  const date = new Date(iso);
  return `${day(date, locale)}, ${clock(date)}`;
}

/** "12 March 2026, 14:02:31 CET". */
export function zonedText(iso: string, locale = "en-GB"): string {
  if (isNever(iso)) return "Never";
  const parts = { dateStyle: "long", timeStyle: "long" } as const;
  return new Date(iso).toLocaleString(locale, { ...parts, ...shownZone() }).replace(" at ", ", ");
}

/** The moment for machines and for other zones: "2026-03-12T13:02:31Z". */
export function utcText(iso: string): string {
  return isNever(iso) ? "Never" : new Date(iso).toISOString().replace(".000Z", "Z");
}

/** "12 March 2026, 14:02:31 CET · 2026-03-12T13:02:31Z". */
export function exactText(iso: string, locale = "en-GB"): string {
  return isNever(iso) ? "Never" : `${zonedText(iso, locale)} · ${utcText(iso)}`;
}

const units = [
  ["day", 86_400n],
  ["h", 3_600n],
  ["min", 60n],
  ["s", 1n],
] as const;

/** A length of time in words, of the greatest unit that divides it: "30 days", "90 min". Seconds; fractions are cut. */
export function durationText(seconds: bigint): string {
  if (seconds <= 0n) return "0 s";
  const [unit, length] = units.find(([, size]) => seconds % size === 0n) ?? units[3];
  const count = seconds / length;
  if (unit !== "day") return `${count} ${unit}`;
  return count === 1n ? "1 day" : `${count} days`;
}

/** Lifetimes come as nanoseconds and exceed what numbers hold: take the digits of the JSON text. */
export function secondsFromNanoseconds(nanoseconds: bigint): bigint {
  return nanoseconds / 1_000_000_000n;
}
