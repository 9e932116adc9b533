import { readJson } from "@gatehouse/contract";

/** The four prices of a row, in the order of the book. */
export const priceKeys = [
  "input_price",
  "output_price",
  "cache_read_price",
  "cache_write_price",
] as const;

/** The name of a price in the book. */
export type PriceKey = (typeof priceKeys)[number];

/** One row of the book: micro-units per million tokens; null is unknown, 0 is free. */
export type BookRow = Readonly<Record<PriceKey, bigint | null>> & {
  readonly provider: string;
  readonly model: string;
};

/** Orders rows by the bytes of provider and model, on every machine alike (spec ai-prices §3). */
export function byKey(a: BookRow, b: BookRow): number {
  return bytesOrder(a.provider, b.provider) || bytesOrder(a.model, b.model);
}

function bytesOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Writes the book: two spaces of indentation, keys in their fixed order, one line end at the end. */
export function bookText(rows: readonly BookRow[]): string {
  return `[\n${rows.map(rowText).join(",\n")}\n]\n`;
}

function rowText(row: BookRow): string {
  const members = [
    ["provider", JSON.stringify(row.provider)],
    ["model", JSON.stringify(row.model)],
    ...priceKeys.map((key) => [key, String(row[key])]),
  ];
  return `  {\n${members.map(([key, value]) => `    "${key}": ${value}`).join(",\n")}\n  }`;
}

/** Reads a book that this program wrote. Throws where it is none. */
export function readBook(bytes: Uint8Array): BookRow[] {
  const read = readJson(bytes);
  if (!read.ok || !Array.isArray(read.value)) throw new Error("the book is not a JSON list");
  return read.value.map((node) => {
    if (!(node instanceof Map)) throw new Error("a row of the book is not an object");
    const price = (key: PriceKey): bigint | null => {
      const value = node.get(key) ?? null;
      if (value === null) return null;
      if (typeof value === "number") return BigInt(value);
      if (typeof value === "object" && "token" in value) return BigInt(value.token);
      throw new Error(`a row of the book has the ${key} of a wrong type`);
    };
    return {
      provider: String(node.get("provider")),
      model: String(node.get("model")),
      input_price: price("input_price"),
      output_price: price("output_price"),
      cache_read_price: price("cache_read_price"),
      cache_write_price: price("cache_write_price"),
    };
  });
}
