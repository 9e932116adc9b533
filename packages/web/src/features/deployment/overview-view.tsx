import type { ReactNode } from "react";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Link, OutsideLink } from "../../components/link/link.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import type { Stats } from "./queries.ts";
import type { Severity } from "./sections.ts";
import { SeverityBadge } from "./severity-badge.tsx";
import { Statistics } from "./statistics.tsx";

/** A fact that is asked for: undefined while it is on its way, null when it did not come. */
type Asked<T> = T | null | undefined;

/** Everything that the overview shows; a fact that this person may not ask for is left out. */
export interface OverviewViewProps {
  readonly tabs: ReactNode;
  readonly build: {
    readonly gatehouse_version: string;
    readonly version: string;
    readonly dashboard_url: string;
    readonly deployment_id: string;
    readonly external_url: string;
  };
  readonly update: Asked<{
    readonly current: boolean;
    readonly version: string;
    readonly url: string;
  }>;
  readonly experiments: Asked<readonly string[]>;
  /** Experiments that could be switched on. */
  readonly available: Asked<readonly string[]>;
  readonly ssh: Asked<{ readonly hostname_prefix: string; readonly hostname_suffix: string }>;
  /** Left out for whoever may not read them. */
  readonly stats?: Asked<Stats>;
  readonly health?: { readonly severity: Asked<Severity> };
  readonly users?: { readonly count: Asked<number> };
}

/** The deployment at a glance: version, compatibility, health, address. */
export function OverviewView(props: OverviewViewProps) {
  const { tabs, build, update, experiments, available, ssh, stats, health, users } = props;
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-4">
      <PageHeader
        title={`Gatehouse ${build.gatehouse_version.replace(/^v/, "")}`}
        badges={
          health?.severity == null ? undefined : <SeverityBadge severity={health.severity} tinted />
        }
        meta={`Compatible with clients of ${build.version}`}
      />
      {tabs}
      <dl className="grid gap-px overflow-hidden rounded-card border bg-border-subtle sm:grid-cols-2 sm:[&>:last-child:nth-child(odd)]:col-span-2">
        <Fact label="Access URL">
          <span className="flex min-w-0 items-center gap-1">
            <span className="min-w-0 [overflow-wrap:anywhere]">{build.dashboard_url}</span>
            <CopyButton value={build.dashboard_url} label="Copy access URL" />
          </span>
        </Fact>
        <Fact label="Deployment id">
          <span className="flex min-w-0 items-center gap-1">
            <code className="min-w-0 [overflow-wrap:anywhere]">{build.deployment_id}</code>
            <CopyButton value={build.deployment_id} label="Copy deployment id" />
          </span>
        </Fact>
        {health === undefined ? null : (
          <Fact label="Health">
            <Later value={health.severity}>
              {(severity) => (
                <span className="flex items-center gap-3">
                  <SeverityBadge severity={severity} />
                  <Link to="/deployment/health">See the checks</Link>
                </span>
              )}
            </Later>
          </Fact>
        )}
        {users === undefined ? null : (
          <Fact label="Users">
            <Later value={users.count}>
              {(count) => (
                <Link to="/users" className="tabular-nums">
                  {count.toLocaleString()} {count === 1 ? "user" : "users"}
                </Link>
              )}
            </Later>
          </Fact>
        )}
        <Fact label="Updates">
          <Later value={update}>
            {({ current, version, url }) =>
              current ? (
                <span>No newer release is known.</span>
              ) : (
                <OutsideLink href={url}>{version} is available</OutsideLink>
              )
            }
          </Later>
        </Fact>
        <Fact label="Experiments">
          <Later value={experiments}>
            {(names) => (
              <span>
                {names.length === 0 ? "None is on" : <code>{names.join(", ")}</code>}
                {available == null ? null : (
                  <span className="text-text-secondary">
                    {available.length === 0
                      ? " · this release has none"
                      : ` · available: ${available.join(", ")}`}
                  </span>
                )}
              </span>
            )}
          </Later>
        </Fact>
        <Fact label="Workspaces over SSH">
          <Later value={ssh}>
            {({ hostname_prefix: prefix, hostname_suffix: suffix }) => (
              <code className="[overflow-wrap:anywhere]">
                {prefix}workspace or workspace.{suffix}
              </code>
            )}
          </Later>
        </Fact>
      </dl>
      {"stats" in props ? <Statistics stats={stats} /> : null}
      {build.external_url === "" ? null : (
        <p className="text-dense">
          <OutsideLink href={build.external_url}>Notes of this release</OutsideLink>
        </p>
      )}
    </div>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 bg-surface px-4 py-3">
      <dt className="text-caption text-text-secondary">{label}</dt>
      <dd className="flex min-h-7 min-w-0 items-center text-body">{children}</dd>
    </div>
  );
}

/** A fact, its place while it is on its way, or that it could not be asked. */
function Later<T>({
  value,
  children,
}: {
  readonly value: Asked<T>;
  readonly children: (value: T) => ReactNode;
}) {
  if (value === undefined) return <Skeleton className="w-24" />;
  if (value === null) return <span className="text-text-secondary">Could not be loaded.</span>;
  return children(value);
}
