import type { PageRoute } from "../../lib/page.ts";

const changes = ["rotateToken", "expireApiKey", "deleteApiKey", "getBuildInfo"] as const;

/** The pages about tokens. */
export const tokensRoutes: readonly PageRoute[] = [
  {
    path: "/settings/tokens",
    layout: "shell",
    title: "Tokens",
    endpoints: ["listTokens", ...changes],
    load: async (context) => (await import("./load.ts")).loadTokens(context),
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
    load: async (context) => (await import("./load.ts")).loadCreateToken(context),
    page: () => import("./create-token-page.tsx"),
  },
  {
    path: "/keys",
    layout: "shell",
    title: "All tokens",
    endpoints: ["listTokens", ...changes],
    load: async (context) => (await import("./load.ts")).loadAllTokens(context),
    page: () => import("./all-tokens-page.tsx"),
  },
];
