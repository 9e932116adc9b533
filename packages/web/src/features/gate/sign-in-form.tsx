import { ApiFailure } from "@gatehouse/sdk";
import { useEffect, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Field } from "../../components/field/field.tsx";
import { PasswordInput } from "../../components/password-input/password-input.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { useForm } from "../../lib/form.ts";
import { signIn } from "./queries.ts";

const labels = { email: "Email", password: "Password" };

/** Email and password. `email` is fixed where somebody signs in again. */
export function SignInForm({
  email,
  refusal,
  onSignedIn,
}: {
  readonly email?: string;
  /** A refusal that the page was opened with; stays until something is typed. */
  readonly refusal?: string | undefined;
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
  const shown = failure ?? (refusal === undefined ? undefined : refusal);
  return (
    <form {...form.props} onChange={edited} className="flex flex-col gap-5">
      {shown === undefined || isEdited ? null : <Refusal failure={shown} />}
      <Field label="Email" name="email" error={form.error("email")}>
        <TextInput
          {...form.text("email")}
          size="lg"
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          autoFocus={email === undefined}
        />
      </Field>
      <Field label="Password" name="password" error={form.error("password")}>
        <PasswordInput
          {...form.text("password")}
          size="lg"
          autoComplete="current-password"
          autoFocus={email !== undefined}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={form.pending}>
        Sign in
      </Button>
    </form>
  );
}

/** Why signing in was refused, in words; counts down when the server asks to wait. */
function Refusal({ failure }: { readonly failure: unknown }) {
  const seconds = useCountdown(failure instanceof ApiFailure ? failure.retryAfterSeconds : null);
  return (
    <div role="alert">
      <Callout tone="warning">
        {typeof failure === "string" ? failure : refusalText(failure, seconds)}
      </Callout>
    </div>
  );
}

/** What a refused sign-in means for the person at the form. */
export function refusalText(failure: unknown, seconds: number | null): string {
  if (!(failure instanceof ApiFailure)) return "Signing in did not work. Reload the page.";
  const { status, message, detail } = failure;
  if (status === 401 && /suspended/i.test(`${message} ${detail}`)) {
    return "This user is suspended. An administrator can activate it.";
  }
  if (status === 401) return "Email and password do not match.";
  if (status === 403) return detail === "" ? message : `${message} ${detail}`;
  if (status === 429) {
    return seconds === null || seconds > 0
      ? `Too many attempts. Try again ${seconds === null ? "in a minute" : `in ${seconds} s`}.`
      : "You can try again now.";
  }
  if (status === 0) return "The server could not be reached. Check the connection and try again.";
  return message;
}

function useCountdown(from: number | null): number | null {
  const [left, setLeft] = useState(from);
  useEffect(() => {
    setLeft(from);
    if (from === null) return;
    const end = Date.now() + from * 1000;
    const timer = setInterval(() => {
      setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    }, 1000);
    return () => clearInterval(timer);
  }, [from]);
  return left;
}
