import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { Link } from "../../components/link/link.tsx";
import { NewPassword } from "../../components/new-password/new-password.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { api } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import { passwordStrength } from "../../lib/password-strength.ts";
import { usePlace } from "../../lib/place.ts";
import { usePasswordAdvice } from "../../lib/use-password-advice.ts";
import { emailFault } from "../../lib/username.ts";
import { Gate } from "./gate.tsx";

const labels = { email: "Email", one_time_passcode: "Passcode", password: "Password" };

/** Sets a new password with the passcode of a mail. The passcode leaves the address at once. */
export function Page() {
  const search: { readonly otp?: string; readonly email?: string } = useSearch({ strict: false });
  const [given] = useState({ email: search.email ?? "", one_time_passcode: search.otp ?? "" });
  const navigate = useNavigate();
  const isInAddress = search.otp !== undefined || search.email !== undefined;
  usePlace([{ label: "New password" }]);
  useEffect(() => {
    if (isInAddress) void navigate({ to: ".", search: {}, replace: true });
  }, [isInAddress, navigate]);
  const form = useForm({
    initial: { ...given, password: "" },
    labels,
    check: ({ email, one_time_passcode, password }) => ({
      email: emailFault(email),
      one_time_passcode: one_time_passcode === "" ? "Enter the passcode of the mail." : undefined,
      password: passwordStrength(password).accepted ? undefined : "Choose a stronger password.",
    }),
    submit: async (values) => {
      await api.call("changePasswordWithPasscode", {
        body: {
          ...values,
          email: values.email.trim(),
          one_time_passcode: values.one_time_passcode.trim(),
        },
      });
      await navigate({ to: "/login", search: { notice: "password-changed", local: "1" } });
    },
  });
  const advice = usePasswordAdvice(form.values.password);
  return (
    <Gate title="Choose a new password" lead="All your sessions end.">
      <form {...form.props} className="flex flex-col gap-5">
        <FormAlert problem={form.problem} />
        {given.email !== "" && given.one_time_passcode !== "" ? (
          <input type="hidden" name="email" autoComplete="username" value={given.email} />
        ) : (
          <>
            <Field label="Email" error={form.error("email")}>
              <TextInput {...form.text("email")} size="lg" type="email" autoComplete="username" />
            </Field>
            <Field label="Passcode" error={form.error("one_time_passcode")}>
              <TextInput
                {...form.text("one_time_passcode")}
                size="lg"
                mono
                autoComplete="one-time-code"
              />
            </Field>
          </>
        )}
        <NewPassword
          size="lg"
          value={form.values.password}
          onChange={(password) => form.set("password", password)}
          error={form.error("password")}
          advice={advice}
        />
        <Button type="submit" variant="primary" size="lg" pending={form.pending}>
          Set password
        </Button>
      </form>
      {form.failure === undefined ? null : (
        <Link to="/reset-password" className="text-center text-dense">
          Send a new passcode
        </Link>
      )}
    </Gate>
  );
}
