import { describe, expect, it } from "vitest";
import { csvLine, readCsv } from "./csv.ts";

const cells = (text: string) => [...readCsv(text)].map((row) => row.cells);

describe("reading CSV", () => {
  it("takes what spreadsheets write: byte order mark, CRLF, quotes with line ends and quotes inside", () => {
    expect(cells('\uFEFFemail,name\r\n"a@b.c","Ada ""A"", Byron\nJr."\r\n')).toEqual([
      ["email", "name"],
      ["a@b.c", 'Ada "A", Byron\nJr.'],
    ]);
  });

  it("finds out that cells are divided by semicolons", () => {
    expect(cells("email;roles\na@b.c;auditor")).toEqual([
      ["email", "roles"],
      ["a@b.c", "auditor"],
    ]);
  });

  it("decides by the first line alone, also where lines end with a carriage return", () => {
    expect(cells("email;roles\ra,b,c;x")).toEqual([
      ["email", "roles"],
      ["a,b,c", "x"],
    ]);
  });

  it("knows the line of each row, over empty lines and line ends in cells", () => {
    const rows = [...readCsv('a,b\n\n"x\ny",z\nlast,row')];

    expect(rows.map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it("ends an open quote with the file", () => {
    expect(cells('a,"b\nc')).toEqual([["a", "b\nc"]]);
  });

  it("gives nothing for an empty file", () => {
    expect([...readCsv("\r\n\n")]).toEqual([]);
  });
});

describe("writing CSV", () => {
  it("lets nothing begin a formula where semicolons divide cells", () => {
    expect(csvLine(["a;=cmd", "a; b", "\n=1"])).toBe('"a;\'=cmd","a; b","\'\n=1"\r\n');
  });

  it("makes formulas texts, so that opening the file runs nothing", () => {
    expect(csvLine(["=1+1", "+x", "-x", "@x", "\tx", "plain"])).toBe(
      "'=1+1,'+x,'-x,'@x,'\tx,plain\r\n",
    );
  });

  it("is read back as it was", () => {
    const row = ['a "b"', "c,d", "e\nf", "g;h", ""];
    expect(cells(csvLine(row))).toEqual([row]);
  });
});
