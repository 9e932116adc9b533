import { endpoint } from "../endpoint.ts";
import { list, object, oneOf, optional, text, time } from "../schema.ts";
import {
  costEstimate,
  estimateCostRequest,
  modelPrice,
  pageLimit,
  planModelPricesRequest,
  priceFilterFields,
  priceHistoryEntry,
  priceSources,
  setModelPricesRequest,
} from "../schemas/ai-price.ts";

const tags = ["AI prices"] as const;
const mayRead = [{ permission: "ai_model_price:read", refusal: 403 }] as const;
const mayUpdate = [{ permission: "ai_model_price:update", refusal: 403 }] as const;

const source = oneOf([...priceSources, "all"], {
  description:
    "Which prices: absent, the one in effect of each model (custom before default); `default` or `custom`, those of that source; `all`, every row.",
});

const prices = list(modelPrice, { description: "By provider and model, custom before default." });

/** The prices of AI models (spec ai-prices §8.1, §9.1). */
export const aiPriceEndpoints = {
  listModelPricesExperimental: endpoint({
    id: "listModelPricesExperimental",
    method: "GET",
    path: "/api/experimental/ai/model-prices",
    tags,
    summary: "List model prices, all at once",
    auth: "required",
    permissions: mayRead,
    query: object({ ...priceFilterFields, source }, { description: "Which prices." }),
    success: { status: 200, body: prices },
    errors: ["invalid_query"],
  }),
  setModelPricesExperimental: endpoint({
    id: "setModelPricesExperimental",
    method: "POST",
    path: "/api/experimental/ai/model-prices",
    tags,
    summary: "Set custom model prices",
    description: "Either all entries become custom prices, or none.",
    auth: "required",
    permissions: mayUpdate,
    body: setModelPricesRequest,
    success: { status: 204 },
    audit: { resource: "ai_model_price", action: "write" },
  }),
  listModelPrices: endpoint({
    id: "listModelPrices",
    method: "GET",
    path: "/api/v2/ai/model-prices",
    tags,
    summary: "List model prices",
    description:
      "With `limit`, a further page is named by the `Link` header. The `ETag` header names the state of the answer: sent back as `If-None-Match`, it saves the body (304).",
    auth: "required",
    permissions: mayRead,
    query: object(
      {
        ...priceFilterFields,
        source,
        as_of: optional(time({ description: "The prices that held at this time." })),
        limit: optional(pageLimit),
        after: text({ description: "Cursor of the previous page's `Link` header." }),
      },
      { description: "Which prices." },
    ),
    success: { status: 200, body: prices },
    errors: ["invalid_query"],
  }),
  setModelPrices: endpoint({
    id: "setModelPrices",
    method: "POST",
    path: "/api/v2/ai/model-prices",
    tags,
    summary: "Set or plan custom model prices",
    description:
      "Either all entries are taken, or none. An entry with `effective_from` in the future takes effect by itself at that time; for one time of one model there is one entry (409), until it is given up.",
    auth: "required",
    permissions: mayUpdate,
    body: planModelPricesRequest,
    success: { status: 204 },
    errors: ["conflict"],
    audit: { resource: "ai_model_price", action: "write" },
  }),
  deleteModelPrice: endpoint({
    id: "deleteModelPrice",
    method: "DELETE",
    path: "/api/v2/ai/model-prices",
    tags,
    summary: "Go back to the price of the book, or give up a planned price",
    description:
      "Removes the custom price of a model. Prices of the book cannot be deleted (400). Planned prices stay planned: with `effective_from` the one that is planned for that time is given up instead, as long as its time has not come.",
    auth: "required",
    permissions: mayUpdate,
    query: object(
      {
        provider: text({ required: true, description: "Type of the AI provider." }),
        model: text({ required: true, description: "Id of the model." }),
        source: oneOf(priceSources, { description: "Only `custom` prices can be removed." }),
        effective_from: optional(time({ description: "Time of the planned price to give up." })),
      },
      { description: "Which price." },
    ),
    success: { status: 204 },
    errors: ["invalid_query", "not_found"],
    audit: { resource: "ai_model_price", action: "delete" },
  }),
  listModelPriceHistory: endpoint({
    id: "listModelPriceHistory",
    method: "GET",
    path: "/api/v2/ai/model-prices/history",
    tags,
    summary: "List changes of model prices",
    description:
      "Newest first, planned ones included. A further page is named by the `Link` header.",
    auth: "required",
    permissions: mayRead,
    query: object(
      {
        ...priceFilterFields,
        source: oneOf(priceSources, { description: "Only changes of this source." }),
        limit: optional(pageLimit),
        before: text({ description: "Cursor of the previous page's `Link` header." }),
      },
      { description: "Which changes; 100 where no `limit` is given." },
    ),
    success: { status: 200, body: list(priceHistoryEntry, { description: "Newest first." }) },
    errors: ["invalid_query"],
  }),
  estimateCost: endpoint({
    id: "estimateCost",
    method: "POST",
    path: "/api/v2/ai/model-prices/estimate",
    tags,
    summary: "Estimate the cost of a request",
    description: "Computes and stores nothing.",
    auth: "required",
    permissions: mayRead,
    body: estimateCostRequest,
    success: { status: 200, body: costEstimate },
  }),
} as const;
