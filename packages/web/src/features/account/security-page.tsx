import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { NewPassword } from "../../components/new-password/new-password.tsx";
import { PasswordInput } from "../../components/password-input/password-input.tsx";
import { api } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import { leaveFor } from "../../lib/leave.ts";
import { passwordStrength } from "../../lib/password-strength.ts";
import { providerName } from "../../lib/provider-name.ts";
import { authMethodsQuery, meQuery } from "../../lib/queries.ts";
import { tellOtherTabs } from "../../lib/session.ts";
import { usePasswordAdvice } from "../../lib/use-password-advice.ts";
import { ConvertLogin } from "./convert-login.tsx";
import { SettingsFrame } from "./settings-page.tsx";

const providers: Readonly<Record<string, string>> = { github: "GitHub" };

/** The way one signs in. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: methods } = useSuspenseQuery(authMethodsQuery);
  const provider =
    me.login_type === "oidc"
      ? providerName(methods.oidc.signInText, "the identity provider")
      : providers[me.login_type];
  return (
    <SettingsFrame current="security" title="Security">
      {me.login_type === "password" ? (
        <>
          <ChangePassword />
          <ConvertLogin methods={methods} />
        </>
      ) : (
        <FormSection title="Sign-in">
          <Callout
            title={
              provider === undefined
                ? "You sign in without a password."
                : `You sign in with ${provider}.`
            }
          >
            There is no password here to change. Your password is kept where you sign in.
          </Callout>
        </FormSection>
      )}
    </SettingsFrame>
  );
}

const labels = { old_password: "Current password", password: "New password" };

/** A new password for oneself. It ends every session, this one too: the gate says so. */
function ChangePassword() {
  const form = useForm({
    initial: { old_password: "", password: "" },
    labels,
    check: ({ old_password, password }) => ({
      old_password: old_password === "" ? "Type your current password." : undefined,
      password: passwordStrength(password).accepted ? undefined : "Choose a stronger password.",
    }),
    submit: async (values) => {
      await api.call("updateUserPassword", { params: { user: "me" }, body: values });
      form.reset({ old_password: "", password: "" });
      tellOtherTabs();
      leaveFor("/login?notice=password-changed&local=1");
    },
  });
  const advice = usePasswordAdvice(form.values.password);
  return (
    <form {...form.props}>
      <LeaveGuard changed={form.changed.map((name) => labels[name])} />
      <FormSection title="Password" help="Changing it ends all your sessions and tokens.">
        <FormAlert problem={form.problem} />
        <Field
          label="Current password"
          name="old_password"
          error={form.error("old_password")}
          className="max-w-[48ch]"
        >
          <PasswordInput {...form.text("old_password")} autoComplete="current-password" />
        </Field>
        <div className="max-w-[48ch]">
          <NewPassword
            label="New password"
            value={form.values.password}
            onChange={(password) => form.set("password", password)}
            error={form.error("password")}
            advice={advice}
          />
        </div>
        <Callout tone="warning">
          Programs that use your tokens stop working, and you sign in again on every device.
        </Callout>
        <span>
          <Button type="submit" variant="primary" pending={form.pending}>
            Change password
          </Button>
        </span>
      </FormSection>
    </form>
  );
}
