import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

/** Reads one record as RFC 4180 describes it. */
function readLine(line: string): string[] {
  const cells = line.slice(0, -2).match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/gs) ?? [];
  return cells.map((cell) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

test("no cell of any text starts like a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      for (const cell of readLine(csvLine(cells))) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test("cells come back as they were, but for the apostrophe before a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      const expected = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
      expect(readLine(csvLine(cells))).toEqual(expected);
    }),
  );
});

for (const start of ["=", "+", "-", "@", "\t", "\r"]) {
  test(`a cell that starts with ${JSON.stringify(start)} gets an apostrophe`, () => {
    expect(csvLine([`${start}1`])).toContain(`'${start}1`);
  });
}

test("commas, quotes and line ends are quoted", () => {
  expect(csvLine(["a,b", 'say "x"', "two\nlines", "plain"])).toBe(
    '"a,b","say ""x""","two\nlines",plain\r\n',
  );
});
