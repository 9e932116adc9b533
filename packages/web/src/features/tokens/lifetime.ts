import { durationText } from "../../lib/time.ts";
import { momentOf, shownDay } from "../../lib/time-zone.ts";

const dayNs = 86_400n * 1_000_000_000n;
const dayMs = 86_400_000;

/** Lifetimes in days that are offered by name. */
const presetDays = [1, 7, 30, 90, 365] as const;

/** The presets that a maximum allows. */
export function presetsWithin(maxNanoseconds: bigint): number[] {
  return presetDays.filter((days) => BigInt(days) * dayNs <= maxNanoseconds);
}

/** The lifetime to start with: 30 days, or the longest that is allowed. */
export function firstLifetime(maxNanoseconds: bigint): string {
  const within = presetsWithin(maxNanoseconds).filter((days) => days <= 30);
  return String(within.at(-1) ?? "max");
}

/** A choice of a lifetime: days as text, `max`, or a last day (`YYYY-MM-DD`). */
export interface Lifetime {
  readonly choice: string;
  readonly until: string;
}

/** The end of a day where times are shown. */
function endOf(day: string): number {
  return momentOf(`${day}T23:59:59`);
}

/** A choice in nanoseconds, exact at the maximum; undefined when it means no time. */
export function lifetimeNanoseconds(
  { choice, until }: Lifetime,
  maxNanoseconds: bigint,
  now: number,
): bigint | undefined {
  if (choice === "max") return maxNanoseconds;
  if (choice !== "day") return BigInt(choice) * dayNs;
  const end = endOf(until);
  if (Number.isNaN(end)) return undefined;
  const wanted = BigInt(Math.trunc(end - now)) * 1_000_000n;
  // The last day that is allowed ends with the maximum, not at midnight.
  return wanted > maxNanoseconds && until === lastDay(maxNanoseconds, now)
    ? maxNanoseconds
    : wanted;
}

/** What is wrong with a choice; undefined when nothing is. */
export function lifetimeFault(
  lifetime: Lifetime,
  maxNanoseconds: bigint,
  now: number,
): string | undefined {
  const nanoseconds = lifetimeNanoseconds(lifetime, maxNanoseconds, now);
  if (nanoseconds === undefined) return "Choose the last day of the token.";
  if (nanoseconds <= 0n) return "This day is over.";
  if (nanoseconds > maxNanoseconds) return `At most ${maximumText(maxNanoseconds)}.`;
  return undefined;
}

/** The maximum in words; whole days where it has any. */
export function maximumText(maxNanoseconds: bigint): string {
  const days = maxNanoseconds / dayNs;
  return days > 0n ? durationText(days * 86_400n) : durationText(maxNanoseconds / 1_000_000_000n);
}

/** When a choice ends, as RFC 3339; undefined when it means no time. */
export function endOfLifetime(
  lifetime: Lifetime,
  maxNanoseconds: bigint,
  now: number,
): string | undefined {
  const nanoseconds = lifetimeNanoseconds(lifetime, maxNanoseconds, now);
  if (nanoseconds === undefined) return undefined;
  const end = new Date(now + Number(nanoseconds / 1_000_000n));
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

/** The last day that may be chosen. */
export function lastDay(maxNanoseconds: bigint, now: number): string {
  const days = Number(maxNanoseconds / dayNs);
  return shownDay(now + Math.min(days, 36_500) * dayMs);
}
