import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";
import { labelOf } from "./labels.ts";

const catalogMs = 5 * 60_000;

/** Whoever is signed in. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.call("getUser", { params: { user: "me" } }, { signal }),
  staleTime: catalogMs,
});

/** The organizations that whoever is signed in may see, own or not, by display name. */
export const organizationsQuery = queryOptions({
  queryKey: ["organizations"],
  queryFn: ({ signal }) => api.call("listOrganizations", {}, { signal }),
  select: (list) =>
    [...list].sort((a, b) => organizationLabel(a).localeCompare(organizationLabel(b))),
  staleTime: catalogMs,
});

/** An organization by name or id; `default` is the default one. Missing and invisible are the same 404. */
export function organizationQuery(name: string) {
  return queryOptions({
    queryKey: ["organizations", "one", name],
    queryFn: ({ signal }) =>
      api.call("getOrganization", { params: { organization: name } }, { signal }),
    staleTime: catalogMs,
  });
}

/** What an organization is called on screen. */
export function organizationLabel(organization: { name: string; display_name: string }): string {
  return labelOf(organization);
}

/** The appearance settings of whoever is signed in. */
export const appearanceQuery = queryOptions({
  queryKey: ["me", "appearance"],
  queryFn: ({ signal }) => api.call("getUserAppearance", { params: { user: "me" } }, { signal }),
  staleTime: catalogMs,
});

/** Name, logo, banners and links of the deployment. */
export const deploymentAppearanceQuery = queryOptions({
  queryKey: ["deployment", "appearance"],
  queryFn: ({ signal }) => api.call("getAppearance", {}, { signal }),
  staleTime: catalogMs,
});

/** Versions and addresses; fixed while the server runs. */
export const buildInfoQuery = queryOptions({
  queryKey: ["deployment", "build"],
  queryFn: ({ signal }) => api.call("getBuildInfo", {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** How people may sign in. */
export const authMethodsQuery = queryOptions({
  queryKey: ["deployment", "auth-methods"],
  queryFn: ({ signal }) => api.call("getAuthMethods", {}, { signal }),
  staleTime: catalogMs,
});
