import { pricedProviders, type Validation } from "@gatehouse/contract";

/** The four prices of an entry, in the order of the wire. */
export const priceKeys = [
  "input_price",
  "output_price",
  "cache_read_price",
  "cache_write_price",
] as const;

type PriceKey = (typeof priceKeys)[number];

/** An entry of a request as decoded: an absent key is `undefined`, an unknown price null. */
export type GivenPrice = {
  provider: string;
  model: string;
  effective_from?: string | undefined;
} & {
  [K in PriceKey]?: bigint | null | undefined;
};

/** An entry that passed all rules. */
export type PriceEntry = { provider: string; model: string; effective_from: string | null } & {
  [K in PriceKey]: bigint | null;
};

/** The last moment for which a price can be planned: the same day of the next year. */
function lastPlan(now: Date): number {
  return new Date(now).setUTCFullYear(now.getUTCFullYear() + 1);
}

/** Longest id of a model, in code points; the longest in the wild has 61. */
const maxModelLength = 255;

const supported: readonly string[] = pricedProviders;

/**
 * Judges the entries of a request, and names everything that is wrong with them at once
 * (spec ai-prices §8.1). An entry sets all four prices: an absent key is not null.
 */
export function judgeEntries(prices: readonly GivenPrice[], now: Date): Validation[] {
  if (prices.length === 0) return [{ field: "prices", detail: "at least one price must be given" }];
  const seen = new Map<string, number>();
  return prices.flatMap((entry, index) => {
    const path = `prices[${index}]`;
    return [
      ...keyFaults(entry, path),
      ...priceFaults(entry, path),
      ...timeFaults(entry, path, now),
      ...twiceFault(entry, index, seen),
    ];
  });
}

function keyFaults(entry: GivenPrice, path: string): Validation[] {
  const found: Validation[] = [];
  if (!supported.includes(entry.provider)) {
    const detail = `must be one of ${supported.join(", ")}`;
    found.push({ field: `${path}.provider`, detail });
  }
  if (entry.model === "") found.push({ field: `${path}.model`, detail: "must be given" });
  else if (Array.from(entry.model).length > maxModelLength) {
    found.push({
      field: `${path}.model`,
      detail: `must have ${maxModelLength} characters at most`,
    });
  }
  return found;
}

function priceFaults(entry: GivenPrice, path: string): Validation[] {
  const absent = priceKeys.filter((key) => entry[key] === undefined);
  const known = priceKeys.filter((key) => typeof entry[key] === "bigint");
  if (absent.length === priceKeys.length || (absent.length === 0 && known.length === 0)) {
    return [{ field: path, detail: "at least one price must be set; 0 declares it free" }];
  }
  return priceKeys.flatMap((key) => {
    const price = entry[key];
    if (price === undefined) {
      return [{ field: `${path}.${key}`, detail: "must be given; null where it is not known" }];
    }
    return price !== null && price < 0n
      ? [{ field: `${path}.${key}`, detail: `must not be negative, is ${price}` }]
      : [];
  });
}

function timeFaults(entry: GivenPrice, path: string, now: Date): Validation[] {
  if (entry.effective_from === undefined) return [];
  const from = Date.parse(entry.effective_from);
  if (from < now.getTime() - toleratedMs) {
    return [{ field: `${path}.effective_from`, detail: "must not be in the past" }];
  }
  return from > lastPlan(now)
    ? [{ field: `${path}.effective_from`, detail: "must not be more than a year ahead" }]
    : [];
}

/** "Now" on the client's clock arrives a little late. */
const toleratedMs = 60_000;

function twiceFault(entry: GivenPrice, index: number, seen: Map<string, number>): Validation[] {
  const key = JSON.stringify([entry.provider, entry.model]);
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, index);
    return [];
  }
  return [{ field: `prices[${index}]`, detail: `is the same model as prices[${first}]` }];
}

/** The entries of a request that `judgeEntries` found nothing wrong with; what begins now has no time. */
export function acceptedEntries(prices: readonly GivenPrice[], now: Date): PriceEntry[] {
  return prices.map((entry) => ({
    provider: entry.provider,
    model: entry.model,
    input_price: entry.input_price ?? null,
    output_price: entry.output_price ?? null,
    cache_read_price: entry.cache_read_price ?? null,
    cache_write_price: entry.cache_write_price ?? null,
    effective_from:
      entry.effective_from !== undefined && Date.parse(entry.effective_from) > now.getTime()
        ? entry.effective_from
        : null,
  }));
}
