/** The nil UUID, the zero value of ids. */
export const nilUuid = "00000000-0000-0000-0000-000000000000";

/** The zero time, which means "never" (spec users §1.9). */
export const zeroTime = "0001-01-01T00:00:00Z";

const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,64}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * The lower-case canonical form of a UUID, or `undefined` when it is none.
 *
 * Accepted are the canonical form, `urn:uuid:` before it, braces around it, and 32 hexadecimal digits, in any letter
 * case (spec users §1.3).
 */
export function parseUuid(input: string): string | undefined {
  if (input.length > 45) return undefined;
  const lower = input.toLowerCase();
  const bare = lower.startsWith("urn:uuid:") ? lower.slice(9) : withoutBraces(lower);
  if (canonicalUuid.test(bare)) return bare;
  if (!/^[0-9a-f]{32}$/.test(lower)) return undefined;
  return [
    lower.slice(0, 8),
    lower.slice(8, 12),
    lower.slice(12, 16),
    lower.slice(16, 20),
    lower.slice(20),
  ].join("-");
}

function withoutBraces(text: string): string {
  return text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
}

/**
 * An RFC 3339 time in UTC with `Z`, cut to milliseconds, or `undefined` when it is none.
 *
 * The offset is mandatory, `T` and `Z` are upper case, leap seconds are refused. Times outside the years 1 to 9999
 * in UTC are refused too: the database and other clients cannot read them.
 */
export function parseTime(input: string): string | undefined {
  if (isWritten(input)) return input;
  const parts = rfc3339.exec(input);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", sign, offsetHour, offsetMinute] =
    parts;

  const date = new Date(0);
  // The constructor would read the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) {
    return undefined;
  }
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  date.setUTCHours(Number(hour), Number(minute), Number(second), milliseconds);

  const offset = Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0);
  date.setTime(date.getTime() - (sign === "-" ? -offset : offset) * 60_000);
  const utcYear = date.getUTCFullYear();
  return utcYear >= 1 && utcYear <= 9999 ? date.toISOString().replace(".000Z", "Z") : undefined;
}

/** Whether a time is spelled just as it would be written; most are, and this is the cheap way to know. */
function isWritten(input: string): boolean {
  if (input.length > 24 || input < "0001") return false;
  const date = new Date(input);
  if (Number.isNaN(date.getTime())) return false;
  return date.toISOString().replace(".000Z", "Z") === input;
}

const booleans: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

/** A truth value in one of the twelve spellings of spec users §1.7, or `undefined`. */
export function parseBool(input: string): boolean | undefined {
  return Object.hasOwn(booleans, input) ? booleans[input] : undefined;
}

/** A decimal integer of the signed 64-bit range, leading zeros and one sign allowed, or `undefined`. */
export function parseInt64(input: string): bigint | undefined {
  if (!/^[+-]?[0-9]{1,64}$/.test(input)) return undefined;
  const value = BigInt(input.replace("+", ""));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
