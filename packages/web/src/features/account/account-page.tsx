import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Avatar } from "../../components/avatar/avatar.tsx";
import { Badge } from "../../components/badge/badge.tsx";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Snippet } from "../../components/code/code.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { SaveBar } from "../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { Link } from "../../components/link/link.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { userPermissionsQuery } from "../../lib/access.ts";
import { api } from "../../lib/api.ts";
import { roleLabel, roleMeaning } from "../../lib/catalogs.ts";
import { usersChanged } from "../../lib/changed.ts";
import { useForm } from "../../lib/form.ts";
import { useMay } from "../../lib/permissions.ts";
import { problemOf } from "../../lib/problem.ts";
import { meQuery, organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { accountChecks } from "./permissions.ts";
import { claimsQuery } from "./queries.ts";
import { SettingsFrame } from "./settings-page.tsx";

const labels = { name: "Full name", username: "Username" };

const OwnAccess = lazy(async () => {
  const { Access } = await import("../../components/access/access.tsx");
  return { default: Access };
});

/** Name and facts of one's own, and what one may do. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const queries = useQueryClient();
  const initial = { name: me.name ?? "", username: me.username };
  const form = useForm({
    initial,
    labels,
    check: ({ username }) => ({
      username: username.trim() === "" ? "A username has at least one character." : undefined,
    }),
    submit: async (values) => {
      // The request replaces all three: what is not changed here is as it is now, not as it was when the page opened.
      const now = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
      const username = form.changed.includes("username") ? values.username.trim() : now.username;
      const next = await api.call("updateUserProfile", {
        params: { user: "me" },
        body: { username, name: values.name, avatar_url: now.avatar_url },
      });
      queries.setQueryData(meQuery.queryKey, next);
      form.reset({ name: next.name ?? "", username: next.username });
      toastDone("Account saved.");
      void usersChanged(queries);
    },
  });
  const mayRename = useMay(accountChecks)("account.rename");
  const federated = me.login_type === "oidc" || me.login_type === "github";
  return (
    <SettingsFrame current="account" title="Account">
      <form {...form.props}>
        <LeaveGuard changed={form.changed.map((name) => labels[name])} />
        <FormAlert problem={form.problem} />
        <FormSection title="You" help="How others see you.">
          <div className="flex items-center gap-4">
            <Avatar id={me.id} name={me.name ?? me.username} url={me.avatar_url} size={64} />
            <span className="flex min-w-0 flex-col">
              <span className="truncate font-medium">{me.email}</span>
              <span className="text-caption text-text-secondary">
                Signed up <Moment value={me.created_at} />
              </span>
            </span>
          </div>
          <Field
            label="Full name"
            optional
            help={
              federated ? "The identity provider writes it anew at the next sign-in." : undefined
            }
            error={form.error("name")}
            className="max-w-[48ch]"
          >
            <TextInput {...form.text("name")} autoComplete="name" />
          </Field>
          <Field
            label="Username"
            help={
              mayRename
                ? "Used in URLs. Links and scripts that use the old name break."
                : reasons.rename
            }
            error={form.error("username")}
            className="max-w-[32ch]"
          >
            <TextInput
              {...form.text("username")}
              autoComplete="username"
              spellCheck={false}
              readOnly={!mayRename}
            />
          </Field>
          <Field label="Id" className="max-w-[48ch]">
            <span className="inline-flex items-center gap-1">
              <code>{me.id}</code>
              <CopyButton value={me.id} label="Copy id" />
            </span>
          </Field>
        </FormSection>
        <FormSection title="Your access" help="Who gives roles: owners and user admins.">
          <OwnRoles />
        </FormSection>
        {me.login_type === "oidc" ? (
          <FormSection
            title="Claims"
            help="What the identity provider said about you at your last sign-in."
          >
            <Claims />
          </FormSection>
        ) : null}
        <SaveBar
          changes={form.changed.length}
          pending={form.pending}
          onDiscard={() => form.reset(initial)}
        />
      </form>
      <div className="border-border-subtle border-t pt-8">
        <Suspense fallback={<Skeleton count={8} />}>
          <OwnAccess user={me} isSelf />
        </Suspense>
      </div>
    </SettingsFrame>
  );
}

/** The claims of the last sign-in as JSON, on demand. */
function Claims() {
  const [shown, setShown] = useState(false);
  const claims = useQuery({ ...claimsQuery, enabled: shown });
  if (!shown) {
    return (
      <span>
        <Button onClick={() => setShown(true)}>Show claims</Button>
      </span>
    );
  }
  if (claims.error !== null) {
    return <Callout tone="warning">{problemOf(claims.error).message}</Callout>;
  }
  if (claims.data === undefined) return <Skeleton count={4} />;
  return (
    <Snippet
      label="Claims"
      tabs={[{ label: "claims", text: JSON.stringify(claims.data.claims, null, 2) }]}
    />
  );
}

/** Roles, organizations and groups in words. */
function OwnRoles() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: organizations } = useQuery(organizationsQuery);
  const { data: permissions, error } = useQuery(userPermissionsQuery(me.id));
  if (error !== null) return <Callout tone="warning">{problemOf(error).message}</Callout>;
  if (organizations === undefined || permissions === undefined) return <Skeleton count={3} />;
  const given = permissions.roles.filter(({ implied }) => !implied);
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex list-none flex-col gap-1.5">
        {me.roles.length === 0 ? (
          <li className="text-text-secondary">No site roles. You may do what members may.</li>
        ) : (
          me.roles.map((role) => (
            <li key={role.name} className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{roleLabel(role)}</span>
              <span className="text-dense text-text-secondary">{roleMeaning(role.name)}</span>
            </li>
          ))
        )}
      </ul>
      <ul aria-label="Organizations" className="flex list-none flex-col gap-2">
        {organizations.map(({ id, ...organization }) => {
          const roles = given.filter((role) => role.organization_id === id);
          const groups = permissions.groups.filter((group) => group.organization_id === id);
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Link to={`/organizations/${organization.name}`}>
                {organizationLabel(organization)}
              </Link>
              {roles.length === 0 ? (
                <span className="text-dense text-text-secondary">Member</span>
              ) : (
                roles.map((role) => <Badge key={role.name}>{roleLabel(role)}</Badge>)
              )}
              {groups.length === 0 ? null : (
                <span className="text-dense text-text-secondary">
                  Groups: {groups.map(({ name }) => name).join(", ")}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
