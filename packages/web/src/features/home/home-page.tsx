import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { Link } from "../../components/link/link.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { meQuery, organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { Card } from "./card.tsx";
import { Connect, GetStarted } from "./get-started.tsx";
import { homeChecks } from "./permissions.ts";
import { myPermissionsQuery, myTokensQuery, recentAuditQuery } from "./queries.ts";

/** What needs whoever is signed in, and what they may. Every card loads and fails on its own. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const may = useMay(homeChecks);
  usePlace([{ label: "Home" }]);
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-6">
      <PageHeader title={`Hello, ${me.name ?? me.username}`} />
      {may("home.createUsers") ? <GetStarted /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <MyAccess username={me.username} />
        <MyTokens />
        <Connect />
        {may("home.readAudit") ? <RecentAudit /> : null}
      </div>
    </div>
  );
}

function MyAccess({ username }: { readonly username: string }) {
  const { data, error } = useQuery(myPermissionsQuery);
  const { data: organizations = [] } = useQuery(organizationsQuery);
  const nameOf = (id: string) => {
    const found = organizations.find((each) => each.id === id);
    return found === undefined ? id.slice(0, 8) : organizationLabel(found);
  };
  return (
    <Card
      title="My access"
      action={
        <Link to={`/users/${username}/access`} className="text-dense">
          All permissions
        </Link>
      }
    >
      {error === null ? null : <Failed error={error} />}
      {data === undefined ? (
        error === null ? (
          <Skeleton count={3} />
        ) : null
      ) : (
        <ul className="flex list-none flex-col gap-1.5 text-dense">
          {data.roles
            .filter((role) => !role.implied)
            .map((role) => (
              <li key={`${role.name}${role.organization_id ?? ""}`}>
                {role.display_name || role.name}{" "}
                <span className="text-text-secondary">
                  {role.organization_id === undefined
                    ? "everywhere"
                    : `in ${nameOf(role.organization_id)}`}
                </span>
              </li>
            ))}
          <li className="text-text-secondary">
            {organizations.length === 1
              ? `Member of ${organizations.map(organizationLabel).join("")}`
              : `${organizations.length} organizations`}
          </li>
          {data.groups.length === 0 ? null : (
            <li className="text-text-secondary">
              Groups: {data.groups.map(({ name }) => name).join(", ")}
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

function MyTokens() {
  const { data, error } = useQuery(myTokensQuery);
  const soonest = [...(data ?? [])].sort((a, b) => a.expires_at.localeCompare(b.expires_at));
  return (
    <Card
      title="My tokens"
      action={
        <Link to="/settings/tokens" className="text-dense">
          All tokens
        </Link>
      }
    >
      {error === null ? null : <Failed error={error} />}
      {data === undefined && error === null ? <Skeleton count={3} /> : null}
      {data?.length === 0 ? (
        <p className="text-dense text-text-secondary">
          No tokens yet. Tokens let programs act for you, within scopes and until a day.
        </p>
      ) : (
        <ul className="flex list-none flex-col gap-1.5 text-dense">
          {soonest.slice(0, 4).map((token) => (
            <li key={token.id} className="flex justify-between gap-3">
              <span className="truncate">{token.token_name || token.id}</span>
              <span className="shrink-0 text-text-secondary">
                expires <RelativeTime value={token.expires_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function RecentAudit() {
  const { data, error } = useQuery(recentAuditQuery);
  return (
    <Card title="Last audit entries">
      {error === null ? null : <Failed error={error} />}
      {data === undefined && error === null ? <Skeleton count={4} /> : null}
      <ul className="flex list-none flex-col gap-1.5 text-dense">
        {data?.audit_logs.map((entry) => (
          <li key={entry.id} className="flex justify-between gap-3">
            <span className="min-w-0 truncate">
              {entry.description
                .replace("{user}", () => entry.user?.username ?? "Somebody")
                .replace("{target}", () => entry.resource_target)}
            </span>
            <span className="shrink-0 text-text-secondary">
              <RelativeTime value={entry.time} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Failed({ error }: { readonly error: Error }) {
  const { message } = problemOf(error);
  return (
    <p role="alert" className="text-dense text-danger-text">
      This did not load. {message}
    </p>
  );
}
