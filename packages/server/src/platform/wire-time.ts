/**
 * A time as the wire shows it: RFC 3339 in UTC with `Z`, milliseconds without trailing zeros of the
 * whole fraction; "never" is `0001-01-01T00:00:00Z` (spec users §1.9).
 */
export function wireTime(time: Date): string {
  const iso = time.toISOString();
  return iso.endsWith(".000Z") ? `${iso.slice(0, -5)}Z` : iso;
}
