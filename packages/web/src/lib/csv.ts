import { saveBlob } from "./file.ts";

/**
 * One cell; a text that a spreadsheet would run as a formula is made a text. Where a comma is the decimal mark,
 * spreadsheets split at `;` instead: what follows one begins a cell there.
 */
export function csvCell(value: string): string {
  const safe = value.replaceAll(/(^|;)(?=[=+\-@\t\r\n])/g, "$1'");
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A row of a table with the line that it began on, from 1, and how many characters of the text end with it. */
export interface CsvRow {
  readonly line: number;
  readonly end: number;
  readonly cells: readonly string[];
}

/**
 * Reads CSV (RFC 4180) as spreadsheets write it, row by row: with or without a byte order mark, any line end, `,` or `;`
 * between cells, whichever the first line has more of. Empty lines are left out. An open quote runs to the end.
 */
export function* readCsv(text: string): Generator<CsvRow, undefined> {
  const source = text.replace(/^\uFEFF/, "");
  let cells: string[] = [];
  let line = 1;
  let began = 1;
  for (const match of source.matchAll(cellPattern(separatorOf(source)))) {
    const [whole, quoted, plain = "", end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    if (end === "," || end === ";") continue;
    if (cells.some((cell) => cell.trim() !== "")) {
      yield { line: began, end: match.index + whole.length, cells };
    }
    cells = [];
    began = line;
  }
}

/** A cell in quotes or without, and what ends it: the separator, the end of the line, or that of the file. */
function cellPattern(separator: "," | ";"): RegExp {
  const rest = `[^${separator}\\r\\n]*`;
  const quoted = `[ \\t]*"((?:[^"]|"")*)(?:"|$)${rest}`;
  return new RegExp(`(?:${quoted}|(${rest}))(${separator}|\\r?\\n|\\r|$)`, "g");
}

function separatorOf(source: string): "," | ";" {
  const first = source.slice(0, source.search(/[\r\n]|$/));
  return first.split(";").length > first.split(",").length ? ";" : ",";
}

/** Hands texts to the browser to save as a file. */
export function download(parts: readonly string[], name: string, type = "text/csv"): void {
  saveBlob(new Blob([...parts], { type: `${type};charset=utf-8` }), name);
}
