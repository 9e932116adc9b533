import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { LinkButton } from "../../components/button/link-button.tsx";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { Link } from "../../components/link/link.tsx";
import { SpendMeter } from "../../components/money/spend-meter.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { sentenceText } from "../../lib/audit-sentence.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { meQuery, organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { Attention } from "./attention.tsx";
import { Card } from "./card.tsx";
import { Connect, GetStarted } from "./get-started.tsx";
import { homeChecks } from "./permissions.ts";
import { myPermissionsQuery, mySpendQuery, myTokensQuery, recentAuditQuery } from "./queries.ts";

/** What needs whoever is signed in, and what they may. Every card loads and fails on its own. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const may = useMay(homeChecks);
  usePlace([{ label: "Home" }]);
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-6">
      <PageHeader title={`Hello, ${me.name ?? me.username}`} />
      {may("home.createUsers") ? <GetStarted /> : null}
      <div className="grid gap-6 lg:grid-cols-2">
        {may("home.readTokens") || may("home.readHealth") || may("home.readPrices") ? (
          <Attention />
        ) : null}
        <MyAccess username={me.username} />
        <MyTokens />
        <Connect />
        {may("home.readAudit") ? <RecentAudit /> : null}
        <MySpend />
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
        <span className="flex items-center gap-4">
          <Link to="/settings/tokens" className="text-dense">
            All tokens
          </Link>
          <LinkButton size="sm" to="/settings/tokens/new">
            Create token
          </LinkButton>
        </span>
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

/** What one spent on AI; only where somebody set a limit. */
function MySpend() {
  const { data } = useQuery(mySpendQuery);
  const budget = data?.effective_budget ?? null;
  if (data === undefined || budget === null) return null;
  return (
    <Card title="My AI spend">
      <SpendMeter
        label="My AI spend"
        spent={BigInt(data.current_spend_micros)}
        limit={BigInt(budget.spend_limit_micros)}
      />
      <p className="mt-3 text-caption text-text-secondary">
        The period ends <RelativeTime value={data.period_end} />.{" "}
        {budget.limit_source === "user_override"
          ? "The limit is your own."
          : "The limit is that of your group."}
      </p>
    </Card>
  );
}

function RecentAudit() {
  const { data, error } = useQuery(recentAuditQuery);
  return (
    <Card
      title="Last audit entries"
      action={
        <Link to="/audit" className="text-dense">
          Audit log
        </Link>
      }
    >
      {error === null ? null : <Failed error={error} />}
      {data === undefined && error === null ? <Skeleton count={4} /> : null}
      <ul className="flex list-none flex-col gap-1.5 text-dense">
        {data?.audit_logs.map((entry) => (
          <li key={entry.id} className="flex justify-between gap-3">
            <span className="min-w-0 truncate">{sentenceText(entry)}</span>
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
