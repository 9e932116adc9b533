import { type ImportFile, readParts } from "../features/import/entries.ts";

/** Reads a file of users at once. */
export function readImport(text: string): ImportFile {
  const [file] = readParts(text, Number.POSITIVE_INFINITY);
  return file ?? { entries: [], ignored: [] };
}
