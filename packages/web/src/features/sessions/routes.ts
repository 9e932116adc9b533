import type { PageRoute } from "../../lib/page.ts";

/** The page about one's own sessions. */
export const sessionsRoutes: readonly PageRoute[] = [
  {
    path: "/settings/sessions",
    layout: "shell",
    title: "Sessions",
    endpoints: ["listSessions", "deleteSession", "revokeOtherSessions"],
    load: async (context) => (await import("./load.ts")).loadSessions(context),
    page: () => import("./sessions-page.tsx"),
  },
];
