import type { PageRoute } from "../../lib/page.ts";
import { buildInfoQuery, meQuery } from "../../lib/queries.ts";
import { everybodysTokensQuery, ownTokensQuery, scopesQuery, tokenConfigQuery } from "./queries.ts";

const changes = ["rotateToken", "expireApiKey", "deleteApiKey", "getBuildInfo"] as const;

/** The pages about tokens. */
export const tokensRoutes: readonly PageRoute[] = [
  {
    path: "/settings/tokens",
    layout: "shell",
    title: "Tokens",
    endpoints: ["listTokens", ...changes],
    load: ({ queries }) => {
      void queries.prefetchQuery(ownTokensQuery);
      return undefined;
    },
    page: () => import("./tokens-page.tsx"),
  },
  {
    path: "/settings/tokens/new",
    layout: "shell",
    title: "Create token",
    endpoints: [
      "createToken",
      "listTokens",
      "getTokenConfig",
      "listScopes",
      "listUsers",
      "listUserOrganizations",
      "getBuildInfo",
    ],
    load: ({ queries }) =>
      Promise.all([
        queries.ensureQueryData(meQuery),
        queries.ensureQueryData(scopesQuery),
        queries.ensureQueryData(tokenConfigQuery("me")),
        queries.ensureQueryData(ownTokensQuery),
        queries.ensureQueryData(buildInfoQuery),
      ]),
    page: () => import("./create-token-page.tsx"),
  },
  {
    path: "/keys",
    layout: "shell",
    title: "All tokens",
    endpoints: ["listTokens", ...changes],
    load: ({ queries }) => {
      void queries.prefetchQuery(everybodysTokensQuery);
      return undefined;
    },
    page: () => import("./all-tokens-page.tsx"),
  },
];
