import type { Answer } from "@gatehouse/sdk";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { LinkButton } from "../../components/button/link-button.tsx";
import { DateTime, RelativeTime } from "../../components/date-time/date-time.tsx";
import { Link } from "../../components/link/link.tsx";
import { SpendMeter } from "../../components/money/spend-meter.tsx";
import { NameList } from "../../components/name-list/name-list.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { userPermissionsQuery } from "../../lib/access.ts";
import { roleLabel, roleMeaning } from "../../lib/catalogs.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { meQuery, organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { Card, CardFault } from "./card.tsx";
import { Connect, GetStarted } from "./get-started.tsx";
import { homeChecks } from "./permissions.ts";
import { mySpendQuery, myTokensQuery } from "./queries.ts";

const Attention = lazy(async () => ({ default: (await import("./attention.tsx")).Attention }));
// The words of the log are many: who may not read it does without them, and nobody waits for them.
const RecentAudit = lazy(async () => ({
  default: (await import("./recent-audit.tsx")).RecentAudit,
}));

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
        <Suspense fallback={<Waiting title="Needs attention" />}>
          <Attention />
        </Suspense>
        <MyAccess me={me} />
        <MyTokens />
        <Connect />
        {may("home.readAudit") ? (
          <Suspense fallback={<Waiting title="Last audit entries" />}>
            <RecentAudit />
          </Suspense>
        ) : null}
        <MySpend />
      </div>
    </div>
  );
}

/** A card whose script is on its way. */
function Waiting({ title }: { readonly title: string }) {
  return (
    <Card title={title}>
      <Skeleton count={4} />
    </Card>
  );
}

/** Roles in words, organizations and groups: one line each, so that the card keeps its height. */
function MyAccess({ me }: { readonly me: Answer<"getUser"> }) {
  const { data, error } = useQuery(userPermissionsQuery(me.id));
  const { data: organizations = [] } = useQuery(organizationsQuery);
  const nameOf = (id: string) => {
    const found = organizations.find((each) => each.id === id);
    return found === undefined ? id.slice(0, 8) : organizationLabel(found);
  };
  return (
    <Card
      title="My access"
      action={
        <Link to={`/users/${me.username}/access`} className="text-dense">
          All permissions
        </Link>
      }
    >
      {error === null ? null : <CardFault error={error} />}
      {data === undefined && error === null ? <Skeleton count={4} /> : null}
      {data === undefined ? null : (
        <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-dense">
          <Line label="Roles">
            <RolesInWords roles={data.roles} nameOf={nameOf} />
          </Line>
          <Line label="Organizations">
            <NameList names={me.organization_ids.map(nameOf)} label="My organizations" shown={2} />
          </Line>
          <Line label="Groups">
            <NameList names={data.groups.map(({ name }) => name)} label="My groups" shown={2} />
          </Line>
        </dl>
      )}
    </Card>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-text-secondary">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

const shownRoles = 2;

function RolesInWords({
  roles,
  nameOf,
}: {
  readonly roles: Answer<"getUserPermissions">["roles"];
  readonly nameOf: (organization: string) => string;
}) {
  const given = roles.filter(({ implied }) => !implied);
  if (given.length === 0) return <>None. You may do what members may.</>;
  const more = given.length - shownRoles;
  return (
    <ul className="flex list-none flex-col gap-1">
      {given.slice(0, shownRoles).map((role) => (
        <li key={`${role.name}${role.organization_id ?? ""}`}>
          {roleLabel(role)}
          {role.organization_id === undefined ? "" : ` in ${nameOf(role.organization_id)}`}
          <span className="block truncate text-caption text-text-secondary">
            {roleMeaning(role.name)}
          </span>
        </li>
      ))}
      {more > 0 ? <li className="text-caption text-text-secondary">and {more} more</li> : null}
    </ul>
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
      {error === null ? null : <CardFault error={error} />}
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
  const { data, error } = useQuery(mySpendQuery);
  const budget = data?.effective_budget ?? null;
  if (error !== null && data === undefined) {
    return (
      <Card title="My AI spend">
        <CardFault error={error} />
      </Card>
    );
  }
  // The last card: that it comes later moves no other.
  if (data === undefined || budget === null) return null;
  return (
    <Card title="My AI spend">
      <SpendMeter
        label="My AI spend"
        spent={BigInt(data.current_spend_micros)}
        limit={BigInt(budget.spend_limit_micros)}
      />
      <p className="mt-3 text-caption text-text-secondary">
        The period ends <DateTime value={data.period_end} />.{" "}
        {budget.limit_source === "user_override"
          ? "The limit is your own."
          : "The limit is that of your group."}
      </p>
    </Card>
  );
}
