import type { PageRoute } from "../../lib/page.ts";

/** The pages about the deployment. */
export const deploymentRoutes: readonly PageRoute[] = [
  {
    path: "/deployment",
    layout: "shell",
    title: "Deployment",
    endpoints: [
      "getBuildInfo",
      "getUpdateCheck",
      "getHealth",
      "listUsers",
      "listExperiments",
      "listAvailableExperiments",
      "getDeploymentStats",
      "getDeploymentSsh",
    ],
    load: async (context) => (await import("./load.ts")).loadOverview(context),
    page: () => import("./overview-page.tsx"),
  },
  {
    path: "/deployment/health",
    layout: "shell",
    title: "Health",
    endpoints: ["getHealth", "updateHealthSettings"],
    load: async (context) => (await import("./load.ts")).loadHealth(context),
    page: () => import("./health-page.tsx"),
  },
  {
    path: "/deployment/configuration",
    layout: "shell",
    title: "Configuration",
    endpoints: ["getDeploymentConfig"],
    load: async (context) => (await import("./load.ts")).loadConfiguration(context),
    page: () => import("./configuration-page.tsx"),
  },
  {
    path: "/deployment/identity-providers",
    layout: "shell",
    title: "Identity providers",
    endpoints: ["listOidcIssuers", "migrateOidcIssuer"],
    page: () => import("./issuers-page.tsx"),
  },
];
