import type { PageRoute } from "../../lib/page.ts";
import { authMethodsQuery } from "../../lib/queries.ts";
import { sessionsQuery } from "../../lib/sessions.ts";
import { goOn, requireFirstUser, requireNoFirstUser, requireSession } from "./queries.ts";

/** What people pass before they are in: first administrator, sign-in, forgotten password. */
export const gateRoutes: readonly PageRoute[] = [
  {
    path: "/setup",
    layout: "gate",
    title: "Set up",
    endpoints: ["getFirstUser", "createFirstUser", "login", "validatePassword", "getAuthMethods"],
    load: ({ queries }) =>
      Promise.all([requireNoFirstUser(queries), queries.ensureQueryData(authMethodsQuery)]),
    page: () => import("./setup-page.tsx"),
  },
  {
    path: "/login",
    layout: "gate",
    title: "Sign in",
    endpoints: [
      "getFirstUser",
      "getAuthMethods",
      "login",
      "getUser",
      "oidcCallback",
      "githubCallback",
    ],
    load: async ({ queries, search }) => {
      await Promise.all([
        goOn(queries, search),
        requireFirstUser(queries),
        queries.ensureQueryData(authMethodsQuery),
      ]);
    },
    page: () => import("./sign-in-page.tsx"),
  },
  {
    path: "/login/device",
    layout: "gate",
    title: "Sign in with GitHub",
    endpoints: ["githubDevice", "githubCallback"],
    page: () => import("./device-page.tsx"),
  },
  {
    path: "/reset-password",
    layout: "gate",
    title: "Reset password",
    endpoints: ["requestPasscode"],
    page: () => import("./request-reset-page.tsx"),
  },
  {
    path: "/reset-password/change",
    layout: "gate",
    title: "New password",
    endpoints: ["changePasswordWithPasscode", "validatePassword"],
    page: () => import("./change-password-page.tsx"),
  },
  {
    path: "/cli-auth",
    layout: "gate",
    title: "Command line",
    endpoints: ["getUser", "listSessions", "createSessionKey", "getApiKey"],
    load: async ({ queries }) => {
      await requireSession(queries, "/cli-auth");
      await queries.prefetchQuery(sessionsQuery("me"));
    },
    page: () => import("./cli-auth-page.tsx"),
  },
];
