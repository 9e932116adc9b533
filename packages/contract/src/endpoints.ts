import { aiBudgetEndpoints } from "./endpoints/ai-budgets.ts";
import { aiPriceEndpoints } from "./endpoints/ai-prices.ts";
import { aiUsageEndpoints } from "./endpoints/ai-usage.ts";
import { apiKeyEndpoints } from "./endpoints/api-keys.ts";
import { auditEndpoints } from "./endpoints/audit.ts";
import { authorizationEndpoints } from "./endpoints/authorization.ts";
import { exportEndpoints } from "./endpoints/exports.ts";
import { federatedLoginEndpoints } from "./endpoints/federated-login.ts";
import { generalEndpoints } from "./endpoints/general.ts";
import { groupEndpoints } from "./endpoints/groups.ts";
import { idpSyncEndpoints } from "./endpoints/idp-sync.ts";
import { memberEndpoints } from "./endpoints/members.ts";
import { orgRoleEndpoints } from "./endpoints/org-roles.ts";
import { organizationEndpoints } from "./endpoints/organizations.ts";
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
  ...aiPriceEndpoints,
  ...aiBudgetEndpoints,
  ...aiUsageEndpoints,
  ...groupEndpoints,
  ...exportEndpoints,
  ...organizationEndpoints,
  ...memberEndpoints,
  ...orgRoleEndpoints,
  ...idpSyncEndpoints,
} as const;

/** The table of endpoints. */
export type Endpoints = typeof endpoints;

/** The id of an endpoint. */
export type EndpointId = keyof Endpoints;
