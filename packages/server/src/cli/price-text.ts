import type { WireModelPrice } from "@gatehouse/contract";
import { type GivenPrice, priceKeys } from "../features/ai-prices/index.ts";
import { exactDollars } from "../platform/money.ts";

type Price = bigint | null | undefined;

const titles = ["PROVIDER", "MODEL", "INPUT", "OUTPUT", "CACHE READ", "CACHE WRITE", "SOURCE"];

/** A price for people: dollars per million tokens, `-` where it is not known; `$0.00` is free. */
function shownPrice(price: Price): string {
  return price == null ? "-" : exactDollars(price);
}

/** Prices as a table; amounts are aligned to the right. */
export function priceTable(prices: readonly WireModelPrice[]): string {
  const rows = prices.map((price) => [
    price.provider,
    price.model,
    ...priceKeys.map((key) => shownPrice(price[key])),
    price.source,
  ]);
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column > 1 && column < 6 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return `${[titles, ...rows].map(line).join("\n")}\n`;
}

/** Two fields, so that no model id can be taken for another key. */
function keyOf({ provider, model }: { provider: string; model: string }): string {
  return JSON.stringify([provider, model]);
}

/**
 * What setting `given` would do to the custom prices `now`: a line for each model that is new (`+`) or
 * changes (`~`, old → new). Empty where nothing would.
 */
export function pricePlan(given: readonly GivenPrice[], now: readonly WireModelPrice[]): string[] {
  const custom = new Map(now.map((price) => [keyOf(price), price]));
  return given.flatMap((entry) => {
    const old = custom.get(keyOf(entry));
    const from = entry.effective_from === undefined ? "" : ` from ${entry.effective_from}`;
    const name = `${entry.provider}/${entry.model}${from}`;
    const words = priceKeys.flatMap((key) => {
      const after = shownPrice(entry[key]);
      if (old === undefined) return [`${wordsOf(key)} ${after}`];
      const before = shownPrice(old[key]);
      return before === after ? [] : [`${wordsOf(key)} ${before} → ${after}`];
    });
    return words.length === 0
      ? []
      : [`${old === undefined ? "+" : "~"} ${name}: ${words.join(", ")}`];
  });
}

function wordsOf(key: (typeof priceKeys)[number]): string {
  return key.replace(/_price$/, "").replace("_", " ");
}
