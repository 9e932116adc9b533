import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** Whether there is anybody but the first user. */
export const otherUsersQuery = queryOptions({
  queryKey: ["users", "home-others"],
  queryFn: async ({ signal }) => {
    const { count } = await api.call("listUsers", { query: { limit: 2 } }, { signal });
    return count > 1;
  },
});

/** One's own tokens. */
export const myTokensQuery = queryOptions({
  queryKey: ["me", "tokens"],
  queryFn: ({ signal }) => api.call("listTokens", { params: { user: "me" } }, { signal }),
});

/** What one may do, by roles. */
export const myPermissionsQuery = queryOptions({
  queryKey: ["me", "permissions"],
  queryFn: ({ signal }) => api.call("getUserPermissions", { params: { user: "me" } }, { signal }),
});

/** The newest entries of the audit log. */
export const recentAuditQuery = queryOptions({
  queryKey: ["audit", "home"],
  queryFn: ({ signal }) => api.call("listAuditLogs", { query: { limit: 5 } }, { signal }),
});
