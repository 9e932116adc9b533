import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BookRow, bookText, readBook } from "./book.ts";
import { CatalogueError, type Conversion, convertCatalogue } from "./convert.ts";
import { writeWhole } from "./files.ts";
import { compareBooks, suspicions } from "./gates.ts";
import { overrides } from "./overrides.ts";
import { changeSummary } from "./summary.ts";

/** Names of the files in the folder of the book. */
export const bookFile = "ai-model-prices.json";
export const sourceFile = "source.json";

/** What a conversion is told. */
export interface ConversionOptions {
  /** The file with the catalogue. */
  readonly snapshot: string;
  /** The folder of the checked-in book; its rows are what the new ones are compared with. */
  readonly folder: string;
  /** Take a book that differs suspiciously. */
  readonly acceptDrift: boolean;
  /** Where a summary for reviewers goes, as Markdown; nowhere by default. */
  readonly summary?: string | undefined;
  /** Told everything worth reading. */
  readonly tell: (line: string) => void;
}

/** A book that passed every check, as text, and what it was made from, as text. */
export interface NewBook {
  readonly book: string;
  readonly source: string;
  /** What changed, as Markdown. */
  readonly summary: string;
}

/**
 * Turns a catalogue into the text of the book; writes nothing. Throws a CatalogueError for a catalogue
 * that cannot be used, or that gives a suspicious book which nobody accepted.
 */
export async function convertFile(options: ConversionOptions): Promise<NewBook> {
  const bytes = await readFile(options.snapshot);
  const conversion = convertCatalogue(bytes, overrides);
  const previous = await readPrevious(options.folder);
  for (const warning of conversion.warnings) options.tell(`warning: ${warning}`);
  const doubts = suspicions(previous, conversion.rows);
  if (doubts.length > 0 && !options.acceptDrift) {
    throw new CatalogueError([...doubts, "use --accept-drift when this is right"]);
  }
  report(previous, conversion, options.tell);
  const book = bookText(conversion.rows);
  const source = {
    catalogue_date: conversion.catalogueDate,
    catalogue_sha256: sha256(bytes),
    book_sha256: sha256(book),
    rows: conversion.rows.length,
  };
  const summary = changeSummary(previous, conversion.rows, source.catalogue_date);
  return { book, source: `${JSON.stringify(source, null, 2)}\n`, summary };
}

/** Converts and replaces the checked-in files; on any failure both stay as they are. */
export async function updateBook(options: ConversionOptions): Promise<void> {
  const { book, source, summary } = await convertFile(options);
  await writeWhole(join(options.folder, bookFile), book);
  await writeWhole(join(options.folder, sourceFile), source);
  if (options.summary !== undefined) await writeWhole(options.summary, summary);
}

async function readPrevious(folder: string): Promise<BookRow[]> {
  const bytes = await readFile(join(folder, bookFile)).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  return bytes === null ? [] : readBook(bytes);
}

function report(
  previous: readonly BookRow[],
  { rows }: Conversion,
  tell: (line: string) => void,
): void {
  const { added, removed, changed } = compareBooks(previous, rows);
  const name = (row: BookRow): string => `${row.provider} ${row.model}`;
  for (const row of added) tell(`added: ${name(row)}`);
  for (const row of removed) tell(`removed: ${name(row)}`);
  for (const { after } of changed) tell(`changed: ${name(after)}`);
  const providers = new Set(rows.map((row) => row.provider)).size;
  tell(
    `${rows.length} models of ${providers} providers; ` +
      `${added.length} added, ${removed.length} removed, ${changed.length} changed`,
  );
}

function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}
