import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { SecretReveal } from "../../components/secret-reveal/secret-reveal.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { siteRolesQuery } from "../../lib/catalogs.ts";
import { usersChanged } from "../../lib/changed.ts";
import { useForm } from "../../lib/form.ts";
import { useOrganization } from "../../lib/organization.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { authMethodsQuery, organizationsQuery } from "../../lib/queries.ts";
import { Barred } from "./barred.tsx";
import { createUser, emptyUser, newUserFaults, newUserLabels } from "./create-user.ts";
import { CreateUserFields } from "./create-user-fields.tsx";
import { CreateUserSummary } from "./create-user-summary.tsx";
import { passwordSecret } from "./password-secret.ts";
import { usersChecks } from "./permissions.ts";
import type { User } from "./queries.ts";

/** Creates a person or a service account, for whoever may. */
export function Page() {
  const may = useMay(usersChecks);
  usePlace([{ label: "Users", to: "/users" }, { label: "Create user" }]);
  return may("users.create") ? <CreateUser /> : <Barred what="create users" />;
}

function CreateUser() {
  const { data: methods } = useSuspenseQuery(authMethodsQuery);
  const { data: organizations } = useSuspenseQuery(organizationsQuery);
  const { data: roles } = useSuspenseQuery(siteRolesQuery);
  const chosen = useOrganization();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const another = useRef(false);
  const [round, setRound] = useState(0);
  const may = useMay(usersChecks);
  const [made, setMade] = useState<{ user: User; password: string } | null>(null);
  const initial = emptyUser(methods, chosen === undefined ? [] : [chosen.id]);
  const form = useForm({
    initial,
    labels: newUserLabels,
    check: newUserFaults,
    submit: async (values) => {
      const { user, generated } = await createUser(values);
      // The password is shown first: it cannot be shown again, and nothing may come between.
      if (generated !== null) setMade({ user, password: generated });
      form.reset({ ...initial, kind: values.kind, login_type: values.login_type });
      void usersChanged(queries);
      if (generated !== null) return;
      await goOn(user);
    },
  });
  const goOn = async (user: User) => {
    setMade(null);
    toastDone(`${user.username} created.`);
    if (another.current) {
      setRound((before) => before + 1);
      return;
    }
    // Who never signs in works by tokens: the first one is made next, by whoever may.
    const next = user.is_service_account === true && may("users.createKeys") ? "/tokens" : "";
    await navigate({ to: `/users/${user.username}${next}`, ignoreBlocker: true });
  };
  const submit = (stays: boolean) => () => {
    another.current = stays;
  };
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-8">
      <LeaveGuard changed={form.changed.map(labelOf)} />
      <PageHeader title="Create user" />
      <form {...form.props} className="flex flex-col gap-x-10 gap-y-6 xl:flex-row">
        <div className="min-w-0 grow">
          <FormAlert problem={form.problem} />
          <CreateUserFields
            key={round}
            isNext={round > 0}
            form={form}
            methods={methods}
            organizations={organizations}
            roles={roles}
          />
        </div>
        <CreateUserSummary values={form.values} organizations={organizations} roles={roles}>
          <Button type="submit" variant="primary" pending={form.pending} onClick={submit(false)}>
            Create user
          </Button>
          <Button type="submit" variant="ghost" onClick={submit(true)}>
            Create another
          </Button>
        </CreateUserSummary>
      </form>
      <SecretReveal
        secret={made === null ? undefined : passwordSecret(made.user.username, made.password)}
        onClose={() => {
          if (made !== null) void goOn(made.user);
        }}
      />
    </div>
  );
}

const labels: Readonly<Record<string, string>> = newUserLabels;

function labelOf(name: string): string {
  return labels[name] ?? name;
}
