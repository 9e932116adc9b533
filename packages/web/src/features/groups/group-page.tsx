import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { Avatar } from "../../components/avatar/avatar.tsx";
import { Badge } from "../../components/badge/badge.tsx";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { copyWithToast } from "../../components/toaster/toast.tsx";
import { isOnRow, useKeys } from "../../lib/keyboard.ts";
import { labelOf } from "../../lib/labels.ts";
import { usePathOrganization } from "../../lib/organization.ts";
import { usePathParams } from "../../lib/page.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { MembersTab } from "./members-tab.tsx";
import { type Group, groupQuery } from "./queries.ts";
import { SettingsTab } from "./settings-tab.tsx";
import type { TabProps } from "./tab-props.ts";
import { isEveryone } from "./text.ts";

const bodies: Readonly<Record<string, ComponentType<TabProps>>> = {
  members: MembersTab,
  settings: SettingsTab,
  budget: lazy(async () => ({ default: (await import("./budget-tab.tsx")).BudgetTab })),
};

/** One group: its members, its settings and its AI budget. */
export function Page() {
  const organization = usePathOrganization();
  const { group: name } = usePathParams("group");
  const { tab }: { readonly tab?: string } = useParams({ strict: false });
  const { data: group } = useSuspenseQuery(groupQuery(organization.id, name));
  // Whether the identity provider manages a group only shows when a change is refused.
  const [refusal, setRefusal] = useState<{ readonly id: string; readonly message: string }>();
  const managed = refusal?.id === group.id ? refusal.message : undefined;
  const current = bodies[tab ?? ""] === undefined ? "members" : (tab ?? "members");
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/groups`;
  const address = `${base}/${encodeURIComponent(group.name)}`;
  usePlace([
    { label, to: `/organizations/${organization.name}` },
    { label: "Groups", to: base },
    { label: labelOf(group) },
  ]);
  const navigate = useNavigate();
  useKeys({
    e: () => void navigate({ to: `${address}/settings` }),
    y: () => !isOnRow() && void copyWithToast(group.id, "Id"),
  });
  const Body = bodies[current] ?? MembersTab;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <Head group={group} />
      <SourceNote group={group} managed={managed} />
      <Tabs
        label="Group"
        current={current}
        items={[
          {
            key: "members",
            label: "Members",
            to: `${address}/members`,
            count: group.total_member_count,
          },
          { key: "settings", label: "Settings", to: `${address}/settings` },
          { key: "budget", label: "Budget", to: `${address}/budget` },
        ]}
      />
      <Suspense fallback={<Skeleton count={6} />}>
        <Body
          key={group.id}
          group={group}
          organization={organization}
          isManaged={managed !== undefined}
          onManaged={(message) => setRefusal({ id: group.id, message })}
        />
      </Suspense>
    </div>
  );
}

function Head({ group }: { readonly group: Group }) {
  return (
    <PageHeader
      avatar={
        <Avatar id={group.id} name={labelOf(group)} kind="group" url={group.avatar_url} size={32} />
      }
      title={labelOf(group)}
      badges={
        <>
          {isEveryone(group) ? <Badge>built-in</Badge> : null}
          {group.source === "oidc" ? <StatusBadge status="synced" tinted /> : null}
        </>
      }
      meta={group.display_name === "" ? undefined : <code>{group.name}</code>}
    />
  );
}

/** Where a group comes from, and what that means for changes. */
export function SourceNote({
  group,
  managed,
}: {
  readonly group: Pick<Group, "source">;
  /** What the server said when it refused a change. */
  readonly managed: string | undefined;
}) {
  if (managed !== undefined) {
    return (
      <div role="alert">
        <Callout tone="warning" title="The identity provider manages this group.">
          {managed}
        </Callout>
      </div>
    );
  }
  if (group.source !== "oidc") return null;
  return (
    <Callout>
      The identity provider made this group. Sync overrides each user at the next sign-in.
    </Callout>
  );
}
