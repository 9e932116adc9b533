import {
  bool,
  int,
  int64,
  list,
  nullable,
  object,
  oneOf,
  optional,
  text,
  time,
  uuid,
} from "../schema.ts";

/** The types of AI providers whose models have prices; a price is never looked up by an instance's name. */
export const pricedProviders = [
  "anthropic",
  "azure",
  "bedrock",
  "copilot",
  "google",
  "openai",
  "openrouter",
  "vercel",
] as const;

/** All types of AI providers; `openai-compat` passes requests to anybody, so it has no prices. */
export const aiProviderTypes = [...pricedProviders, "openai-compat"] as const;

/** A type of AI provider whose models have prices. */
export type PricedProvider = (typeof pricedProviders)[number];

/** Where a price comes from: the book of the release, or an administrator. */
export const priceSources = ["default", "custom"] as const;

/** Where a price comes from. */
export type PriceSource = (typeof priceSources)[number];

/** Greatest number of tokens of one kind in one record. */
export const maxTokens = 1_000_000_000_000n;

const perMillion = "Micro-units of US dollars per million tokens; null: unknown, 0: free.";

const price = (what: string) => nullable(int64({ description: `${what}. ${perMillion}` }));

/** The four prices of a model, as answers carry them. */
export const priceFields = {
  input_price: price("Input tokens that come from no cache"),
  output_price: price("Output tokens"),
  cache_read_price: price("Input tokens read from a cache"),
  cache_write_price: price("Input tokens written to a cache"),
};

/** A price of a model (spec ai-prices §8.1). */
export const modelPrice = object(
  {
    provider: text({ description: "Type of the AI provider." }),
    model: text({ description: "Id of the model at the provider; compared byte for byte." }),
    ...priceFields,
    source: oneOf(priceSources, { required: true, description: "Where the price comes from." }),
    created_at: time({ description: "When this source first had a price." }),
    updated_at: time({ description: "When the price last changed." }),
  },
  { name: "AIModelPrice", description: "What a model costs." },
);

const givenPrice = (what: string) =>
  optional(
    nullable(int64({ description: `${what}. ${perMillion} Not negative; the key must be there.` })),
  );

const priceEntryFields = {
  provider: text({ description: `One of ${pricedProviders.join(", ")}.` }),
  model: text({ description: "Id of the model at the provider, 1 to 255 characters." }),
  input_price: givenPrice("Input tokens that come from no cache"),
  output_price: givenPrice("Output tokens"),
  cache_read_price: givenPrice("Input tokens read from a cache"),
  cache_write_price: givenPrice("Input tokens written to a cache"),
};

/** The body of `POST /api/experimental/ai/model-prices`. */
export const setModelPricesRequest = object(
  {
    prices: list(object(priceEntryFields, { description: "All four prices of one model." }), {
      maxItems: 10_000,
      description: "One entry for each model; models that are not listed stay as they are.",
    }),
  },
  { name: "SetAIModelPricesRequest", description: "Custom prices." },
);

/** The body of `POST /api/v2/ai/model-prices`: entries may begin in the future (spec ai-prices §9.1). */
export const planModelPricesRequest = object(
  {
    prices: list(
      object(
        {
          ...priceEntryFields,
          effective_from: optional(
            time({ description: "From when on the price holds: now, or up to a year ahead." }),
          ),
        },
        { description: "All four prices of one model." },
      ),
      {
        maxItems: 10_000,
        description: "One entry for each model; models that are not listed stay as they are.",
      },
    ),
  },
  { name: "PlanAIModelPricesRequest", description: "Custom prices, from now on or later." },
);

/** One change of a price (spec ai-prices §2.3). */
export const priceHistoryEntry = object(
  {
    id: uuid({ description: "Id of the entry." }),
    provider: text({ description: "Type of the AI provider." }),
    model: text({ description: "Id of the model." }),
    source: oneOf(priceSources, { required: true, description: "Whose price changed." }),
    ...priceFields,
    removed: bool({ description: "Whether the custom price ended here." }),
    effective_from: time({ description: "From when on it holds, until the next entry begins." }),
    recorded_at: time({ description: "When it was written down." }),
    actor_id: nullable(uuid({ description: "Who changed it; null: the book of a release." })),
    actor_username: nullable(text({ description: "Name of the actor, null where there is none." })),
    origin: oneOf(["seed", "api", "sync"], {
      required: true,
      description: "`seed`: the book of a release; `api`: an administrator.",
    }),
    seed_digest: nullable(
      text({
        description: "SHA-256 of the book, hexadecimal; null for changes of administrators.",
      }),
    ),
    withdrawn_at: nullable(
      time({ description: "When a planned price was given up before its time; null: it was not." }),
    ),
  },
  { name: "AIModelPriceChange", description: "One change of a price." },
);

/** A model that was used without a price. */
export const unpricedModel = object(
  {
    provider: nullable(text({ description: "Type of the AI provider; null: unknown." })),
    provider_name: text({ description: "Name of the configured provider." }),
    model: text({ description: "Id of the model." }),
    records: int64({ description: "Usage records without a cost." }),
    input_tokens: int64({ description: "Their input tokens." }),
    output_tokens: int64({ description: "Their output tokens." }),
    cache_read_input_tokens: int64({ description: "Their input tokens read from a cache." }),
    cache_write_input_tokens: int64({ description: "Their input tokens written to a cache." }),
    first_seen: time({ description: "Time of the oldest record." }),
    last_seen: time({ description: "Time of the youngest record." }),
  },
  { name: "UnpricedAIModel", description: "A model that was used without a price." },
);

const tokens = (what: string) => int64({ description: `${what}, 0 to 10^12.` });

/** Token counts of one request or record, as bodies carry them; judged by the handler. */
export const tokenFields = {
  input_tokens: tokens("Input tokens that come from no cache"),
  output_tokens: tokens("Output tokens"),
  cache_read_input_tokens: tokens("Input tokens read from a cache"),
  cache_write_input_tokens: tokens("Input tokens written to a cache"),
};

/** The body of `POST /ai/model-prices/estimate`. */
export const estimateCostRequest = object(
  {
    provider: text({ required: true, description: "Type of the AI provider." }),
    model: text({ required: true, description: "Id of the model." }),
    ...tokenFields,
    at: optional(time({ description: "At which time's prices; now where absent." })),
  },
  { name: "EstimateAICostRequest", description: "A question what tokens would cost." },
);

const share = (what: string) =>
  int64({ description: `${what} in micro-units, cut to whole ones.` });

/** The price that a computation is based on. */
export const priceInEffect = object(
  {
    ...priceFields,
    source: oneOf(priceSources, { required: true, description: "Where it comes from." }),
  },
  { name: "AIPriceInEffect", description: "The price in effect." },
);

/** What tokens would cost; `price` is null where the model has none. */
export const costEstimate = object(
  {
    cost_micros: nullable(
      int64({
        description: "Sum of the breakdown in micro-units; null: no price, or out of range.",
      }),
    ),
    breakdown: object(
      {
        input: share("Input tokens"),
        output: share("Output tokens"),
        cache_read: share("Cache reads"),
        cache_write: share("Cache writes"),
      },
      { name: "AICostBreakdown", description: "The cost by kind of token." },
    ),
    price: nullable(priceInEffect),
    unpriced_dimensions: list(
      oneOf(["input", "output", "cache_read", "cache_write"], {
        required: true,
        description: "A kind of token.",
      }),
      { description: "Kinds of tokens that occur and have no price." },
    ),
  },
  { name: "AICostEstimate", description: "What tokens would cost." },
);

/** The filters of every list of prices. */
export const priceFilterFields = {
  provider: text({ description: "Only this provider, exactly; empty: all." }),
  model: text({ description: "Only this model, exactly; empty: all." }),
};

/** Page size of the lists that go on with a cursor. */
export const pageLimit = int({ min: 1, max: 1000, description: "Most rows of the answer." });
