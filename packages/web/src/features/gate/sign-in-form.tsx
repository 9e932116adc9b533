import { type ReactNode, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Field } from "../../components/field/field.tsx";
import { PasswordInput } from "../../components/password-input/password-input.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { useForm } from "../../lib/form.ts";
import { signIn } from "./queries.ts";
import { type OtherWay, Refusal } from "./refusal.tsx";

const labels = { email: "Email", password: "Password" };

/** Email and password. `email` is who was signed in, where it is likely that they sign in again. */
export function SignInForm({
  email,
  refusal,
  otherWays = [],
  terms,
  onSignedIn,
}: {
  readonly email?: string;
  /** A refusal that the page was opened with; stays until something is typed. */
  readonly refusal?: string | undefined;
  /** The providers that this page can lead to, for whoever signs in with one. */
  readonly otherWays?: readonly OtherWay[];
  /** What whoever signs in agrees to, above the button. */
  readonly terms?: ReactNode;
  readonly onSignedIn: () => Promise<unknown> | undefined;
}) {
  const [failure, setFailure] = useState<unknown>(undefined);
  const [isEdited, setEdited] = useState(false);
  const form = useForm({
    initial: { email: email ?? "", password: "" },
    labels,
    check: (values) => ({
      email: values.email === "" ? "Enter your email." : undefined,
      password: values.password === "" ? "Enter your password." : undefined,
    }),
    submit: async (values) => {
      setFailure(undefined);
      try {
        await signIn({ ...values, email: values.email.trim() });
      } catch (thrown) {
        setFailure(thrown);
        setEdited(false);
        return;
      }
      await onSignedIn();
    },
  });
  const edited = () => setEdited(true);
  const shown = failure ?? refusal;
  return (
    <form {...form.props} onChange={edited} className="flex flex-col gap-5">
      {shown === undefined || isEdited ? null : (
        <Refusal failure={shown} otherWays={otherWays} email={form.values.email.trim()} />
      )}
      <Field label="Email" name="email" error={form.error("email")}>
        <TextInput
          {...form.text("email")}
          size="lg"
          type="email"
          autoComplete="username"
          autoFocus={email === undefined}
        />
      </Field>
      <Field label="Password" name="password" error={form.error("password")}>
        <PasswordInput {...form.text("password")} size="lg" autoComplete="current-password" />
      </Field>
      {terms}
      <Button type="submit" variant="primary" size="lg" pending={form.pending}>
        Sign in
      </Button>
    </form>
  );
}
