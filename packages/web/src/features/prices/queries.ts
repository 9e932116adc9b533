import type { Answer } from "@gatehouse/sdk";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { nextParameter } from "../../lib/link-header.ts";

/** A price as the API gives it. */
export type WirePrice = Answer<"listModelPrices">[number];

/** The kinds of tokens that have a price each. */
export const priceKinds = [
  { name: "input_price", label: "Input" },
  { name: "output_price", label: "Output" },
  { name: "cache_read_price", label: "Cache read" },
  { name: "cache_write_price", label: "Cache write" },
] as const;

/** The wire name of one of the four prices. */
export type PriceKind = (typeof priceKinds)[number]["name"];

/** Four prices in micro-dollars per million tokens; null: not known, 0: free. */
export type Prices = Readonly<Record<PriceKind, bigint | null>>;

/** A model with the price of the book and the custom one, as far as it has them. */
export interface PricedModel {
  readonly key: string;
  readonly provider: string;
  readonly model: string;
  readonly book: Prices | undefined;
  readonly custom: Prices | undefined;
  /** When the price of the book last changed; undefined where the book has none. */
  readonly bookChanged: string | undefined;
  /** When the price in effect last changed. */
  readonly changed: string;
  /** When the book changed its price after the custom one was set; undefined where it did not. */
  readonly bookMoved: string | undefined;
}

/** Cache keys about prices. */
export const priceKeys = {
  all: ["prices"] as const,
  book: ["prices", "book"] as const,
  unpriced: ["prices", "unpriced"] as const,
  history: (provider: string, model: string) => ["prices", "history", provider, model] as const,
  log: (provider: string, source: string) => ["prices", "log", provider, source] as const,
};

const micros = (value: number | bigint | null): bigint | null =>
  value === null ? null : BigInt(value);

/** The four prices of a row of the API. */
export function pricesOf(row: Readonly<Record<PriceKind, number | bigint | null>>): Prices {
  return {
    input_price: micros(row.input_price),
    output_price: micros(row.output_price),
    cache_read_price: micros(row.cache_read_price),
    cache_write_price: micros(row.cache_write_price),
  };
}

/** The rows of both sources as one row for each model. */
export function modelsOf(rows: readonly WirePrice[]): readonly PricedModel[] {
  const models = new Map<string, { book?: WirePrice; custom?: WirePrice }>();
  for (const row of rows) {
    const key = `${row.provider}/${row.model}`;
    const known = models.get(key);
    models.set(key, row.source === "custom" ? { ...known, custom: row } : { ...known, book: row });
  }
  return [...models].flatMap(([key, { book, custom }]) => {
    const row = custom ?? book;
    if (row === undefined) return [];
    const isOlder =
      custom !== undefined && book !== undefined && custom.updated_at < book.updated_at;
    return [
      {
        key,
        provider: row.provider,
        model: row.model,
        book: book === undefined ? undefined : pricesOf(book),
        custom: custom === undefined ? undefined : pricesOf(custom),
        bookChanged: book?.updated_at,
        changed: row.updated_at,
        bookMoved: isOlder ? book.updated_at : undefined,
      },
    ];
  });
}

/** Every price of both sources, filtered here; a few thousand rows at most. */
export const pricesQuery = queryOptions({
  queryKey: priceKeys.book,
  queryFn: ({ signal }) => api.call("listModelPrices", { query: { source: "all" } }, { signal }),
  select: modelsOf,
  staleTime: 60_000,
});

/** Models that were used in the last 30 days and have no price. */
export const unpricedQuery = queryOptions({
  queryKey: priceKeys.unpriced,
  queryFn: ({ signal }) => api.call("listUnpricedModels", {}, { signal }),
});

/** What happened to the price of a model, the newest first. */
export function priceHistoryQuery(provider: string, model: string) {
  return queryOptions({
    queryKey: priceKeys.history(provider, model),
    queryFn: ({ signal }) =>
      api.call("listModelPriceHistory", { query: { provider, model, limit: 50 } }, { signal }),
    enabled: model !== "",
  });
}

/** Changes of all prices from the newest on, a page at a time; empty texts are no filter. */
export function priceLogQuery(provider: string, source: "" | "custom" | "default") {
  return infiniteQueryOptions({
    queryKey: priceKeys.log(provider, source),
    queryFn: async ({ signal, pageParam }) => {
      const query = {
        limit: 50,
        ...(provider === "" ? {} : { provider }),
        ...(source === "" ? {} : { source }),
        ...(pageParam === "" ? {} : { before: pageParam }),
      };
      let next: string | undefined;
      const changes = await api.call(
        "listModelPriceHistory",
        { query },
        {
          signal,
          onHeaders: (headers) => {
            next = nextParameter(headers.get("link"), "before");
          },
        },
      );
      return { changes, next };
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** A custom price to be set; without a time it holds from now on. */
export interface PriceEntry extends Prices {
  readonly provider: string;
  readonly model: string;
  readonly effective_from?: string | undefined;
}

/** Sets or plans custom prices: all of them, or none. */
export async function setPrices(prices: readonly PriceEntry[]): Promise<void> {
  await api.call("setModelPrices", { body: { prices } });
}

/** Goes back to the price of the book. */
export async function removeCustomPrice(provider: string, model: string): Promise<void> {
  await api.call("deleteModelPrice", { query: { provider, model, source: "custom" } });
}

/** Gives up a custom price that is planned for a time. */
export async function withdrawPlan(provider: string, model: string, from: string): Promise<void> {
  await api.call("deleteModelPrice", { query: { provider, model, effective_from: from } });
}

/** Tokens of a request whose cost is asked for. */
export interface Estimated {
  readonly provider: string;
  readonly model: string;
  readonly tokens: {
    readonly input_tokens: bigint;
    readonly output_tokens: bigint;
    readonly cache_read_input_tokens: bigint;
    readonly cache_write_input_tokens: bigint;
  };
}

/** What tokens cost at the price in effect; the server computes it and stores nothing. */
export function estimateQuery({ provider, model, tokens }: Estimated) {
  const key = Object.values(tokens).map(String);
  return queryOptions({
    queryKey: [...priceKeys.all, "estimate", provider, model, ...key],
    queryFn: ({ signal }) =>
      api.call("estimateCost", { body: { provider, model, ...tokens } }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
