import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../../components/button/button.tsx";
import { CopyButton } from "../../../components/code/copy-button.tsx";
import { FullTime } from "../../../components/date-time/date-time.tsx";
import { Fact, Facts } from "../../../components/drawer/facts.tsx";
import { Field } from "../../../components/field/field.tsx";
import { FormAlert } from "../../../components/form/form-alert.tsx";
import { FormSection } from "../../../components/form/form-section.tsx";
import { SaveBar } from "../../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../../components/leave-guard/leave-guard.tsx";
import { TextInput } from "../../../components/text-input/text-input.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { usersChanged } from "../../../lib/changed.ts";
import { useForm } from "../../../lib/form.ts";
import { useMay } from "../../../lib/permissions.ts";
import { meQuery } from "../../../lib/queries.ts";
import { useSignInLabel } from "../../../lib/sign-in-label.ts";
import { useUserDialogs } from "../dialogs/use-user-dialogs.tsx";
import { Identities } from "../links/identities.tsx";
import { usersChecks } from "../permissions.ts";
import { userKeys } from "../queries.ts";
import type { TabProps } from "./props.ts";

const labels = { name: "Full name", avatar_url: "Picture" };

/** Full name, picture and facts. The username is changed by its own action, because links depend on it. */
export function Body({ user, isDeleted = false }: TabProps) {
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const signInLabel = useSignInLabel();
  const queries = useQueryClient();
  const mayEdit = !isDeleted && (may("users.updatePersonal") || me?.id === user.id);
  const form = useForm({
    initial: { name: user.name ?? "", avatar_url: user.avatar_url ?? "" },
    labels,
    submit: async (values) => {
      const next = await api.call("updateUserProfile", {
        params: { user: user.id },
        body: { username: user.username, ...values },
      });
      queries.setQueryData(userKeys.one(user.username), next);
      form.reset({ name: next.name ?? "", avatar_url: next.avatar_url ?? "" });
      toastDone("Profile saved.");
      await usersChanged(queries);
    },
  });
  const mayRename = !isDeleted && may("users.update");
  const { context, dialog } = useUserDialogs();
  const isFederated = user.login_type === "oidc" || user.login_type === "github";
  return (
    <>
      {/* Outside of the form: what is sent in the dialog is not sent here. */}
      {dialog}
      <form {...form.props}>
        <LeaveGuard changed={form.changed.map((name) => labels[name])} />
        <FormAlert problem={form.problem} />
        <FormSection
          title="Profile"
          help={
            isFederated
              ? "The identity provider writes the name anew at the next sign-in."
              : undefined
          }
        >
          <Field label="Username" group>
            <span className="flex items-center gap-3">
              {user.username}
              {mayRename ? (
                <Button size="sm" onClick={() => context.open("rename", user)}>
                  Rename…
                </Button>
              ) : null}
            </span>
          </Field>
          {mayEdit ? (
            <Field label="Full name" optional error={form.error("name")} className="max-w-[48ch]">
              <TextInput {...form.text("name")} />
            </Field>
          ) : (
            <Field label="Full name" group>
              {user.name ?? "None"}
            </Field>
          )}
          {isFederated || !mayEdit ? null : (
            <Field
              label="Picture"
              optional
              help="Address of an image. The console shows pictures of this origin only."
              error={form.error("avatar_url")}
              className="max-w-[48ch]"
            >
              <TextInput {...form.text("avatar_url")} />
            </Field>
          )}
        </FormSection>
        <FormSection title="Facts">
          <Facts>
            <Fact label="Email">{user.email === "" ? "None" : user.email}</Fact>
            <Fact label="Sign-in">{signInLabel(user)}</Fact>
            <Fact label="Created">
              <FullTime value={user.created_at} />
            </Fact>
            <Fact label="Last seen">
              <FullTime value={user.last_seen_at} />
            </Fact>
            <Fact label="Id">
              <span className="inline-flex items-center gap-1">
                <code>{user.id}</code>
                <CopyButton value={user.id} label="Copy id" />
              </span>
            </Fact>
          </Facts>
        </FormSection>
        {may("users.readLinks") && !isDeleted ? <Identities user={user} /> : null}
        <SaveBar
          changes={form.changed.length}
          pending={form.pending}
          onDiscard={() => form.reset({ name: user.name ?? "", avatar_url: user.avatar_url ?? "" })}
        />
      </form>
    </>
  );
}
