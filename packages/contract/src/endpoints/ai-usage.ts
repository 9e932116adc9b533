import { endpoint, streamed } from "../endpoint.ts";
import { int, list, object, oneOf, optional, text, time, uuid } from "../schema.ts";
import { pageLimit, unpricedModel } from "../schemas/ai-price.ts";
import {
  recordUsageRequest,
  repricedUsage,
  usageReceipt,
  usageSeries,
  usageSummaryRow,
} from "../schemas/ai-usage.ts";

const tags = ["AI usage"] as const;

const summary = list(usageSummaryRow, { description: "In a stable order." });

/** What costs can be followed by, day by day. */
const seriesGroupings = ["user", "group", "model", "provider"] as const;

/** What a summary can be grouped by. */
const usageGroupings = [...seriesGroupings, "day"] as const;

const ofScope = [
  { permission: "group_member:read", refusal: 403 },
  { permission: "aibridge_interception:read", refusal: "filtered" },
] as const;

const scopeFields = {
  from: optional(time({ description: "First instant; the current period where absent." })),
  to: optional(time({ description: "First instant after it; at most 366 days later." })),
  organization: text({ description: "Only groups of this organization: id or name." }),
  user_id: optional(uuid({ description: "Only this user." })),
};

/** Recording the use of AI, and reports on it (spec ai-prices §8.4, §9.1, §9.3, §9.4). */
export const aiUsageEndpoints = {
  recordUsage: endpoint({
    id: "recordUsage",
    method: "POST",
    path: "/api/v2/ai/usage",
    tags,
    summary: "Record AI usage",
    description:
      "For gateways. Records stand alone: some may be rejected while the others count. The same record sent again has no effect, so that a gateway may repeat a request whose answer it did not get. Members can only record their own usage.",
    auth: "required",
    permissions: [{ permission: "aibridge_interception:create", refusal: 403 }],
    body: recordUsageRequest,
    bodyLimitBytes: 4_194_304,
    success: { status: 200, body: usageReceipt },
  }),
  summarizeUsage: endpoint({
    id: "summarizeUsage",
    method: "GET",
    path: "/api/v2/ai/usage/summary",
    tags,
    summary: "Summarize AI usage and its cost",
    description:
      "`Accept: text/csv` or `application/jsonl` (also `application/x-ndjson`) chooses another form. For an organization it needs the right to read all its group members; whoever may not read all usage sees only his own. A further page is named by the `Link` header. Days whose records are purged are answered from the daily totals: by user, group or day, in whole days, with null for tokens.",
    auth: "required",
    permissions: ofScope,
    query: object(
      {
        group_by: oneOf(usageGroupings, { required: true, description: "What a row is about." }),
        ...scopeFields,
        limit: optional(pageLimit),
        after: text({ description: "Cursor of the previous page's `Link` header." }),
      },
      { description: "What to sum up." },
    ),
    success: {
      status: 200,
      body: streamed,
      streams: {
        "application/json": summary,
        "text/csv": text({ description: "A header line, then a line for each row." }),
        "application/jsonl": text({ description: "One JSON object a line." }),
      },
    },
    errors: ["invalid_query", "not_found", "forbidden"],
  }),
  listUsageSeries: endpoint({
    id: "listUsageSeries",
    method: "GET",
    path: "/api/v2/ai/usage/series",
    tags,
    summary: "List what AI cost day by day",
    description:
      "The most expensive users, groups, models or providers stand alone, the others are summed up. Needs what a summary needs, and answers for the same times.",
    auth: "required",
    permissions: ofScope,
    query: object(
      {
        group_by: oneOf(seriesGroupings, { required: true, description: "What a series is of." }),
        ...scopeFields,
        top: optional(int({ min: 1, max: 20, description: "How many stand alone; else 6." })),
      },
      { description: "Which costs." },
    ),
    success: { status: 200, body: usageSeries },
    errors: ["invalid_query", "not_found", "forbidden"],
  }),
  repriceUsage: endpoint({
    id: "repriceUsage",
    method: "GET",
    path: "/api/v2/ai/usage/reprice",
    tags,
    summary: "Tell what AI usage would have cost with another model",
    description:
      "The tokens of every record, at the price that another model has now. Nothing is changed: the cost of a record is that of its moment for ever. Providers count tokens in their own ways, so this is an estimate. Only as far back as records are kept.",
    auth: "required",
    permissions: [{ permission: "ai_model_price:read", refusal: 403 }, ...ofScope],
    query: object(
      {
        provider: text({ required: true, description: "Type of the provider of the other model." }),
        model: text({ required: true, description: "Id of the other model." }),
        ...scopeFields,
      },
      { description: "Which usage, and at whose price." },
    ),
    success: { status: 200, body: repricedUsage },
    errors: ["invalid_query", "not_found", "forbidden"],
  }),
  exportSpend: endpoint({
    id: "exportSpend",
    method: "GET",
    path: "/api/v2/organizations/{organization}/ai/spend/export",
    tags,
    summary: "Export the AI spend of an organization as CSV",
    description:
      "Both bounds or none: none is the current period. 31 days at most, not older than the records are kept.",
    auth: "required",
    permissions: [
      { permission: "organization:read", refusal: 404 },
      { permission: "group_member:read", refusal: 403 },
    ],
    query: object(
      {
        period_start: optional(time({ description: "First instant." })),
        period_end: optional(time({ description: "First instant after the period." })),
      },
      { description: "Which period." },
    ),
    strictQuery: true,
    success: {
      status: 200,
      body: streamed,
      streams: { "text/csv": text({ description: "A header line, then a line for each row." }) },
    },
    errors: ["not_found", "invalid_query"],
  }),
  listUnpricedModels: endpoint({
    id: "listUnpricedModels",
    method: "GET",
    path: "/api/v2/ai/model-prices/unpriced",
    tags: ["AI prices"],
    summary: "List models that were used without a price",
    auth: "required",
    permissions: [{ permission: "ai_model_price:read", refusal: 403 }],
    query: object(
      { since: optional(time({ description: "Only usage from this time on; else 30 days." })) },
      { description: "Which usage." },
    ),
    success: {
      status: 200,
      body: list(unpricedModel, { description: "Most records first, 1,000 at most." }),
    },
    errors: ["invalid_query"],
  }),
} as const;
