import { moneyText } from "../../lib/money.ts";
import { momentOf } from "../../lib/time-zone.ts";
import type { DraftPrice } from "./price-field.tsx";
import type { PriceEntry, PriceKind, Prices } from "./queries.ts";

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
  /** Date and time where times are shown, as the browser's field gives it; empty: now. */
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
    ...(from === "" ? {} : { effective_from: new Date(momentOf(from)).toISOString() }),
  };
}

const perMillion = 1_000_000n;

/** "1,000 in + 500 out = $0.0105"; without both prices that it is not known. */
export function estimateText({ input_price: input, output_price: output }: PriceDraft): string {
  const question = "1,000 in + 500 out";
  if (input == null || output == null) return `${question}: cost not known`;
  return `${question} = ${moneyText((1_000n * input) / perMillion + (500n * output) / perMillion)}`;
}
