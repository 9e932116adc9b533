import type { ReactNode } from "react";
import { Badge } from "../../components/badge/badge.tsx";
import { Button } from "../../components/button/button.tsx";
import { DateRange } from "../../components/date-time/date-range.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { UnreadableSearch } from "../../components/paged-table/paged-table.tsx";
import { Presets } from "../../components/paged-table/presets.tsx";
import { LoadOlder } from "../../components/pager/pager.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import type { SearchKey } from "../../components/search-box/search-key.ts";
import { SearchTools } from "../../components/search-box/search-tools.tsx";
import { EmptyState, ErrorState, FilteredEmpty } from "../../components/states/states.tsx";
import { Switch } from "../../components/switch/switch.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import type { Problem } from "../../lib/problem.ts";
import { shownZone } from "../../lib/time-zone.ts";
import { useDelayed } from "../../lib/use-delayed.ts";
import type { Narrow } from "./entry-details.tsx";
import { EntryRow } from "./entry-row.tsx";
import { rangeOf, rangePresets, withRange } from "./search.ts";
import { auditPresets } from "./search-keys.ts";

/** Everything that the log shows; the page fetches and decides, this only draws. */
export interface AuditViewProps {
  readonly q: string;
  readonly keys: readonly SearchKey[];
  /** Names of the only organizations whose entries this reader gets; undefined: of the whole deployment. */
  readonly onlyIn: readonly string[] | undefined;
  /** Newest first; undefined until the first answer. */
  readonly entries: readonly AuditEntry[] | undefined;
  /** "812" or "2,000+". */
  readonly total: string | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** What the server says about the query itself. */
  readonly queryError: string | undefined;
  readonly live: boolean;
  /** Entries that came since the list was loaded. */
  readonly fresh: number;
  readonly pendingOlder: boolean;
  /** Undefined at the end. */
  readonly onOlder: (() => void) | undefined;
  readonly addressOf: (entry: AuditEntry) => string;
  readonly onQuery: (q: string, history: "push" | "replace") => void;
  readonly onNarrow: Narrow;
  readonly onLive: (live: boolean) => void;
  readonly onFresh: () => void;
  readonly onRetry: () => void;
  readonly onExport: () => void;
}

/** The audit log: who did what to whom, when and from where, and whether it worked. */
export function AuditView(props: AuditViewProps) {
  const { q, keys, onQuery, onlyIn, total, busy } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Audit log"
        badges={
          onlyIn === undefined ? undefined : (
            <Badge tone="neutral">
              {onlyIn.length === 0 ? "Your organizations only" : `Only ${onlyIn.join(", ")}`}
            </Badge>
          )
        }
        actions={
          <>
            <Switch label="Live" writes={false} checked={props.live} onChange={props.onLive} />
            <Button onClick={props.onExport}>Export</Button>
          </>
        }
      />
      <SearchTools
        label="Search the audit log"
        placeholder="username:mara action:write"
        query={q}
        keys={keys}
        onChange={onQuery}
        error={props.queryError}
      >
        <DateRange
          range={rangeOf(q)}
          presets={rangePresets(Date.now())}
          zone="UTC"
          onChange={(range) => onQuery(withRange(q, range), "push")}
        />
      </SearchTools>
      <Presets presets={auditPresets} q={q} onQuery={onQuery} />
      {props.fresh === 0 ? null : (
        <Button onClick={props.onFresh} className="self-center">
          {props.fresh} new
        </Button>
      )}
      <Log {...props} />
      <span className="sr-only" role="status">
        {total === undefined || busy || q === ""
          ? ""
          : total === "1"
            ? "1 entry"
            : `${total} entries`}
      </span>
    </div>
  );
}

function Frame({ busy, children }: { readonly busy: boolean; readonly children: ReactNode }) {
  const shown = useDelayed(busy, 200);
  return (
    <div aria-busy={busy} className="relative min-w-0 rounded-card border bg-surface">
      {shown ? (
        <div className="absolute inset-x-0 top-0">
          <Progress label="Loading" />
        </div>
      ) : null}
      {children}
    </div>
  );
}

function Log(props: AuditViewProps) {
  const { entries, problem, busy, total } = props;
  if (entries === undefined && problem === undefined) {
    return (
      <Frame busy>
        <span className="sr-only">Loading</span>
        <Skeleton count={8} height="h-6" className="p-4" />
      </Frame>
    );
  }
  if (entries === undefined || entries.length === 0) {
    return (
      <Frame busy={busy}>
        {problem === undefined ? <Empty {...props} /> : <Failed {...props} />}
      </Frame>
    );
  }
  return (
    <>
      {problem === undefined ? null : (
        <p
          role="status"
          className="rounded-card bg-warning-bg px-3 py-2 text-dense text-warning-text"
        >
          The log could not be loaded anew. {problem.message}{" "}
          <Button size="sm" onClick={props.onRetry}>
            Try again
          </Button>
        </p>
      )}
      <div className="flex flex-col gap-5">
        {daysOf(entries).map(({ day, rows }, at) => (
          <section key={day} aria-label={day} className="flex flex-col gap-2">
            <h2 className="text-h3">{day}</h2>
            <Frame busy={busy && at === 0}>
              <ol className="list-none">
                {rows.map((entry) => (
                  <EntryRow
                    key={entry.id}
                    entry={entry}
                    address={props.addressOf(entry)}
                    onNarrow={props.onNarrow}
                  />
                ))}
              </ol>
            </Frame>
          </section>
        ))}
      </div>
      <LoadOlder
        shown={entries.length}
        total={total ?? entries.length.toLocaleString()}
        pending={props.pendingOlder}
        onLoad={props.onOlder}
      />
    </>
  );
}

function Failed({ problem, onRetry }: AuditViewProps) {
  return (
    <ErrorState
      title="The audit log did not load."
      requestId={problem?.requestId}
      onRetry={onRetry}
    >
      {problem?.message} Nothing was changed.
    </ErrorState>
  );
}

function Empty({ q, queryError, onQuery }: AuditViewProps) {
  if (queryError !== undefined) {
    return <UnreadableSearch fault={queryError} onQuery={onQuery} />;
  }
  if (q !== "") {
    return <FilteredEmpty what="entries" query={q} onClear={() => onQuery("", "push")} />;
  }
  return (
    <EmptyState title="No entries yet.">
      Every sign-in and every change of users, tokens, roles and settings is recorded here.
    </EmptyState>
  );
}

/** A day of the log in the reader's zone. */
interface LogDay {
  readonly day: string;
  readonly rows: readonly AuditEntry[];
}

/** Entries by day, in their order: "Thursday, 19 November 2026". */
export function daysOf(entries: readonly AuditEntry[]): readonly LogDay[] {
  const days = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const day = new Date(entry.time).toLocaleDateString("en-GB", {
      ...shownZone(),
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    const rows = days.get(day);
    if (rows === undefined) days.set(day, [entry]);
    else rows.push(entry);
  }
  return [...days].map(([day, rows]) => ({ day, rows }));
}
