import type { Answer } from "@gatehouse/sdk";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { PasswordInput } from "../../components/password-input/password-input.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import { api } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import { providerName } from "../../lib/provider-name.ts";

type Methods = Answer<"getAuthMethods">;

/** Another way to sign in that a password can be changed for. */
type Target = "oidc" | "github";

const callbacks: Record<Target, string> = {
  oidc: "/api/v2/users/oidc/callback",
  github: "/api/v2/users/oauth2/github/callback",
};

/** The ways that this deployment offers, by their names. */
export function conversionTargets(
  methods: Methods,
): readonly { readonly value: Target; readonly label: string }[] {
  const name = providerName(methods.oidc.signInText, "your identity provider");
  return [
    ...(methods.oidc.enabled ? [{ value: "oidc", label: name } as const] : []),
    ...(methods.github.enabled ? [{ value: "github", label: "GitHub" } as const] : []),
  ];
}

/** Where the change is completed: at the provider, which comes back with the state (spec users §7.9). */
export function completionAddress(target: Target, state: string): string {
  const query = new URLSearchParams({
    oidc_merge_state: state,
    redirect: "/settings/security",
  });
  return `${callbacks[target]}?${query}`;
}

/** Gives up the password for another way to sign in. Nothing changes until the provider has answered. */
export function ConvertLogin({ methods }: { readonly methods: Methods }) {
  const targets = conversionTargets(methods);
  const first = targets[0]?.value ?? "oidc";
  const form = useForm({
    initial: { to_type: first as Target, password: "" },
    labels: { to_type: "Sign in with", password: "Password" },
    check: ({ password }) => ({
      password: password === "" ? "Type your password." : undefined,
    }),
    submit: async ({ to_type, password }) => {
      const { state_string } = await api.call("convertLogin", {
        params: { user: "me" },
        body: { to_type, password },
      });
      location.assign(completionAddress(to_type, state_string));
    },
  });
  const chosen = targets.find(({ value }) => value === form.values.to_type);
  if (chosen === undefined) return null;
  return (
    <form {...form.props}>
      <FormSection title="Way to sign in" help="Changes your password for an account elsewhere.">
        <FormAlert problem={form.problem} />
        {targets.length === 1 ? null : (
          <Field label="Sign in with" group name="to_type">
            <RadioCards
              columns={2}
              options={targets}
              value={form.values.to_type}
              onChange={(next) => form.set("to_type", next)}
            />
          </Field>
        )}
        <Field label="Password" error={form.error("password")} className="max-w-[48ch]">
          <PasswordInput {...form.text("password")} autoComplete="current-password" />
        </Field>
        <Callout>
          You sign in at {chosen.label} within 5 minutes, with the same email address. Then your
          password is gone, and this session ends.
        </Callout>
        <span>
          <Button type="submit" pending={form.pending}>
            Continue with {chosen.label}
          </Button>
        </span>
      </FormSection>
    </form>
  );
}
