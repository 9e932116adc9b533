import type { Handlers } from "./context/handler.ts";
import * as aiBudgets from "./features/ai-budgets/handlers.ts";
import * as aiPrices from "./features/ai-prices/handlers.ts";
import * as aiUsage from "./features/ai-usage/handlers.ts";
import * as apiKeys from "./features/api-keys/handlers.ts";
import * as audit from "./features/audit/handlers.ts";
import * as authorization from "./features/authorization/handlers.ts";
import * as deployment from "./features/deployment/handlers.ts";
import * as federatedLogin from "./features/federated-login/handlers.ts";
import * as groups from "./features/groups/handlers.ts";
import * as health from "./features/health/handlers.ts";
import * as idpSync from "./features/idp-sync/handlers.ts";
import * as members from "./features/members/handlers.ts";
import * as organizations from "./features/organizations/handlers.ts";
import * as preview from "./features/preview/handlers.ts";
import * as roles from "./features/roles/handlers.ts";
import * as sessions from "./features/sessions/handlers.ts";
import * as sshKeys from "./features/ssh-keys/handlers.ts";
import * as userSettings from "./features/user-settings/handlers.ts";
import * as users from "./features/users/handlers.ts";

/** The handler of every endpoint; the compiler refuses a missing one, the server a superfluous one. */
export const handlers: Handlers = {
  ...sessions,
  ...federatedLogin,
  ...users,
  ...apiKeys,
  ...userSettings,
  ...sshKeys,
  ...organizations,
  ...groups,
  ...preview,
  ...members,
  ...roles,
  ...idpSync,
  ...deployment,
  ...health,
  ...authorization,
  ...audit,
  ...aiPrices,
  ...aiBudgets,
  ...aiUsage,
};
