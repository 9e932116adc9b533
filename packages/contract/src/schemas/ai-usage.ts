import {
  anyJson,
  int,
  int64,
  list,
  map,
  nullable,
  object,
  optional,
  text,
  time,
  uuid,
} from "../schema.ts";
import { priceInEffect, tokenFields } from "./ai-price.ts";

/** One record of usage as gateways send it (spec ai-prices §9.3); judged by the handler, record by record. */
const usageRecord = object(
  {
    id: uuid({ description: "Chosen by the gateway; the same id is recorded once." }),
    user_id: optional(uuid({ description: "Who used it; this or `username`." })),
    username: text({ description: "Who used it; this or `user_id`." }),
    provider_name: text({ description: "Name of the configured provider; this or `provider`." }),
    provider: text({ description: "Type of the provider; this or `provider_name`." }),
    model: text({ description: "Id of the model, 1 to 255 characters." }),
    ...tokenFields,
    created_at: time({ description: "When it happened; at most five minutes ahead." }),
    provider_response_id: text({ description: "Id of the provider's answer." }),
    client: text({ description: "The program that asked." }),
    session_id: text({ description: "What belongs together." }),
    metadata: map(anyJson({ description: "Anything." }), {
      description: "Anything else, 8 KiB of JSON at most.",
    }),
    reservation_id: optional(uuid({ description: "Of the check before; it ends here." })),
  },
  { description: "One use of a model." },
);

/** The body of `POST /ai/usage`. */
export const recordUsageRequest = object(
  { records: list(usageRecord, { maxItems: 1000, description: "1 to 1000 records." }) },
  { name: "RecordAIUsageRequest", description: "Records of AI usage." },
);

/** What became of the records. */
export const usageReceipt = object(
  {
    accepted: int64({ description: "Records that were new." }),
    duplicates: int64({ description: "Records that were there already; without effect." }),
    rejected: list(
      object(
        {
          index: int64({ description: "Place in the request, from 0." }),
          id: text({ description: "Id of the record." }),
          detail: text({ description: "Why." }),
        },
        { name: "RejectedAIUsage", description: "A record that was not taken." },
      ),
      { description: "Records that were not taken; the others are." },
    ),
    blocked_users: list(uuid({ description: "Id of a user." }), {
      description: "Users of these records whose limit is reached now.",
    }),
  },
  { name: "AIUsageReceipt", description: "What became of the records." },
);

const sum = (what: string) =>
  nullable(int64({ description: `${what}; null where the records are purged already.` }));

/** What a row is about; the fields that are not grouped by are omitted. */
const keyFields = {
  user_id: optional(uuid({ description: "Grouped by user." })),
  username: optional(text({ description: "Grouped by user; empty when he is gone." })),
  group_id: optional(nullable(uuid({ description: "Grouped by group; null: nobody pays." }))),
  group_name: optional(text({ description: "Grouped by group; empty when it is gone." })),
  provider: optional(nullable(text({ description: "Grouped by provider or model: its type." }))),
  provider_name: optional(text({ description: "Grouped by provider: its name." })),
  model: optional(text({ description: "Grouped by model." })),
};

/** One row of a summary. */
export const usageSummaryRow = object(
  {
    ...keyFields,
    day: optional(text({ description: "Grouped by day: YYYY-MM-DD, UTC." })),
    input_tokens: sum("Input tokens"),
    output_tokens: sum("Output tokens"),
    cache_read_input_tokens: sum("Input tokens read from a cache"),
    cache_write_input_tokens: sum("Input tokens written to a cache"),
    cost_micros: int64({ description: "Known cost in micro-units." }),
    records: int64({ description: "Usage records." }),
    unpriced_records: int64({ description: "Those of them whose cost is not known." }),
  },
  { name: "AIUsageSummaryRow", description: "What was used, and what it cost." },
);

const costFields = {
  cost_micros: int64({ description: "Known cost of all days in micro-units." }),
  daily_cost_micros: list(int64({ description: "Known cost of one day in micro-units." }), {
    description: "One for each of `days`.",
  }),
};

/** The answer of `GET /ai/usage/series`. */
export const usageSeries = object(
  {
    days: list(text({ description: "YYYY-MM-DD, UTC." }), { description: "Every day in order." }),
    series: list(
      object(
        { ...keyFields, ...costFields },
        { name: "AIUsageSeriesRow", description: "What one cost, day by day." },
      ),
      { description: "The most expensive first; without those that cost nothing." },
    ),
    other: nullable(
      object(
        { members: int({ description: "How many are summed up." }), ...costFields },
        {
          name: "AIUsageSeriesRest",
          description: "All that are not among the most expensive; null: there are none.",
        },
      ),
    ),
  },
  { name: "AIUsageSeries", description: "Costs day by day." },
);

/** The answer of `GET /ai/usage/reprice`. */
export const repricedUsage = object(
  {
    price: nullable(priceInEffect),
    models: list(
      object(
        {
          provider: nullable(text({ description: "Type of the provider that was used." })),
          model: text({ description: "Id of the model that was used." }),
          records: int64({ description: "Usage records." }),
          cost_micros: int64({ description: "What they cost, as far as that is known." }),
          unpriced_records: int64({ description: "Those of them whose cost is not known." }),
          repriced_micros: nullable(
            int64({
              description: "What they would have cost; null: the asked model has no price.",
            }),
          ),
        },
        { name: "RepricedAIModel", description: "One model, at its price and at another." },
      ),
      { description: "The most expensive first, 1,000 at most." },
    ),
  },
  { name: "RepricedAIUsage", description: "What usage would have cost at another price." },
);
