import { createHash } from "node:crypto";
import { type JsonNode, readJson } from "@gatehouse/contract";
import { priceKeys } from "./rules.ts";

/** A price book that was read and found good. */
export interface PriceBook {
  /** As its file holds it. */
  readonly text: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  readonly rowCount: number;
  /** `YYYY-MM-DD`; null where the book does not tell. */
  readonly generatedOn: string | null;
}

const maxPrice = 2n ** 63n - 1n;

/**
 * Judges the text of a price book (spec ai-prices §3): a JSON list of rows with integer prices or null,
 * at least one, no model twice. A missing price is null, unknown members are ignored. Throws an Error
 * with one sentence otherwise.
 */
export function readBook(text: string, source: string | null): PriceBook {
  // The strict reading also refuses what follows the list; the other one keeps every digit.
  JSON.parse(text);
  const read = readJson(Buffer.from(text));
  if (!read.ok || !Array.isArray(read.value)) throw new Error("the price book is not a JSON list");
  if (read.value.length === 0) throw new Error("the price book has no rows");
  const seen = new Set<string>();
  for (const [index, node] of read.value.entries()) judgeRow(node, index, seen);
  return {
    text,
    digest: createHash("sha256").update(text).digest("hex"),
    rowCount: read.value.length,
    generatedOn: dateOf(source),
  };
}

function judgeRow(node: JsonNode, index: number, seen: Set<string>): void {
  const where = `row ${index + 1} of the price book`;
  if (!(node instanceof Map)) throw new Error(`${where} is not an object`);
  const provider = node.get("provider");
  const model = node.get("model");
  for (const key of [provider, model]) {
    if (typeof key !== "string" || key === "") throw new Error(`${where} has no key`);
  }
  const pair = JSON.stringify([provider, model]);
  if (seen.has(pair)) throw new Error(`${where} repeats ${pair}`);
  seen.add(pair);
  for (const name of priceKeys) judgePrice(node.get(name), `${name} of ${where}`);
}

function judgePrice(node: JsonNode | undefined, where: string): void {
  if (node === undefined || node === null) return;
  const digits = typeof node === "number" ? String(node) : tokenOf(node);
  if (!/^\d{1,19}$/.test(digits) || BigInt(digits) > maxPrice) {
    throw new Error(`${where} is not an integer that is a price`);
  }
}

function tokenOf(node: JsonNode): string {
  return typeof node === "object" && node !== null && "token" in node ? node.token : "";
}

function dateOf(source: string | null): string | null {
  try {
    const told: unknown = JSON.parse(source ?? "null");
    const date =
      typeof told === "object" && told !== null && "catalogue_date" in told
        ? told.catalogue_date
        : null;
    return typeof date === "string" && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null;
  } catch {
    return null;
  }
}
