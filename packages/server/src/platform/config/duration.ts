const unitNanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

const form = /^[+-]?(?:\d+(?:\.\d{1,9})?(?:ns|us|µs|μs|ms|s|m|h|d))+$/;
const part = /(\d+)(?:\.(\d+))?(ns|us|µs|μs|ms|s|m|h|d)/g;

/**
 * Reads a duration: Go's form (`24h`, `1m30s`, `1.5h`), days as a whole of 24 hours (`7d`), or a bare number of
 * nanoseconds (spec deployment §15.1). Result in nanoseconds; null for anything else and beyond 64 bits.
 */
export function parseDuration(text: string): bigint | null {
  const input = text.trim();
  if (input.length > 64) return null;
  if (/^[+-]?\d+$/.test(input)) return within64Bits(BigInt(input.replace("+", "")));
  if (!form.test(input)) return null;
  let total = 0n;
  for (const [, whole = "0", fraction = "", unit = ""] of input.matchAll(part)) {
    const nanoseconds = unitNanoseconds[unit] ?? 0n;
    total += BigInt(whole) * nanoseconds;
    total += (BigInt(`0${fraction}`) * nanoseconds) / 10n ** BigInt(fraction.length);
  }
  return within64Bits(input.startsWith("-") ? -total : total);
}

function within64Bits(value: bigint): bigint | null {
  return BigInt.asIntN(64, value) === value ? value : null;
}

/** Nanoseconds as milliseconds; a fraction only below a millisecond. Every 64-bit duration fits exactly to 1 ms. */
export function toMilliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}

/** Milliseconds as nanoseconds, the unit of the wire; the reverse of `toMilliseconds`. */
export function toNanoseconds(milliseconds: number): bigint {
  const whole = Math.trunc(milliseconds);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6));
}
