import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import type { Organization } from "../../lib/organization.ts";

/** Entries of one request. */
export const pageSize = 50;

const liveMs = 10_000;

/** Cache keys of the log. */
export const auditKeys = {
  all: ["audit"] as const,
  log: (q: string) => ["audit", "log", q] as const,
  head: (q: string) => ["audit", "head", q] as const,
  organizations: ["audit", "organizations"] as const,
};

/** The log from the newest entry on; every further page goes on behind the last entry, so new ones shift nothing. */
export function auditLogQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: auditKeys.log(q),
    queryFn: ({ signal, pageParam }) =>
      api.call(
        "listAuditLogs",
        { query: { q, limit: pageSize, ...(pageParam === "" ? {} : { after: pageParam }) } },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: ({ audit_logs }) =>
      audit_logs.length < pageSize ? undefined : audit_logs.at(-1)?.id,
    placeholderData: keepPreviousData,
  });
}

/** The newest entries again and again, to tell how many there are that the list does not show. */
export function auditHeadQuery(q: string) {
  return queryOptions({
    queryKey: auditKeys.head(q),
    queryFn: ({ signal }) =>
      api.call("listAuditLogs", { query: { q, limit: pageSize } }, { signal }),
    refetchInterval: liveMs,
    staleTime: 0,
  });
}

/** Which of these organizations' entries whoever is signed in may read; one call for all. */
export function auditedOrganizationsQuery(organizations: readonly Organization[]) {
  const checks = Object.fromEntries(
    organizations.map(({ id }) => [
      id,
      { action: "read", object: { resource_type: "audit_log", organization_id: id } } as const,
    ]),
  );
  return queryOptions({
    queryKey: [...auditKeys.organizations, ...Object.keys(checks)],
    queryFn: async ({ signal }) => {
      const verdicts = await api.call("checkAuthorization", { body: { checks } }, { signal });
      return organizations.filter(({ id }) => verdicts[id] === true);
    },
    staleTime: 60_000,
  });
}
