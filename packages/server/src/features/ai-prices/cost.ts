import { maxTokens } from "@gatehouse/contract";

/** The four prices of a model in micro-units per million tokens; null is unknown, 0 is free. */
export interface Prices {
  readonly input_price: bigint | null;
  readonly output_price: bigint | null;
  readonly cache_read_price: bigint | null;
  readonly cache_write_price: bigint | null;
}

/** Tokens by kind; `input` never includes what a cache delivered. */
export interface Tokens {
  readonly input_tokens: bigint;
  readonly output_tokens: bigint;
  readonly cache_read_input_tokens: bigint;
  readonly cache_write_input_tokens: bigint;
}

/** The cost by kind of token in micro-units, each cut to whole ones. */
export interface Breakdown {
  readonly input: bigint;
  readonly output: bigint;
  readonly cache_read: bigint;
  readonly cache_write: bigint;
}

/** What tokens cost. */
export interface Cost {
  readonly breakdown: Breakdown;
  /** Sum of the breakdown in micro-units. */
  readonly micros: bigint;
  /** The exact cost in 10^-12 dollars: nothing is cut. */
  readonly pico: bigint;
}

/** Greatest cost of one record in micro-units, inclusive: ten million dollars (spec ai-prices §6.2). */
export const maxCostMicros = 10_000_000_000_000n;

const tokensPerPrice = 1_000_000n;

/** The kinds of tokens with their price and their name in a breakdown. */
export const tokenKinds = [
  { kind: "input", tokens: "input_tokens", price: "input_price" },
  { kind: "output", tokens: "output_tokens", price: "output_price" },
  { kind: "cache_read", tokens: "cache_read_input_tokens", price: "cache_read_price" },
  { kind: "cache_write", tokens: "cache_write_input_tokens", price: "cache_write_price" },
] as const;

/**
 * The cost of tokens (spec ai-prices §6.2): each kind is cut to whole micro-units and then added, so
 * that a breakdown adds up; an unknown price counts 0. Null when the sum is out of range, negative
 * counts included.
 */
export function costOf(prices: Prices, tokens: Tokens): Cost | null {
  const exact = (price: bigint | null, count: bigint): bigint => (price ?? 0n) * count;
  const input = exact(prices.input_price, tokens.input_tokens);
  const output = exact(prices.output_price, tokens.output_tokens);
  const cacheRead = exact(prices.cache_read_price, tokens.cache_read_input_tokens);
  const cacheWrite = exact(prices.cache_write_price, tokens.cache_write_input_tokens);
  if (input < 0n || output < 0n || cacheRead < 0n || cacheWrite < 0n) return null;
  const breakdown = {
    input: input / tokensPerPrice,
    output: output / tokensPerPrice,
    cache_read: cacheRead / tokensPerPrice,
    cache_write: cacheWrite / tokensPerPrice,
  };
  const micros = breakdown.input + breakdown.output + breakdown.cache_read + breakdown.cache_write;
  if (micros > maxCostMicros) return null;
  return { breakdown, micros, pico: input + output + cacheRead + cacheWrite };
}

/** The token counts that are out of range; judged one by one, so that none offsets another. */
export function tokenFaults(tokens: Tokens): { field: keyof Tokens; detail: string }[] {
  return tokenKinds.flatMap(({ tokens: field }) =>
    tokens[field] >= 0n && tokens[field] <= maxTokens
      ? []
      : [{ field, detail: `must be 0 to ${maxTokens}, not ${tokens[field]}` }],
  );
}
