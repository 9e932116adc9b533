import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Avatar } from "../../components/avatar/avatar.tsx";
import { Badge } from "../../components/badge/badge.tsx";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Id } from "../../components/code/code.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { isOnRow, useKeys } from "../../lib/keyboard.ts";
import { usePathParams } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { statusOf } from "../../lib/problem.ts";
import { meQuery } from "../../lib/queries.ts";
import { useSignInLabel } from "../../lib/sign-in-label.ts";
import { isNever } from "../../lib/time.ts";
import { useUserDialogs } from "./dialogs/use-user-dialogs.tsx";
import { HeaderMenu } from "./header-menu.tsx";
import { usersChecks } from "./permissions.ts";
import { type User, userQuery } from "./queries.ts";
import { useRolesSynced } from "./roles-synced.ts";
import type { TabProps } from "./tabs/props.ts";
import { isOwner, suspendReason } from "./user-actions.tsx";

interface Tab {
  readonly key: string;
  readonly label: string;
  readonly Body: ComponentType<TabProps>;
  /** The check that it takes for somebody else; one's own is always shown. */
  readonly when?: keyof typeof usersChecks;
}

const tabs: readonly Tab[] = [
  { key: "profile", label: "Profile", Body: lazyTab(() => import("./tabs/profile-tab.tsx")) },
  {
    key: "roles",
    label: "Roles",
    when: "users.readPersonal",
    Body: lazyTab(() => import("./tabs/roles-tab.tsx")),
  },
  {
    key: "memberships",
    label: "Memberships",
    Body: lazyTab(() => import("./tabs/memberships-tab.tsx")),
  },
  {
    key: "tokens",
    label: "Tokens",
    when: "users.readKeys",
    Body: lazyTab(() => import("./tabs/tokens-tab.tsx")),
  },
  {
    key: "sessions",
    label: "Sessions",
    when: "users.readKeys",
    Body: lazyTab(() => import("./tabs/sessions-tab.tsx")),
  },
  {
    key: "access",
    label: "Access",
    when: "users.readAudit",
    Body: lazyTab(() => import("./tabs/access-tab.tsx")),
  },
  {
    key: "audit",
    label: "Audit",
    when: "users.readAudit",
    Body: lazyTab(() => import("./tabs/audit-tab.tsx")),
  },
];

/** What is left to see of a deleted user. */
const keptTabs: ReadonlySet<string> = new Set(["profile", "audit"]);

function lazyTab(load: () => Promise<{ readonly Body: ComponentType<TabProps> }>) {
  return lazy(async () => ({ default: (await load()).Body }));
}

/** Everything about one person. */
export function Page() {
  const { user: name } = usePathParams("user");
  const { tab: wanted }: { readonly tab?: string } = useParams({ strict: false });
  const { data: user } = useSuspenseQuery(userQuery(name));
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const isDeleted = useIsDeleted(name, user);
  const isSelf = user.id === me?.id;
  const shown = tabs.filter(
    ({ key, when }) =>
      (when === undefined || isSelf || may(when)) && (!isDeleted || keptTabs.has(key)),
  );
  const current = shown.find(({ key }) => key === wanted) ?? shown[0] ?? tabs[0];
  usePlace([{ label: "Users", to: "/users" }, { label: user.username }]);
  if (current === undefined) return null;
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-6">
      {isDeleted ? (
        <Callout tone="warning" title={`${user.username} is deleted.`}>
          Tokens and sessions ended with the account, and the name and the email are free. What is
          shown is how it was; nothing can be changed.
        </Callout>
      ) : null}
      <Head user={user} me={me} isDeleted={isDeleted} />
      <Tabs
        label="User"
        current={current.key}
        items={shown.map(({ key, label }) => ({
          key,
          label,
          to: `/users/${isDeleted ? user.id : user.username}/${key}`,
        }))}
      />
      <div>
        <Suspense fallback={<Skeleton count={6} />}>
          <current.Body key={user.id} user={user} isDeleted={isDeleted} />
        </Suspense>
      </div>
    </div>
  );
}

/**
 * Whether a user that an id led to is deleted. The API gives the deleted by id, unmarked, and by name only those who are
 * there: so the name is asked for as well, when the address holds an id.
 */
function useIsDeleted(address: string, user: User): boolean {
  const byName = useQuery({
    ...userQuery(user.username),
    enabled: address.toLowerCase() === user.id,
    retry: false,
  });
  if (statusOf(byName.error) === 404) return true;
  return byName.data !== undefined && byName.data.id !== user.id;
}

function Head({
  user,
  me,
  isDeleted,
}: {
  readonly user: User;
  readonly me: User | undefined;
  readonly isDeleted: boolean;
}) {
  const { context, dialog } = useUserDialogs();
  useKeys({
    y: () => !isOnRow() && context.copyId(user),
    e: () => (isDeleted || !context.may("users.update") ? undefined : context.open("rename", user)),
  });
  const isService = user.is_service_account === true;
  // The roles tab asks the same: what follows the identity provider may not be saved, changed or not.
  const isSynced = useRolesSynced(user, !isDeleted && user.id !== me?.id) !== undefined;
  return (
    <>
      <PageHeader
        avatar={
          <Avatar
            id={user.id}
            name={user.name ?? user.username}
            url={user.avatar_url}
            kind={isService ? "service_account" : "user"}
            size={64}
          />
        }
        title={user.username}
        badges={
          <>
            {isDeleted ? <Badge>Deleted</Badge> : <StatusBadge status={user.status} tinted />}
            {isService ? <Badge>Service account</Badge> : null}
            {user.id === me?.id ? <Badge tone="accent">You</Badge> : null}
            {isOwner(user) ? <Badge>Owner</Badge> : null}
            {isSynced ? <StatusBadge status="synced" tinted /> : null}
          </>
        }
        meta={<Meta user={user} />}
        actions={
          isDeleted ? undefined : (
            <>
              <StatusButton user={user} me={me} context={context} />
              <HeaderMenu user={user} context={context} />
            </>
          )
        }
      />
      {dialog}
    </>
  );
}

function StatusButton({
  user,
  me,
  context,
}: {
  readonly user: User;
  readonly me: User | undefined;
  readonly context: ReturnType<typeof useUserDialogs>["context"];
}) {
  if (!context.may("users.update")) return null;
  if (user.status === "suspended") {
    return (
      <Button writes onClick={() => context.activate(user)}>
        Activate
      </Button>
    );
  }
  return (
    <Button disabledReason={suspendReason(user, me)} onClick={() => context.open("suspend", user)}>
      Suspend
    </Button>
  );
}

function Meta({ user }: TabProps) {
  const signInLabel = useSignInLabel();
  return (
    <>
      {user.name === undefined ? null : <Part>{user.name}</Part>}
      {user.email === "" ? null : (
        <Part>
          {user.email}
          <CopyButton value={user.email} label="Copy email" className="-my-1" />
        </Part>
      )}
      <Part>{signInLabel(user)}</Part>
      <Part>
        <span>
          created <Moment value={user.created_at} />
        </span>
      </Part>
      <Part>
        <span>
          {isNever(user.last_seen_at) ? (
            "never seen"
          ) : (
            <>
              last seen <Moment value={user.last_seen_at} />
            </>
          )}
        </span>
      </Part>
      <Part>
        <Id value={user.id} />
      </Part>
    </>
  );
}

/** A fact of the line below the name; a dot stands between facts. */
function Part({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2 after:text-text-tertiary after:content-['·'] last:after:content-none max-sm:after:content-none">
      {children}
    </span>
  );
}
