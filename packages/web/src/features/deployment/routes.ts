import type { PageRoute } from "../../lib/page.ts";
import { buildInfoQuery } from "../../lib/queries.ts";
import { configurationQuery, healthQuery } from "./queries.ts";

/** The pages about the deployment. */
export const deploymentRoutes: readonly PageRoute[] = [
  {
    path: "/deployment",
    layout: "shell",
    title: "Deployment",
    endpoints: ["getBuildInfo", "getUpdateCheck", "getHealth", "listUsers", "listExperiments"],
    load: ({ queries }) => queries.ensureQueryData(buildInfoQuery),
    page: () => import("./overview-page.tsx"),
  },
  {
    path: "/deployment/health",
    layout: "shell",
    title: "Health",
    endpoints: ["getHealth", "updateHealthSettings"],
    load: ({ queries }) => {
      // Not awaited: a report may take half a minute.
      void queries.prefetchQuery(healthQuery);
      return undefined;
    },
    page: () => import("./health-page.tsx"),
  },
  {
    path: "/deployment/configuration",
    layout: "shell",
    title: "Configuration",
    endpoints: ["getDeploymentConfig"],
    load: ({ queries }) => queries.ensureQueryData(configurationQuery),
    page: () => import("./configuration-page.tsx"),
  },
];
