import type { JsonNode } from "@gatehouse/contract";

/** Micro-units in one unit of the currency. */
const microDigits = 6;

/** The largest price that the database holds, in micro-units: a signed 64-bit integer. */
export const maxMicros = 2n ** 63n - 1n;

const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** More digits than any price has: keeps `1e999999999` from filling the memory. */
const maxExponent = 400;

/**
 * Converts the decimal text of a JSON number to micro-units, exactly: ties are rounded away from zero
 * (spec ai-prices §5.3). Works on the text, so that no binary fraction comes between. Throws a
 * RangeError for a text that is no JSON number, and for a result beyond 64 bits.
 */
export function microsOf(text: string): bigint {
  const parts = decimal.exec(text);
  if (parts === null) throw new RangeError(`${JSON.stringify(text)} is not a decimal number`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return 0n;
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(microDigits);
  const micros = scaled(digits, power);
  if (micros > maxMicros) throw new RangeError(`${text} does not fit into 64 bits of micro-units`);
  return sign === "-" ? -micros : micros;
}

function scaled(digits: bigint, power: bigint): bigint {
  if (power > maxExponent) return maxMicros + 1n;
  if (power >= 0n) return digits * 10n ** power;
  const length = BigInt(digits.toString().length);
  if (-power > length) return 0n;
  const divisor = 10n ** -power;
  return (digits + divisor / 2n) / divisor;
}

/** Whether a decimal text is below zero, however little. */
export function isNegative(text: string): boolean {
  return text.startsWith("-") && /[1-9]/.test(text.split(/[eE]/)[0] ?? "");
}

/** The text of a number as the catalogue has it; null for any other value. */
export function numberText(node: JsonNode): string | null {
  if (typeof node === "number") return String(node);
  if (node === null || typeof node !== "object" || !("token" in node)) return null;
  return node.token;
}
