import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** The health report as the API gives it. */
export type HealthReport = Answer<"getHealth">;

/** One option of the server. */
export type ServerOption = Answer<"getDeploymentConfig">["options"][number];

const catalogMs = 5 * 60_000;

/** Cache keys about the deployment. */
export const deploymentKeys = { health: ["deployment", "health"] as const };

/** The report that the server keeps; it may be some minutes old and says so. */
export const healthQuery = queryOptions({
  queryKey: deploymentKeys.health,
  queryFn: ({ signal }) => api.call("getHealth", {}, { signal }),
  staleTime: 60_000,
});

/** A report that is made now. */
export function freshHealth(): Promise<HealthReport> {
  return api.call("getHealth", { query: { force: "true" } });
}

/** The options of the server, without secrets. */
export const configurationQuery = queryOptions({
  queryKey: ["deployment", "configuration"],
  queryFn: ({ signal }) => api.call("getDeploymentConfig", {}, { signal }),
  staleTime: catalogMs,
});

/** What is known about newer releases. */
export const updateCheckQuery = queryOptions({
  queryKey: ["deployment", "update-check"],
  queryFn: ({ signal }) => api.call("getUpdateCheck", {}, { signal }),
  staleTime: catalogMs,
});

/** Names of the experiments that are on. */
export const experimentsQuery = queryOptions({
  queryKey: ["deployment", "experiments"],
  queryFn: ({ signal }) => api.call("listExperiments", {}, { signal }),
  staleTime: catalogMs,
});

/** How many users there are. */
export const userCountQuery = queryOptions({
  queryKey: ["deployment", "user-count"],
  queryFn: async ({ signal }) => {
    const { count } = await api.call("listUsers", { query: { limit: 1 } }, { signal });
    return count;
  },
});

/** An issuer that users are linked with, and how many. */
export type Issuer = Answer<"listOidcIssuers">["issuers"][number];

/** The issuers that users are linked with. */
export const issuersQuery = queryOptions({
  queryKey: ["deployment", "issuers"],
  queryFn: ({ signal }) => api.call("listOidcIssuers", {}, { signal }),
  retry: false,
});

/** What is going on in the deployment; counted every minute. */
export type Stats = Answer<"getDeploymentStats">;

/** Sessions and workspaces of the last minutes. */
export const statsQuery = queryOptions({
  queryKey: ["deployment", "stats"],
  queryFn: ({ signal }) => api.call("getDeploymentStats", {}, { signal }),
  staleTime: 60_000,
});

/** Names of the experiments that there are. */
export const availableExperimentsQuery = queryOptions({
  queryKey: ["deployment", "available-experiments"],
  queryFn: ({ signal }) => api.call("listAvailableExperiments", {}, { signal }),
  staleTime: catalogMs,
});

/** How `coder config-ssh` names workspaces. */
export const sshQuery = queryOptions({
  queryKey: ["deployment", "ssh"],
  queryFn: ({ signal }) => api.call("getDeploymentSsh", {}, { signal }),
  staleTime: catalogMs,
});
