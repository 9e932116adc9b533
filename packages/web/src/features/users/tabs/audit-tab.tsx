import { useQuery } from "@tanstack/react-query";
import { LinkButton } from "../../../components/button/link-button.tsx";
import { RelativeTime } from "../../../components/date-time/date-time.tsx";
import { Link } from "../../../components/link/link.tsx";
import { Skeleton } from "../../../components/progress/skeleton.tsx";
import { Segmented } from "../../../components/segmented/segmented.tsx";
import { EmptyState, ErrorState } from "../../../components/states/states.tsx";
import type { AuditEntry } from "../../../lib/audit-entry.ts";
import { isRefused, outcomeText, sentenceText } from "../../../lib/audit-sentence.ts";
import { useSearchState } from "../../../lib/page.ts";
import { problemOf } from "../../../lib/problem.ts";
import { logQuery, userAuditQuery } from "../queries.ts";
import type { TabProps } from "./props.ts";

const auditSearch = { side: "about" } as const;
const shownEntries = 50;

/** The newest entries of the audit log about a user, or by them. */
export function Body({ user }: TabProps) {
  const [search, setSearch] = useSearchState(auditSearch);
  const side = search.side === "by" ? "by" : "about";
  const log = useQuery(userAuditQuery(user, side, shownEntries));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Entries"
          value={side}
          onChange={(next) => setSearch({ side: next })}
          options={[
            { value: "about", label: `About ${user.username}` },
            { value: "by", label: `By ${user.username}` },
          ]}
        />
        <LinkButton to={`/audit?${new URLSearchParams({ q: logQuery(user, side) })}`}>
          Open in the audit log
        </LinkButton>
      </div>
      {log.error === null ? null : (
        <ErrorState
          title="The audit log did not load."
          requestId={problemOf(log.error).requestId}
          onRetry={() => void log.refetch()}
        >
          {problemOf(log.error).message}
        </ErrorState>
      )}
      {log.isPending ? <Skeleton count={6} /> : null}
      {log.data === undefined ? null : (
        <Entries
          entries={log.data.audit_logs}
          q={logQuery(user, side)}
          nothing={
            side === "about"
              ? `Nothing was recorded about ${user.username} yet.`
              : `Nothing that ${user.username} did was recorded yet.`
          }
        />
      )}
    </div>
  );
}

/** Where the log shows an entry whole, among those that the tab shows. */
function entryAddress(q: string, entry: string): string {
  return `/audit?${new URLSearchParams({ q, entry })}`;
}

function Entries({
  entries,
  q,
  nothing,
}: {
  /** The search of the log that finds them. */
  readonly q: string;
  readonly entries: readonly AuditEntry[];
  /** The sentence for none. */
  readonly nothing: string;
}) {
  if (entries.length === 0) {
    return <EmptyState title="No entries.">{nothing}</EmptyState>;
  }
  return (
    <ol className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
      {entries.map((entry) => (
        <li key={entry.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5">
          <span className="w-28 shrink-0 text-caption text-text-secondary">
            <RelativeTime value={entry.time} />
          </span>
          <span className="min-w-0 grow text-dense [overflow-wrap:anywhere]">
            <Link look="quiet" to={entryAddress(q, entry.id)} className="hover:underline">
              {sentenceText(entry)}
            </Link>
            {Object.keys(entry.diff).length === 0 ? null : (
              <span className="text-text-tertiary"> · {Object.keys(entry.diff).join(", ")}</span>
            )}
          </span>
          <span className="text-caption text-text-secondary">
            {isRefused(entry) ? outcomeText(entry) : ""}
          </span>
          <span className="text-caption text-text-tertiary sm:w-32 sm:text-end">{entry.ip}</span>
        </li>
      ))}
    </ol>
  );
}
