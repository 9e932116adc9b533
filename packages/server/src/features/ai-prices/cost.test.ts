import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf, maxCostMicros, type Prices, type Tokens, tokenFaults } from "./cost.ts";

function prices(...four: (bigint | null)[]): Prices {
  const [input = null, output = null, read = null, write = null] = four;
  return {
    input_price: input,
    output_price: output,
    cache_read_price: read,
    cache_write_price: write,
  };
}

function tokens(...four: bigint[]): Tokens {
  const [input = 0n, output = 0n, read = 0n, write = 0n] = four;
  return {
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: read,
    cache_write_input_tokens: write,
  };
}

const half = 5_000_000_000_001n;

describe("the cost of a record", () => {
  it.each([
    [
      "all priced",
      prices(3000000n, 6000000n, 300000n, 3750000n),
      tokens(100n, 200n, 50n, 10n),
      1552n,
    ],
    ["null cache write", prices(3000000n, 6000000n, 300000n), tokens(100n, 200n, 50n, 10n), 1515n],
    ["all null", prices(), tokens(10n ** 12n, 1n, 2n, 3n), 0n],
    ["truncation", prices(1n), tokens(1n), 0n],
    ["just below", prices(999999n), tokens(1n), 0n],
    ["summed below", prices(999n), tokens(1000n), 0n],
    ["crosses", prices(999n), tokens(1002n), 1n],
    ["near int64", prices(75000000n), tokens(122000000000n), 9150000000000n],
    ["floors before the sum (trap T13)", prices(37500000n, 37500000n), tokens(1n, 1n), 74n],
    ["at the bound", prices(1000000n), tokens(10n ** 13n), 10n ** 13n],
    ["above the bound", prices(1000000n), tokens(10n ** 13n + 1n), null],
    ["two halves above the bound", prices(1000000n, 1000000n), tokens(half, half), null],
    ["negative tokens", prices(3000000n), tokens(-1000000n), null],
    [
      "a negative that another kind would offset",
      prices(1000000n, 1000000n),
      tokens(-1n, 5n),
      null,
    ],
    ["free is known to be free (trap T10)", prices(0n, 0n, 0n, 0n), tokens(5n, 5n, 5n, 5n), 0n],
  ])("%s", (_, price, count, micros) => {
    expect(costOf(price, count)?.micros ?? null).toBe(micros);
  });

  const price = fc.option(fc.bigInt({ min: 0n, max: 600_000_000n }), { nil: null });
  const count = fc.bigInt({ min: 0n, max: 10n ** 9n });
  const four = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one, one, one);

  it("adds up: the sum of the breakdown is the total", () => {
    fc.assert(
      fc.property(four(price), four(count), (p, n) => {
        const cost = costOf(prices(...p), tokens(...n));
        if (cost === null) return;
        const { input, output, cache_read, cache_write } = cost.breakdown;

        expect(input + output + cache_read + cache_write).toBe(cost.micros);
      }),
    );
  });

  it("equals rational arithmetic by another way, exactly and cut", () => {
    fc.assert(
      fc.property(four(price), four(count), (p, n) => {
        // Schoolbook: whole millions of tokens first, then the rest.
        const cut = p.reduce<bigint>((sum, one, index) => {
          const m = n[index] ?? 0n;
          const million = 1_000_000n;
          const rest = ((one ?? 0n) * (m % million)) / million;
          return sum + (one ?? 0n) * (m / million) + rest;
        }, 0n);
        const exact = p.reduce<bigint>((sum, one, i) => sum + (one ?? 0n) * (n[i] ?? 0n), 0n);

        const cost = costOf(prices(...p), tokens(...n));

        expect(cost?.micros ?? null).toBe(cut <= maxCostMicros ? cut : null);
        if (cost !== null) expect(cost.pico).toBe(exact);
      }),
    );
  });

  it("never falls when a price or a count rises", () => {
    const more = fc.bigInt({ min: 0n, max: 10n ** 6n });
    fc.assert(
      fc.property(four(price), four(count), four(more), four(more), (p, n, dp, dn) => {
        const less = costOf(prices(...p), tokens(...n));
        const raised = costOf(
          prices(...p.map((one, i) => (one === null ? null : one + (dp[i] ?? 0n)))),
          tokens(...n.map((one, i) => one + (dn[i] ?? 0n))),
        );

        if (less === null) expect(raised).toBeNull();
        else if (raised !== null) expect(raised.micros >= less.micros).toBe(true);
      }),
    );
  });

  it("loses less than four micro-units against the exact cost", () => {
    fc.assert(
      fc.property(four(price), four(count), (p, n) => {
        const cost = costOf(prices(...p), tokens(...n));
        if (cost === null) return;
        const lost = cost.pico - cost.micros * 1_000_000n;

        expect(lost >= 0n && lost < 4_000_000n).toBe(true);
      }),
    );
  });
});

describe("token counts", () => {
  it.each([
    [tokens(0n, 10n ** 12n), []],
    [tokens(-1n, 5n), ["input_tokens"]],
    [tokens(1n, 10n ** 12n + 1n), ["output_tokens"]],
    [
      tokens(-1n, 1n, -1n, -1n),
      ["input_tokens", "cache_read_input_tokens", "cache_write_input_tokens"],
    ],
  ])("are judged one by one", (count, fields) => {
    expect(tokenFaults(count).map(({ field }) => field)).toEqual(fields);
  });
});
