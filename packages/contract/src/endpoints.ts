import { aiPriceEndpoints } from "./endpoints/ai-prices.ts";
import { apiKeyEndpoints } from "./endpoints/api-keys.ts";
import { auditEndpoints } from "./endpoints/audit.ts";
import { authorizationEndpoints } from "./endpoints/authorization.ts";
import { generalEndpoints } from "./endpoints/general.ts";
import { sessionEndpoints } from "./endpoints/sessions.ts";
import { userEndpoints } from "./endpoints/users.ts";

/** Every endpoint of the product by its id; the adapter, OpenAPI, the SDK and the tests start here. */
export const endpoints = {
  ...sessionEndpoints,
  ...userEndpoints,
  ...apiKeyEndpoints,
  ...generalEndpoints,
  ...authorizationEndpoints,
  ...auditEndpoints,
  ...aiPriceEndpoints,
} as const;

/** The table of endpoints. */
export type Endpoints = typeof endpoints;

/** The id of an endpoint. */
export type EndpointId = keyof Endpoints;
