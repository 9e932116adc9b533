const nanosecondsOf: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const maxNanoseconds = 2n ** 63n - 1n;
const form = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;

/**
 * Reads a Go duration (`1m30s`, `1.5h`) or a whole number of nanoseconds, in milliseconds.
 *
 * Null for anything else, days included, and beyond 64-bit nanoseconds (292 years). Parts of a
 * nanosecond are cut off (spec deployment §15.1).
 */
export function parseDurationMs(text: string): number | null {
  if (text.length > 64) return null;
  const sign = text.startsWith("-") ? -1 : 1;
  const nanoseconds = /^[+-]?\d+$/.test(text) ? wholeNumber(text) : sumOfParts(text);
  if (nanoseconds === null || nanoseconds > maxNanoseconds) return null;
  return sign * (Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6);
}

function wholeNumber(text: string): bigint {
  return BigInt(text.replace(/^[+-]/, ""));
}

function sumOfParts(text: string): bigint | null {
  if (!form.test(text)) return null;
  let sum = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of text.matchAll(
    /(\d*)\.?(\d*)([a-z\u00b5\u03bc]+)/g,
  )) {
    const scale = nanosecondsOf[unit];
    if (scale === undefined) return null;
    sum += (BigInt(whole + fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  return sum;
}

/** Milliseconds as nanoseconds of the wire; exact for whole milliseconds, else to the nanosecond. */
export function nanosecondsOfMs(milliseconds: number): bigint {
  const whole = Math.trunc(milliseconds);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6));
}
