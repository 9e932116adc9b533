import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { NewPassword } from "../../components/new-password/new-password.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { api } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import { passwordStrength } from "../../lib/password-strength.ts";
import { usePlace } from "../../lib/place.ts";
import { statusOf } from "../../lib/problem.ts";
import { authMethodsQuery } from "../../lib/queries.ts";
import { session } from "../../lib/session.ts";
import { usePasswordAdvice } from "../../lib/use-password-advice.ts";
import { emailFault, usernameFault, usernameFrom } from "../../lib/username.ts";
import { Gate } from "./gate.tsx";
import { ProviderButtons } from "./provider-buttons.tsx";
import { firstUserQuery, signIn } from "./queries.ts";

const labels = { email: "Email", username: "Username", name: "Full name", password: "Password" };

/** Creates the first administrator and signs in. */
export function Page() {
  const { data: methods } = useSuspenseQuery(authMethodsQuery);
  const queries = useQueryClient();
  const router = useRouter();
  const [isNamed, setNamed] = useState(false);
  usePlace([{ label: "Set up" }]);
  const form = useForm({
    initial: { email: "", username: "", name: "", password: "" },
    labels,
    check: ({ email, username, password }) => ({
      email: emailFault(email),
      username: usernameFault(username),
      password: passwordFault(password),
    }),
    submit: async (values) => {
      const body = { ...values, email: values.email.trim(), name: values.name.trim() };
      try {
        await api.call("createFirstUser", { body });
      } catch (thrown) {
        if (statusOf(thrown) !== 409) throw thrown;
        await router.navigate({ to: "/login", search: { notice: "set-up" }, replace: true });
        return;
      }
      queries.setQueryData(firstUserQuery.queryKey, true);
      await signIn({ email: body.email, password: values.password });
      session.begin();
      await router.navigate({ to: "/", replace: true });
    },
  });
  const advice = usePasswordAdvice(form.values.password);
  const setEmail = (email: string) => {
    form.set("email", email);
    if (!isNamed) form.set("username", usernameFrom(email));
  };
  return (
    <Gate
      title="Create the first administrator"
      lead="Owns this deployment and invites everybody else."
    >
      <ProviderButtons
        methods={{ ...methods, oidc: { ...methods.oidc, enabled: false } }}
        target="/"
      />
      <form {...form.props} className="flex flex-col gap-5">
        <FormAlert problem={form.problem} />
        <Field label="Email" error={form.error("email")}>
          <TextInput
            {...form.text("email")}
            onChange={(event) => setEmail(event.target.value)}
            size="lg"
            type="email"
            autoComplete="username"
            autoFocus
          />
        </Field>
        <Field
          label="Username"
          help="Used in URLs. Letters, digits and single hyphens."
          error={form.error("username")}
        >
          <TextInput
            {...form.text("username")}
            onChange={(event) => {
              setNamed(true);
              form.set("username", event.target.value);
            }}
            size="lg"
            spellCheck={false}
            autoCapitalize="none"
          />
        </Field>
        <Field label="Full name" optional error={form.error("name")}>
          <TextInput {...form.text("name")} size="lg" autoComplete="name" />
        </Field>
        <NewPassword
          size="lg"
          value={form.values.password}
          onChange={(password) => form.set("password", password)}
          onBlur={form.text("password").onBlur}
          error={form.error("password")}
          advice={advice}
        />
        <Button type="submit" variant="primary" size="lg" pending={form.pending}>
          Create administrator and sign in
        </Button>
      </form>
    </Gate>
  );
}

function passwordFault(password: string): string | undefined {
  if (password === "") return "Enter a password.";
  return passwordStrength(password).accepted ? undefined : "Choose a stronger password.";
}
