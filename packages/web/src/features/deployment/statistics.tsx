import { Moment } from "../../components/date-time/moment.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import type { Stats } from "./queries.ts";

const sessionNames: readonly (readonly [keyof Stats["session_count"], string])[] = [
  ["vscode", "VS Code"],
  ["jetbrains", "JetBrains"],
  ["ssh", "SSH"],
  ["reconnecting_pty", "Web terminal"],
];

const stateNames = ["running", "building", "pending", "stopped", "failed"] as const;

/** Workspaces and connections, as the server last counted them; null when they could not be asked for. */
export function Statistics({ stats }: { readonly stats: Stats | null | undefined }) {
  return (
    <section aria-labelledby="statistics" className="flex flex-col gap-2 pt-2">
      <h2 id="statistics" className="text-h2">
        Statistics
      </h2>
      {stats === undefined ? <Skeleton count={2} height="h-14" /> : null}
      {stats === null ? (
        <p className="text-dense text-text-secondary">The statistics could not be loaded.</p>
      ) : null}
      {stats == null ? null : (
        <>
          <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border bg-border-subtle sm:grid-cols-3 lg:grid-cols-5">
            {stateNames.map((name) => (
              <Figure key={name} label={`Workspaces ${name}`} value={stats.workspaces[name]} />
            ))}
            {sessionNames.map(([name, label]) => (
              <Figure key={name} label={`${label} sessions`} value={stats.session_count[name]} />
            ))}
            <Figure label="Bytes received" value={stats.workspaces.rx_bytes} />
          </dl>
          <p className="text-caption text-text-secondary">
            Counted <Moment value={stats.collected_at} />, about the time since{" "}
            <Moment value={stats.aggregated_from} />.
          </p>
        </>
      )}
    </section>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: number | bigint }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 bg-surface px-4 py-3">
      <dt className="text-caption text-text-secondary">{label}</dt>
      <dd className="text-metric tabular-nums">{value.toLocaleString()}</dd>
    </div>
  );
}
