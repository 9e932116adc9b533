import type { JsonNode, JsonNumber } from "./read.ts";

const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);
const integerToken = /^-?[0-9]{1,19}$/;

/**
 * The value of an integer token, exact.
 *
 * `undefined` when it has a fraction or an exponent, or leaves the signed 64-bit range (spec users §1.3).
 */
export function exactInteger(node: number | JsonNumber): bigint | undefined {
  if (typeof node === "number") return BigInt(node);
  // The length test comes first: converting a million digits would cost time that the request did not pay for.
  if (!integerToken.test(node.token)) return undefined;
  const value = BigInt(node.token);
  return value >= minInt64 && value <= maxInt64 ? value : undefined;
}

/** The nearest double of a number token, or `undefined` when it is out of range (`1e999`). */
export function nearestDouble(node: number | JsonNumber): number | undefined {
  const value = typeof node === "number" ? node : Number(node.token);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Turns a value as read into plain JavaScript values.
 *
 * Objects have no prototype; 64-bit integers that a number cannot hold exactly are bigints, other numbers doubles.
 * `undefined` when a number is out of the range of a double.
 */
export function plainValue(node: JsonNode): unknown {
  const reading = { outOfRange: false };
  const value = plain(node, reading);
  return reading.outOfRange ? undefined : value;
}

function plain(node: JsonNode, reading: { outOfRange: boolean }): unknown {
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node)) return node.map((item) => plain(item, reading));
  if (node instanceof Map) {
    const members: Record<string, unknown> = Object.create(null);
    for (const [name, value] of node) members[name] = plain(value, reading);
    return members;
  }
  const value = plainNumber(node);
  if (value === undefined) reading.outOfRange = true;
  return value;
}

function plainNumber(node: JsonNumber): number | bigint | undefined {
  const integer = exactInteger(node);
  if (integer === undefined) return nearestDouble(node);
  const double = Number(integer);
  return Number.isSafeInteger(double) ? double : integer;
}
