import { failField, type StreamedBody, writeJson } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import { csvLine } from "../../platform/csv.ts";
import { holdingSlot } from "./slots.ts";

/** Forms in which a table can be exported. */
const formats = ["csv", "json"] as const;

/** One form of an export. */
type ExportFormat = (typeof formats)[number];

/** What one cell holds: lists become one text with `;` in CSV. */
export type ExportValue = string | boolean | readonly string[];

/** A table to export: where its rows come from, and how a row becomes cells. */
export interface ExportTable<Row> {
  /** Part of the file name: letters, digits and hyphens. */
  name: string;
  format: ExportFormat;
  /** Starts reading: all rows from one snapshot, in batches. */
  read: () => AsyncIterable<Row[]>;
  /** The columns in their order; every row has the same. */
  columns: { readonly [column: string]: (row: Row) => ExportValue };
}

/** Reads the parameter `format`; empty is CSV, anything unknown a 400. */
export function readExportFormat(text: string): ExportFormat {
  const wanted = text === "" ? "csv" : text;
  return formats.find((known) => known === wanted) ?? failField("format", "must be csv or json");
}

/**
 * A table as a streamed answer: all rows from one snapshot, in constant memory (spec organizations §13.1).
 * 429 when too many exports run at once on this replica.
 */
export function exportTable<Row>(deps: Deps, now: Date, table: ExportTable<Row>): StreamedBody {
  const day = now.toISOString().slice(0, 10);
  const rows = holdingSlot(deps.exportSlots, table.read);
  const csv = table.format === "csv";
  return {
    contentType: csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    fileName: `${table.name}-${day}.${table.format}`,
    pieces: csv ? csvPieces(table, rows) : jsonPieces(table, rows),
  };
}

async function* csvPieces<Row>(
  { columns }: ExportTable<Row>,
  batches: AsyncIterable<Row[]>,
): AsyncGenerator<string> {
  const cells = Object.values(columns);
  let text = csvLine(Object.keys(columns));
  for await (const rows of batches) {
    for (const row of rows) text += csvLine(cells.map((cell) => csvText(cell(row))));
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

function csvText(value: ExportValue): string {
  if (typeof value === "string") return value;
  return typeof value === "boolean" ? String(value) : value.join(";");
}

async function* jsonPieces<Row>(
  { columns }: ExportTable<Row>,
  batches: AsyncIterable<Row[]>,
): AsyncGenerator<string> {
  const cells = Object.entries(columns);
  let text = "[";
  let separator = "\n";
  for await (const rows of batches) {
    for (const row of rows) {
      const wire = Object.fromEntries(cells.map(([name, cell]) => [name, cell(row)]));
      text += separator + writeJson(wire);
      separator = ",\n";
    }
    yield text;
    text = "";
  }
  yield `${text}\n]\n`;
}
