import type { PageRoute } from "../../lib/page.ts";

/** The pages about oneself, without tokens and sessions. */
export const accountRoutes: readonly PageRoute[] = [
  {
    path: "/settings/account",
    layout: "shell",
    title: "Account",
    endpoints: [
      "getUser",
      "updateUserProfile",
      "listOrganizations",
      "getOidcClaims",
      "getUserPermissions",
      "explainAuthorization",
    ],
    load: async (context) => (await import("./load.ts")).loadAccount(context),
    page: () => import("./account-page.tsx"),
  },
  {
    path: "/settings/security",
    layout: "shell",
    title: "Security",
    endpoints: [
      "getUser",
      "getAuthMethods",
      "updateUserPassword",
      "validatePassword",
      "convertLogin",
    ],
    load: async (context) => (await import("./load.ts")).loadSecurity(context),
    page: () => import("./security-page.tsx"),
  },
  {
    path: "/settings/ssh-key",
    layout: "shell",
    title: "SSH key",
    endpoints: ["getGitSshKey", "regenerateGitSshKey"],
    load: async (context) => (await import("./load.ts")).loadSshKey(context),
    page: () => import("./ssh-key-page.tsx"),
  },
  {
    path: "/settings/appearance",
    layout: "shell",
    title: "Appearance",
    endpoints: ["getUserAppearance", "updateUserAppearance"],
    load: async (context) => (await import("./load.ts")).loadAppearance(context),
    page: () => import("./appearance-page.tsx"),
  },
  {
    path: "/settings/preferences",
    layout: "shell",
    title: "Preferences",
    endpoints: ["getUserPreferences", "updateUserPreferences"],
    load: async (context) => (await import("./load.ts")).loadPreferences(context),
    page: () => import("./preferences-page.tsx"),
  },
];
