import { accountRoutes } from "../features/account/routes.ts";
import { auditRoutes } from "../features/audit/routes.ts";
import { budgetsRoutes } from "../features/budgets/routes.ts";
import { deploymentRoutes } from "../features/deployment/routes.ts";
import { gateRoutes } from "../features/gate/routes.ts";
import { groupsRoutes } from "../features/groups/routes.ts";
import { homeRoutes } from "../features/home/routes.ts";
import { idpSyncRoutes } from "../features/idp-sync/routes.ts";
import { importRoutes } from "../features/import/routes.ts";
import { membersRoutes } from "../features/members/routes.ts";
import { organizationsRoutes } from "../features/organizations/routes.ts";
import { pricesRoutes } from "../features/prices/routes.ts";
import { rolesRoutes } from "../features/roles/routes.ts";
import { sessionsRoutes } from "../features/sessions/routes.ts";
import { tokensRoutes } from "../features/tokens/routes.ts";
import { usersRoutes } from "../features/users/routes.ts";
import type { PageRoute } from "../lib/page.ts";

/** Every page of the console. A feature adds its own by one line. */
export const pages: readonly PageRoute[] = [
  ...gateRoutes,
  ...homeRoutes,
  ...usersRoutes,
  ...importRoutes,
  ...auditRoutes,
  ...deploymentRoutes,
  ...pricesRoutes,
  ...budgetsRoutes,
  ...idpSyncRoutes,
  ...organizationsRoutes,
  ...membersRoutes,
  ...groupsRoutes,
  ...rolesRoutes,
  ...tokensRoutes,
  ...sessionsRoutes,
  ...accountRoutes,
];

/** What the frame around the pages calls: navigation, palette, the end of the session. */
const shellEndpoints: PageRoute["endpoints"] = [
  "getUser",
  "checkAuthorization",
  "listOrganizations",
  "getUserAppearance",
  "updateUserAppearance",
  "getAppearance",
  "getBuildInfo",
  "listUsers",
  "listGroups",
  "listTokens",
  "login",
  "logout",
];

/** Every page with what it calls, for the table of the docs; the frame has no path. */
export const documentedPages: readonly Pick<PageRoute, "path" | "title" | "endpoints">[] = [
  { path: "", title: "", endpoints: shellEndpoints },
  ...pages,
];

/** The paths of all pages, as patterns. */
export const pagePaths: ReadonlySet<string> = new Set(pages.map(({ path }) => path));
