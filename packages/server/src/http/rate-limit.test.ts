import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRateLimiter,
  rateLimitBypass,
  rateLimitHeaders,
  rateLimitKey,
} from "./rate-limit.ts";

const windowMs = 60_000;
const start = 1_700_000_040_000;

function limiter(limit: number, maxKeys = 65_536) {
  return createRateLimiter({ limit, windowMs, overflowSeed: 12345, maxKeys });
}

/** Every accepted request remembered; windows counted by looking at all of them. */
function naiveModel(limit: number) {
  const accepted: { key: string; window: number }[] = [];
  return (key: string, nowMs: number): boolean => {
    const window = Math.floor(nowMs / windowMs);
    const count = (wanted: number) =>
      accepted.filter((hit) => hit.key === key && hit.window === wanted).length;
    const elapsed = (nowMs - window * windowMs) / windowMs;
    const rate = count(window - 1) * (1 - elapsed) + count(window);
    const limited = Math.round(rate) + 1 > limit;
    if (!limited) accepted.push({ key, window });
    return limited;
  };
}

const traffic = fc.array(
  fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e"), waitMs: fc.nat({ max: 25_000 }) }),
  { maxLength: 300 },
);

describe("createRateLimiter", () => {
  it("agrees with a model that remembers every request", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), traffic, (limit, hits) => {
        const real = limiter(limit);
        const model = naiveModel(limit);
        let nowMs = start;
        for (const { key, waitMs } of hits) {
          nowMs += waitMs;
          expect(real.hit(key, nowMs).limited).toBe(model(key, nowMs));
        }
      }),
    );
  });

  it("never allows more than the model when its memory is full", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), traffic, (limit, hits) => {
        const real = limiter(limit, 2);
        const seen = new Map<string, number>();
        let nowMs = start;
        for (const { key, waitMs } of hits) {
          nowMs += waitMs;
          const id = `${key} ${Math.floor(nowMs / windowMs)}`;
          if (!real.hit(key, nowMs).limited) seen.set(id, (seen.get(id) ?? 0) + 1);
          expect(seen.get(id) ?? 0).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it("lets exactly the limit through in a fresh window and tells what remains", () => {
    const { hit } = limiter(3);

    const results = [1, 2, 3, 4].map(() => hit("k", start));

    expect(results.map((result) => result.limited)).toEqual([false, false, false, true]);
    expect(results.map((result) => result.remaining)).toEqual([2, 1, 0, 0]);
    expect(results[0]?.reset).toBe((Math.floor(start / windowMs) + 1) * 60);
  });

  it("does not allow a double burst around the edge of a window", () => {
    const { hit } = limiter(10);
    const edge = (Math.floor(start / windowMs) + 1) * windowMs;
    for (let count = 0; count < 10; count += 1) hit("k", edge - 1);

    expect(hit("k", edge).limited).toBe(true);
    expect(hit("k", edge + windowMs / 2).limited).toBe(false);
  });

  it("does not count refused requests, so a waiting client recovers", () => {
    const { hit } = limiter(2);
    for (let count = 0; count < 1000; count += 1) hit("k", start);

    expect(hit("k", start + 2 * windowMs).remaining).toBe(1);
  });

  it("does not forget a limited sender who floods it with other keys", () => {
    const { hit } = limiter(2, 100);
    hit("attacker", start);
    hit("attacker", start);

    for (let count = 0; count < 50_000; count += 1) hit(`noise ${count}`, start);

    expect(hit("attacker", start).limited).toBe(true);
  });

  it("limits a sender whose key came after the memory was full", () => {
    const { hit } = limiter(5, 100);
    for (let count = 0; count < 200; count += 1) hit(`noise ${count}`, start);

    const results = Array.from({ length: 6 }, () => hit("late", start).limited);

    expect(results.at(-1)).toBe(true);
  });

  it("carries a count made under pressure into the next window", () => {
    const { hit } = limiter(5, 0);
    for (let count = 0; count < 5; count += 1) hit("late", start);
    const edge = (Math.floor(start / windowMs) + 1) * windowMs;

    expect(hit("late", edge).limited).toBe(true);
  });

  it("keeps its counts when the clock is set back a little and recovers when it is set back far", () => {
    const { hit } = limiter(1);
    hit("k", start);

    expect(hit("k", start - windowMs).limited).toBe(true);
    expect(hit("k", start - 100 * windowMs + windowMs / 2).limited).toBe(true);
    expect(hit("k", start - 98 * windowMs).limited).toBe(false);
  });

  it("never limits and adds no header when it is off", () => {
    const { hit } = limiter(0);

    const result = hit("k", start);

    expect(result.limited).toBe(false);
    expect(rateLimitHeaders(result)).toEqual({});
  });
});

describe("rateLimitKey", () => {
  const route = "/api/v2/users/login";

  it("counts rotation inside an IPv6 /64 together", () => {
    const keys = Array.from({ length: 50 }, (_, index) =>
      rateLimitKey({ clientAddress: `2001:db8:1:2::${index.toString(16)}` }, route),
    );

    expect(new Set(keys).size).toBe(1);
  });

  it("keeps users, addresses and routes apart", () => {
    const keys = [
      rateLimitKey({ userId: "192.0.2.1" }, route),
      rateLimitKey({ clientAddress: "192.0.2.1" }, route),
      rateLimitKey({ clientAddress: "192.0.2.1" }, "/api/v2/users/:user"),
      rateLimitKey({ clientAddress: null }, route),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("rateLimitHeaders", () => {
  it("asks a refused client to wait a minute", () => {
    expect(rateLimitHeaders({ limit: 3, remaining: 0, reset: 99, limited: true })).toEqual({
      "X-RateLimit-Limit": "3",
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": "99",
      "Retry-After": "60",
    });
  });

  it("has no Retry-After on an accepted request", () => {
    const headers = rateLimitHeaders({ limit: 3, remaining: 1, reset: 99, limited: false });

    expect(headers).not.toHaveProperty("Retry-After");
  });
});

describe("rateLimitBypass", () => {
  it.each([
    ["true", "owner", "skip"],
    ["1", "owner", "skip"],
    ["true", "user", "refuse"],
    ["true", "anonymous", "count"],
    ["false", "owner", "count"],
    ["yes", "owner", "count"],
    [undefined, "user", "count"],
  ] as const)("%s of %s: %s", (value, caller, expected) => {
    expect(rateLimitBypass(value, caller)).toBe(expected);
  });
});
