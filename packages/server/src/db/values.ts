/**
 * Parses PostgreSQL's text form of a timestamptz on a UTC connection (`2026-11-21 09:30:00.123+00`).
 * Years 1 to 9999; `infinity` is not used by our schema and throws.
 */
export function parseTimestamp(text: string): Date {
  const iso = `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, "Z")}`;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`unexpected timestamp: ${text}`);
  return date;
}
