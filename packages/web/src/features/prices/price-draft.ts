import { moneyText } from "../../lib/money.ts";
import type { DraftPrice } from "./price-field.tsx";
import { type PriceEntry, type PriceKind, type Prices, priceKinds } from "./queries.ts";

/** The types of providers whose models can have a price. */
export const providers = [
  "anthropic",
  "azure",
  "bedrock",
  "copilot",
  "google",
  "openai",
  "openrouter",
  "vercel",
] as const;

/** A price while it is edited. */
export type PriceDraft = Readonly<Record<PriceKind, DraftPrice>> & {
  readonly provider: string;
  readonly model: string;
  /** Local date and time as the browser's field gives it; empty: now. */
  readonly from: string;
};

function pricesIn(draft: PriceDraft): Prices | undefined {
  const { input_price, output_price, cache_read_price, cache_write_price } = draft;
  if (
    input_price === undefined ||
    output_price === undefined ||
    cache_read_price === undefined ||
    cache_write_price === undefined
  ) {
    return undefined;
  }
  return { input_price, output_price, cache_read_price, cache_write_price };
}

/** The entry that a draft means; undefined while something is missing or no amount. */
export function entryIn(draft: PriceDraft): PriceEntry | undefined {
  const { provider, model, from } = draft;
  const prices = pricesIn(draft);
  if (prices === undefined || provider === "" || model === "") return undefined;
  return {
    provider,
    model,
    ...prices,
    ...(from === "" ? {} : { effective_from: new Date(from).toISOString() }),
  };
}

const perMillion = 1_000_000n;

/** "1,000 in + 500 out = $0.0105"; without both prices that it is not known. */
export function estimateText({ input_price: input, output_price: output }: PriceDraft): string {
  const question = "1,000 in + 500 out";
  if (input == null || output == null) return `${question}: cost not known`;
  return `${question} = ${moneyText((1_000n * input) / perMillion + (500n * output) / perMillion)}`;
}

/** What an import would do: entries for models without and with a price of another kind. */
export interface ImportPlan {
  readonly entries: readonly PriceEntry[];
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function amount(value: unknown): bigint | null | undefined {
  if (value === null) return null;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? BigInt(value)
    : undefined;
}

function entryOf(value: unknown): PriceEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { provider, model, effective_from: from } = value;
  if (typeof provider !== "string" || typeof model !== "string") return undefined;
  const [input_price, output_price, cache_read_price, cache_write_price] = priceKinds.map(
    ({ name }) => amount(value[name]),
  );
  const draft = {
    provider,
    model,
    from: "",
    input_price,
    output_price,
    cache_read_price,
    cache_write_price,
  };
  const entry = entryIn(draft);
  return entry === undefined || typeof from !== "string"
    ? entry
    : { ...entry, effective_from: from };
}

/**
 * Reads `{"prices": […]}` in micro-dollars per million tokens, as the API takes it, and compares it with the prices in
 * effect. A text is what is wrong, by the place of the entry.
 */
export function planImport(
  text: string,
  current: (provider: string, model: string) => Prices | undefined,
): ImportPlan | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return "This is no JSON.";
  }
  const list: unknown = isRecord(file) ? file["prices"] : file;
  if (!Array.isArray(list) || list.length === 0) return 'Expected {"prices": […]}.';
  const entries: PriceEntry[] = [];
  let [added, changed, same] = [0, 0, 0];
  for (const [at, value] of list.entries()) {
    const entry = entryOf(value);
    if (entry === undefined) {
      return `prices[${at}] needs provider, model and all four prices in whole micro-dollars or null.`;
    }
    const before = current(entry.provider, entry.model);
    if (before === undefined) added += 1;
    else if (priceKinds.every(({ name }) => before[name] === entry[name])) same += 1;
    else changed += 1;
    entries.push(entry);
  }
  return { entries, added, changed, same };
}
