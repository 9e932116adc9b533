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
  queryKey: ["tokens", "home-own"],
  queryFn: ({ signal }) => api.call("listTokens", { params: { user: "me" } }, { signal }),
});

/** The newest entries of the audit log. */
export const recentAuditQuery = queryOptions({
  queryKey: ["audit", "home"],
  queryFn: ({ signal }) => api.call("listAuditLogs", { query: { limit: 5 } }, { signal }),
});

const weekMs = 7 * 86_400_000;

/** Tokens that end within a week: everybody's, or one's own. Expired ones are not among them. */
export function expiringTokensQuery(everybodys: boolean) {
  return queryOptions({
    queryKey: ["tokens", "home-expiring", everybodys],
    queryFn: ({ signal }) => {
      const expires_before = new Date(Date.now() + weekMs).toISOString();
      const query = everybodys ? { include_all: "true", expires_before } : { expires_before };
      return api.call("listTokens", { params: { user: "me" }, query }, { signal });
    },
  });
}

/** Tokens of suspended users that have not ended. */
export const suspendedTokensQuery = queryOptions({
  queryKey: ["tokens", "home-suspended"],
  queryFn: ({ signal }) =>
    api.call(
      "listTokens",
      { params: { user: "me" }, query: { include_all: "true", user_status: "suspended" } },
      { signal },
    ),
});

/** Refused sign-ins of the last seven days, the newest hundred. */
export const refusedSignInsQuery = queryOptions({
  queryKey: ["audit", "home-refused"],
  queryFn: async ({ signal }) => {
    const from = new Date(Date.now() - weekMs).toISOString().slice(0, 10);
    const q = `action:login outcome:refused date_from:${from}`;
    return (await api.call("listAuditLogs", { query: { q, limit: 100 } }, { signal })).audit_logs;
  },
});

/** The report that the server keeps. */
export const healthQuery = queryOptions({
  queryKey: ["deployment", "health"],
  queryFn: ({ signal }) => api.call("getHealth", {}, { signal }),
  staleTime: 60_000,
});

/** Models that were used without a price, of the last 30 days. */
export const unpricedModelsQuery = queryOptions({
  queryKey: ["prices", "home-unpriced"],
  queryFn: ({ signal }) => api.call("listUnpricedModels", {}, { signal }),
});

/** What one spent on AI in this period, and the limit. */
export const mySpendQuery = queryOptions({
  queryKey: ["me", "ai-spend"],
  queryFn: ({ signal }) => api.call("getUserSpend", { params: { user: "me" } }, { signal }),
});
