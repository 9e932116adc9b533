import { type JsonNode, type JsonObject, readJson } from "@gatehouse/contract";
import { type BookRow, byKey, type PriceKey, priceKeys } from "./book.ts";
import { isNegative, microsOf, numberText } from "./decimal.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { catalogueProviders } from "./providers.ts";

/** What came of a catalogue. */
export interface Conversion {
  /** In the order of the book. */
  readonly rows: readonly BookRow[];
  /** Values that were left out, one sentence each. */
  readonly warnings: readonly string[];
  /** The youngest change of a model that the catalogue tells, `YYYY-MM-DD`: the age of the book. */
  readonly catalogueDate: string;
}

/** A catalogue that no book is made of; names everything that is wrong with it. */
export class CatalogueError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "CatalogueError";
  }
}

/** Where each price comes from (spec ai-prices §5.1). */
const costKeys: Readonly<Record<PriceKey, string>> = {
  input_price: "input",
  output_price: "output",
  cache_read_price: "cache_read",
  cache_write_price: "cache_write",
};

interface Work {
  readonly problems: string[];
  readonly warnings: string[];
}

/**
 * Makes the rows of the book from the bytes of a catalogue. The same bytes give the same rows, whatever
 * the order of their keys. Throws a CatalogueError for a catalogue that is broken, lacks a provider, or
 * has no input or output price at all (spec ai-prices §5.2, §5.3).
 */
export function convertCatalogue(bytes: Uint8Array, overrides: readonly Override[]): Conversion {
  const catalogue = readCatalogue(bytes);
  const work: Work = { problems: applyOverrides(catalogue, overrides), warnings: [] };
  const rows: BookRow[] = [];
  let catalogueDate = "";
  for (const { key, provider } of catalogueProviders) {
    for (const [model, facts] of modelsOf(catalogue, key, work)) {
      const where = `${key} ${model}`;
      if (!(facts instanceof Map)) {
        work.problems.push(`${where}: the model is not an object`);
        continue;
      }
      const date = dateOf(facts);
      if (date > catalogueDate) catalogueDate = date;
      const prices = pricesOf(facts.get("cost"), where, work);
      if (prices !== null) rows.push({ provider, model, ...prices });
    }
  }
  if (!rows.some((row) => row.input_price !== null || row.output_price !== null)) {
    work.problems.push("no model has an input or an output price");
  }
  if (catalogueDate === "") work.problems.push("no model has a date");
  if (work.problems.length > 0) throw new CatalogueError(work.problems);
  return { rows: rows.sort(byKey), warnings: work.warnings, catalogueDate };
}

/** The strict reading finds what the other forgives (text after the value); it keeps no digits. */
function readCatalogue(bytes: Uint8Array): JsonObject {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new CatalogueError([`the catalogue is not JSON: ${String(error)}`]);
  }
  const read = readJson(bytes);
  if (!read.ok) throw new CatalogueError([`the catalogue is not JSON: ${read.detail}`]);
  if (!(read.value instanceof Map)) throw new CatalogueError(["the catalogue is not an object"]);
  return read.value;
}

function modelsOf(catalogue: JsonObject, key: string, work: Work): JsonObject {
  const provider = catalogue.get(key);
  const models = provider instanceof Map ? provider.get("models") : undefined;
  if (models instanceof Map && models.size > 0) return models;
  work.problems.push(`the catalogue has no models of ${key}`);
  return new Map();
}

/** `YYYY-MM-DD` of the last change; a month counts from its first day; empty when there is none. */
function dateOf(facts: JsonObject): string {
  const text = facts.get("last_updated");
  if (typeof text !== "string") return "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  return /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : "";
}

/** The four prices, or null for a model without any. */
function pricesOf(
  cost: JsonNode | undefined,
  where: string,
  work: Work,
): Record<PriceKey, bigint | null> | null {
  if (cost === undefined || cost === null) return null;
  if (!(cost instanceof Map)) {
    work.problems.push(`${where}: cost is not an object`);
    return null;
  }
  if (!priceKeys.some((key) => cost.has(costKeys[key]))) return null;
  const price = (key: PriceKey): bigint | null =>
    priceOf(cost.get(costKeys[key]), `${where}: cost.${costKeys[key]}`, work);
  return {
    input_price: price("input_price"),
    output_price: price("output_price"),
    cache_read_price: price("cache_read_price"),
    cache_write_price: price("cache_write_price"),
  };
}

function priceOf(node: JsonNode | undefined, where: string, work: Work): bigint | null {
  if (node === undefined) return null;
  const text = numberText(node);
  if (text === null) {
    work.problems.push(`${where} is not a number`);
    return null;
  }
  try {
    const micros = microsOf(text);
    if (!isNegative(text)) return micros;
  } catch (error) {
    work.problems.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  work.warnings.push(`${where} is negative (${text}) and counts as unknown`);
  return null;
}
