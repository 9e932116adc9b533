import { siteRolesQuery } from "../../lib/catalogs.ts";
import type { PageRoute } from "../../lib/page.ts";
import { appearanceQuery, authMethodsQuery, meQuery } from "../../lib/queries.ts";
import { ownRolesQuery, preferencesQuery, sshKeyQuery } from "./queries.ts";

/** The pages about oneself, without tokens and sessions. */
export const accountRoutes: readonly PageRoute[] = [
  {
    path: "/settings/account",
    layout: "shell",
    title: "Account",
    endpoints: [
      "getUser",
      "updateUserProfile",
      "getUserRoles",
      "listUserOrganizations",
      "listSiteRoles",
      "getOidcClaims",
    ],
    load: ({ queries }) => {
      void queries.prefetchQuery(ownRolesQuery);
      void queries.prefetchQuery(siteRolesQuery);
      return queries.ensureQueryData(meQuery);
    },
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
    load: ({ queries }) =>
      Promise.all([queries.ensureQueryData(meQuery), queries.ensureQueryData(authMethodsQuery)]),
    page: () => import("./security-page.tsx"),
  },
  {
    path: "/settings/ssh-key",
    layout: "shell",
    title: "SSH key",
    endpoints: ["getGitSshKey", "regenerateGitSshKey"],
    load: ({ queries }) => queries.ensureQueryData(sshKeyQuery),
    page: () => import("./ssh-key-page.tsx"),
  },
  {
    path: "/settings/appearance",
    layout: "shell",
    title: "Appearance",
    endpoints: ["getUserAppearance", "updateUserAppearance"],
    load: ({ queries }) => queries.ensureQueryData(appearanceQuery),
    page: () => import("./appearance-page.tsx"),
  },
  {
    path: "/settings/preferences",
    layout: "shell",
    title: "Preferences",
    endpoints: ["getUserPreferences", "updateUserPreferences"],
    load: ({ queries }) => queries.ensureQueryData(preferencesQuery),
    page: () => import("./preferences-page.tsx"),
  },
];
