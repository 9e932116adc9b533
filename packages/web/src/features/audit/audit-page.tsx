import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Forbidden } from "../../components/states/states.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { useLastGood } from "../../lib/list-state.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, queryFault, statusOf } from "../../lib/problem.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { type SearchToken, withToken } from "../../lib/search-language.ts";
import { AuditView } from "./audit-view.tsx";
import { EntryDrawer } from "./entry-drawer.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { auditChecks } from "./permissions.ts";
import { auditedOrganizationsQuery, auditHeadQuery, auditKeys, auditLogQuery } from "./queries.ts";
import { auditSearch } from "./search.ts";
import { auditSearchKeys } from "./search-keys.ts";
import { useLogKeys } from "./use-log-keys.ts";

/** The audit log: reads the address, asks the server, hands everything to the view. */
export function Page() {
  const [search, setSearch] = useSearchState(auditSearch);
  const { q } = search;
  const queries = useQueryClient();
  const may = useMay(auditChecks);
  const log = useInfiniteQuery(auditLogQuery(q));
  const isLive = search.live === "on";
  const head = useQuery({ ...auditHeadQuery(q), enabled: isLive });
  const isBadQuery = statusOf(log.error) === 400;
  const found = useMemo(() => log.data?.pages.flatMap((page) => page.audit_logs), [log.data]);
  const entries = useLastGood(found) ?? (isBadQuery ? [] : undefined);
  const [isExporting, setExporting] = useState(false);
  const { keys, onlyIn } = useAround(may);
  usePlace([{ label: "Audit log" }]);
  useLogKeys();
  if (statusOf(log.error) === 403) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the auditor role, or an organization auditor role, to read the audit log. An owner
        can grant it.
      </Forbidden>
    );
  }
  const onNarrow = (token: SearchToken) => setSearch({ q: withToken(q, token, false), entry: "" });
  const onOlder = log.hasNextPage ? () => void log.fetchNextPage() : undefined;
  return (
    <>
      <AuditView
        q={q}
        keys={keys}
        onlyIn={onlyIn}
        entries={entries}
        total={countText(log.data?.pages.at(-1))}
        busy={log.isFetching}
        problem={log.error === null || isBadQuery ? undefined : problemOf(log.error)}
        queryError={isBadQuery ? queryFault(log.error) : undefined}
        live={isLive}
        fresh={isLive ? freshCount(head.data?.audit_logs, entries) : 0}
        pendingOlder={log.isFetchingNextPage}
        onOlder={onOlder}
        addressOf={({ id }) => addressOf(q, id, search.live)}
        onQuery={(next, history) => setSearch({ q: next }, { replace: history === "replace" })}
        onNarrow={onNarrow}
        onLive={(live) => setSearch({ live: live ? "on" : "" }, { replace: true })}
        onFresh={() => void queries.resetQueries({ queryKey: auditKeys.log(q) })}
        onRetry={() => void log.refetch()}
        onExport={() => setExporting(true)}
      />
      {search.entry === "" || entries === undefined ? null : (
        <EntryDrawer
          entry={entries.find(({ id }) => id === search.entry)}
          hasOlder={onOlder !== undefined}
          pending={log.isFetchingNextPage}
          onOlder={() => onOlder?.()}
          onNarrow={onNarrow}
          onClose={() => setSearch({ entry: "" })}
        />
      )}
      {isExporting ? <ExportDialog q={q} onClose={() => setExporting(false)} /> : null}
    </>
  );
}

/** Search keys and scope of this reader. */
function useAround(may: (name: keyof typeof auditChecks) => boolean) {
  const { data: organizations } = useQuery(organizationsQuery);
  const readsAll = may("audit.read");
  const mayReadUsers = may("audit.readUsers");
  const audited = useQuery({
    ...auditedOrganizationsQuery(organizations ?? []),
    enabled: !readsAll && organizations !== undefined && organizations.length > 0,
  });
  const keys = useMemo(() => {
    const values = organizations?.map((each) => ({
      value: each.name,
      label: organizationLabel(each),
    }));
    return auditSearchKeys({ organizations: values ?? [], mayReadUsers });
  }, [organizations, mayReadUsers]);
  return { keys, onlyIn: readsAll ? undefined : audited.data?.map(organizationLabel) };
}

/** The log's address with an entry open. */
function addressOf(q: string, entry: string, live: string): string {
  const given = Object.entries({ q, live, entry }).filter(([, value]) => value !== "");
  return `/audit?${new URLSearchParams(given)}`;
}

/** How many entries match; counting stops at the cap of the server. */
export function countText(
  page: { readonly count: number; readonly count_cap: number } | undefined,
): string | undefined {
  if (page === undefined) return undefined;
  const { count, count_cap: cap } = page;
  return cap > 0 && count > cap ? `${cap.toLocaleString()}+` : count.toLocaleString();
}

/** Entries of the newest page that stand above the newest shown one. */
export function freshCount(
  newest: readonly AuditEntry[] | undefined,
  shown: readonly AuditEntry[] | undefined,
): number {
  if (newest === undefined || shown === undefined) return 0;
  const at = newest.findIndex(({ id }) => id === shown[0]?.id);
  return at < 0 ? newest.length : at;
}
