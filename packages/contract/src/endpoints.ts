import { apiKeyEndpoints } from "./endpoints/api-keys.ts";
import { auditEndpoints } from "./endpoints/audit.ts";
import { authorizationEndpoints } from "./endpoints/authorization.ts";
import { federatedLoginEndpoints } from "./endpoints/federated-login.ts";
import { generalEndpoints } from "./endpoints/general.ts";
import { sessionEndpoints } from "./endpoints/sessions.ts";
import { userEndpoints } from "./endpoints/users.ts";

/** Every endpoint of the product by its id; the adapter, OpenAPI, the SDK and the tests start here. */
export const endpoints = {
  ...sessionEndpoints,
  ...userEndpoints,
  ...federatedLoginEndpoints,
  ...apiKeyEndpoints,
  ...generalEndpoints,
  ...authorizationEndpoints,
  ...auditEndpoints,
} as const;

/** The table of endpoints. */
export type Endpoints = typeof endpoints;

/** The id of an endpoint. */
export type EndpointId = keyof Endpoints;
