import type { PageRoute } from "../../lib/page.ts";
import { sessionsQuery } from "../../lib/sessions.ts";

/** The page about one's own sessions. */
export const sessionsRoutes: readonly PageRoute[] = [
  {
    path: "/settings/sessions",
    layout: "shell",
    title: "Sessions",
    endpoints: ["listSessions", "deleteSession", "revokeOtherSessions"],
    load: ({ queries }) => {
      void queries.prefetchQuery(sessionsQuery("me"));
      return undefined;
    },
    page: () => import("./sessions-page.tsx"),
  },
];
