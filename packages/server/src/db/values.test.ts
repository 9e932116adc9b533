import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimestamp } from "./values.ts";

/** As PostgreSQL writes a timestamptz on a UTC connection: no zeros at the end of the fraction. */
function postgresText(time: Date): string {
  const [day, clock] = time.toISOString().slice(0, -1).split("T");
  return `${day} ${clock?.replace(/\.?0+$/, "")}+00`;
}

test("every moment of the years 1 to 9999 is read as it was written", () => {
  const anyMoment = fc.date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  const fraction = fc.constantFrom(0, 1, 10, 100, 120, 123, 999);

  fc.assert(
    fc.property(anyMoment, fraction, (moment, milliseconds) => {
      const time = new Date(moment);
      time.setUTCMilliseconds(milliseconds);
      expect(parseTimestamp(postgresText(time)).getTime()).toBe(time.getTime());
    }),
  );
});

test("microseconds are cut off", () => {
  expect(parseTimestamp("2026-11-21 09:30:00.123456+00").toISOString()).toBe(
    "2026-11-21T09:30:00.123Z",
  );
});

test.each([
  "infinity",
  "-infinity",
  "",
  "2026-11-21",
  "2026-11-21 09:30:00.123+0x",
  "2026-1a-21 09:30:00+00",
  "0044-03-15 12:00:00+00 BC",
])("%j is no moment that our schema holds", (text) => {
  expect(() => parseTimestamp(text)).toThrow(RangeError);
});
