import { addressBlock } from "./client-address.ts";

/** What a limiter counts and how much it may remember. */
export type RateLimiterOptions = {
  /** Accepted requests per key and window; 0 or less switches the limiter off. */
  readonly limit: number;
  readonly windowMs: number;
  /** Seed of the overflow hash, 32 random bits; keeps strangers from aiming at another's slot. */
  readonly overflowSeed: number;
  /** Keys counted exactly per window; further ones share counters. Default 65536. */
  readonly maxKeys?: number;
};

/** The verdict about one request. */
export type RateLimitResult = {
  readonly limit: number;
  readonly remaining: number;
  /** End of the window in Unix seconds. */
  readonly reset: number;
  readonly limited: boolean;
};

/** Counts requests by key; memory is bounded, each call O(1) in the number of keys. */
export type RateLimiter = { readonly hit: (key: string, nowMs: number) => RateLimitResult };

/** Who is counted: the user of a valid credential, else the address the request came from. */
export type RateLimitCaller =
  | { readonly userId: string }
  | { readonly clientAddress: string | null };

type Window = { readonly counts: Map<string, number>; overflow: Uint32Array | null };

const overflowSlots = 65_536;

/**
 * Makes a sliding-window limiter for one process (spec users §2.6).
 *
 * The rate is `previous × (1 − elapsed fraction) + current` over windows aligned to the epoch; a
 * request is refused when `round(rate) + 1 > limit`, and a refused request is not counted.
 *
 * Security: when `maxKeys` different keys were seen in a window, further keys share counters
 * chosen by a seeded hash. Nothing is ever evicted, so a flood of keys neither frees its sender
 * from his own count nor grows the memory; the price is that keys new during such a flood may be
 * counted together.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { limit, windowMs, overflowSeed, maxKeys = 65_536 } = options;
  let startMs = Number.NEGATIVE_INFINITY;
  let current = emptyWindow();
  let previous = emptyWindow();

  function advance(nowMs: number): void {
    const windowStartMs = Math.floor(nowMs / windowMs) * windowMs;
    const aheadMs = windowStartMs - startMs;
    // A clock set back by less than a window must not empty the counters.
    if (aheadMs === 0 || aheadMs === -windowMs) return;
    previous = aheadMs > windowMs ? emptyWindow() : current;
    current = emptyWindow();
    startMs = windowStartMs;
  }

  function hit(key: string, nowMs: number): RateLimitResult {
    if (limit <= 0) return { limit, remaining: 0, reset: 0, limited: false };
    advance(nowMs);
    const slot = overflowSlot(key, overflowSeed);
    const elapsed = Math.max(0, (nowMs - startMs) / windowMs);
    const seen = countOf(current, key, slot);
    const rate = Math.round(countOf(previous, key, slot) * (1 - elapsed) + seen);
    const reset = Math.ceil((startMs + windowMs) / 1000);
    if (rate + 1 > limit) return { limit, remaining: 0, reset, limited: true };
    if (seen === 0 && current.counts.size >= maxKeys) {
      current.overflow ??= new Uint32Array(overflowSlots);
    }
    record(current, key, slot, seen + 1);
    return { limit, remaining: limit - rate - 1, reset, limited: false };
  }

  function record(window: Window, key: string, slot: number, count: number): void {
    if (window.overflow === null || window.counts.has(key)) window.counts.set(key, count);
    else window.overflow[slot] = count;
  }

  return { hit };
}

function emptyWindow(): Window {
  return { counts: new Map(), overflow: null };
}

function countOf(window: Window, key: string, slot: number): number {
  return window.counts.get(key) ?? window.overflow?.[slot] ?? 0;
}

function overflowSlot(key: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  // The low bits of the loop depend on low bits only; fold the rest in.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & (overflowSlots - 1);
}

/**
 * The key of a counter: the caller and the route (spec users §2.6).
 *
 * `routePattern` is the pattern that the router matched, never the path as sent, so that no
 * respelling gets a counter of its own; all unknown paths must share one constant.
 */
export function rateLimitKey(caller: RateLimitCaller, routePattern: string): string {
  const who =
    "userId" in caller ? `user ${caller.userId}` : `address ${addressBlock(caller.clientAddress)}`;
  return `${who}\n${routePattern}`;
}

/**
 * The response headers of a limited route; on refusal also `Retry-After` (spec users §2.6).
 *
 * Empty for a limiter that is off. Written by every limiter in turn, the inner one last.
 */
export function rateLimitHeaders(result: RateLimitResult): Record<string, string> {
  if (result.limit <= 0) return {};
  return {
    "X-RateLimit-Limit": String(result.limit),
    "X-RateLimit-Remaining": String(result.remaining),
    "X-RateLimit-Reset": String(result.reset),
    ...(result.limited ? { "Retry-After": "60" } : {}),
  };
}

/** What the bypass header does: count as usual, skip all limiters, or answer 428. */
export type RateLimitBypass = "count" | "skip" | "refuse";

const truthyLiterals: readonly string[] = ["1", "t", "T", "TRUE", "true", "True"];

/**
 * Decides about `X-Coder-Bypass-Ratelimit`: owners skip, other users are refused with 428,
 * anonymous requests are counted as if it were absent (spec users §2.6, deployment §2.2).
 */
export function rateLimitBypass(
  headerValue: string | undefined,
  caller: "anonymous" | "user" | "owner",
): RateLimitBypass {
  if (headerValue === undefined || !truthyLiterals.includes(headerValue)) return "count";
  if (caller === "anonymous") return "count";
  return caller === "owner" ? "skip" : "refuse";
}
