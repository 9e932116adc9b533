import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { Link } from "../../components/link/link.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { api } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import { usePlace } from "../../lib/place.ts";
import { emailFault } from "../../lib/username.ts";
import { Gate } from "./gate.tsx";

/** Asks for a passcode by mail. The answer is the same whether the address is known or not. */
export function Page() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  usePlace([{ label: "Reset password" }]);
  const form = useForm({
    initial: { email: "" },
    labels: { email: "Email" },
    check: ({ email }) => ({ email: emailFault(email) }),
    submit: async ({ email }) => {
      await api.call("requestPasscode", { body: { email: email.trim() } });
      setSentTo(email.trim());
    },
  });
  return (
    <Gate title="Reset password">
      {sentTo === null ? (
        <form {...form.props} className="flex flex-col gap-5">
          <FormAlert problem={form.problem} />
          <Field
            label="Email"
            help="A mail with a passcode goes to this address."
            error={form.error("email")}
          >
            <TextInput
              {...form.text("email")}
              size="lg"
              type="email"
              autoComplete="username"
              autoFocus
            />
          </Field>
          <Button type="submit" variant="primary" size="lg" pending={form.pending}>
            Send passcode
          </Button>
        </form>
      ) : (
        <>
          <div role="status">
            <Callout tone="success">
              If {sentTo} has a password, a mail is on its way. Its passcode works for 20 minutes.
            </Callout>
          </div>
          <Link
            to={`/reset-password/change?${new URLSearchParams({ email: sentTo })}`}
            className="text-center text-dense"
          >
            Enter the passcode
          </Link>
        </>
      )}
      <Link to="/login?local=1" className="text-center text-dense">
        Back to sign-in
      </Link>
    </Gate>
  );
}
