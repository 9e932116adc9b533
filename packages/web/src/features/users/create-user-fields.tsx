import type { Answer } from "@gatehouse/sdk";
import { useMemo, useState } from "react";
import { MultiCombobox } from "../../components/combobox/multi-combobox.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { NewPassword } from "../../components/new-password/new-password.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import type { Role } from "../../lib/catalogs.ts";
import type { Form } from "../../lib/form.ts";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { useSignInLabel } from "../../lib/sign-in-label.ts";
import { usePasswordAdvice } from "../../lib/use-password-advice.ts";
import { usernameFrom } from "../../lib/username.ts";
import { type NewUser, needsPassword, offeredLoginTypes } from "./create-user.ts";
import { RoleChoices } from "./role-choices.tsx";

interface Props {
  readonly form: Form<NewUser>;
  readonly methods: Answer<"getAuthMethods">;
  readonly organizations: readonly Organization[];
  readonly roles: readonly Role[];
  /** Whether the first field takes the focus: the form was emptied for the next user. */
  readonly isNext: boolean;
}

/** The numbered sections of the form. */
export function CreateUserFields(props: Props) {
  const { form, organizations, roles, isNext } = props;
  const isPerson = form.values.kind === "person";
  const choices = useMemo(
    () =>
      organizations.map((each) => ({
        key: each.id,
        label: organizationLabel(each),
        secondary: each.name,
      })),
    [organizations],
  );
  return (
    <>
      <FormSection step={1} title="Kind">
        <RadioCards
          label="Kind"
          columns={2}
          value={form.values.kind}
          onChange={(kind) => form.set("kind", kind)}
          options={[
            { value: "person", label: "Person", description: "Signs in and owns what they make." },
            {
              value: "service_account",
              label: "Service account",
              description: "Never signs in, works by tokens.",
            },
          ]}
        />
      </FormSection>
      <FormSection step={2} title="Identity">
        <Identity form={form} isPerson={isPerson} isNext={isNext} />
      </FormSection>
      {isPerson ? (
        <FormSection step={3} title="Sign-in" help="Only what this deployment offers.">
          <SignIn {...props} />
        </FormSection>
      ) : null}
      <FormSection
        step={isPerson ? 4 : 3}
        title="Access"
        help="Roles within an organization are given on its pages."
      >
        <Field label="Organizations" name="organization_ids" error={form.error("organization_ids")}>
          <MultiCombobox
            source={choices}
            values={choices.filter(({ key }) => form.values.organization_ids.includes(key))}
            onChange={(next) =>
              form.set(
                "organization_ids",
                next.map(({ key }) => key),
              )
            }
          />
        </Field>
        <Field label="Site roles" group error={form.error("roles")}>
          <RoleChoices
            roles={roles}
            value={form.values.roles}
            onChange={(next) => form.set("roles", next)}
          />
        </Field>
        <Field
          label="Status on creation"
          group
          help="Dormant users become active when they sign in."
        >
          <Segmented
            label="Status on creation"
            value={form.values.user_status}
            onChange={(status) => form.set("user_status", status)}
            options={[
              { value: "dormant", label: "Dormant" },
              { value: "active", label: "Active" },
            ]}
          />
        </Field>
      </FormSection>
    </>
  );
}

function Identity({
  form,
  isPerson,
  isNext,
}: {
  readonly isNext: boolean;
  readonly form: Form<NewUser>;
  readonly isPerson: boolean;
}) {
  const [isNamed, setNamed] = useState(false);
  return (
    <>
      {isPerson ? (
        <Field label="Email" error={form.error("email")} className="max-w-[48ch]">
          <TextInput
            {...form.text("email")}
            type="email"
            autoFocus={isNext}
            onChange={(event) => {
              form.set("email", event.target.value);
              if (!isNamed) form.set("username", usernameFrom(event.target.value));
            }}
          />
        </Field>
      ) : null}
      <Field
        label="Username"
        help="Used in URLs. Letters, digits and single hyphens."
        error={form.error("username")}
        className="max-w-[32ch]"
      >
        <TextInput
          {...form.text("username")}
          autoFocus={isNext && !isPerson}
          placeholder={isPerson ? undefined : "ci-deploy"}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => {
            setNamed(true);
            form.set("username", event.target.value);
          }}
        />
      </Field>
      <Field label="Full name" optional error={form.error("name")} className="max-w-[48ch]">
        <TextInput {...form.text("name")} />
      </Field>
    </>
  );
}

function SignIn({ form, methods }: Props) {
  const { values } = form;
  const advice = usePasswordAdvice(values.password);
  const signInLabel = useSignInLabel();
  return (
    <>
      <Field label="Sign-in" group error={form.error("login_type")}>
        <RadioCards
          columns={2}
          value={values.login_type}
          onChange={(type) => form.set("login_type", type)}
          options={offeredLoginTypes(methods).map((type) => ({
            value: type,
            label: signInLabel({ login_type: type }),
          }))}
        />
      </Field>
      {needsPassword(values) ? (
        <>
          <Field label="Password" group>
            <RadioCards
              columns={2}
              value={values.generate ? "generate" : "type"}
              onChange={(choice) => form.set("generate", choice === "generate")}
              options={[
                { value: "generate", label: "Generate and show once" },
                { value: "type", label: "Type one" },
              ]}
            />
          </Field>
          {values.generate ? null : (
            <NewPassword
              advice={advice}
              value={values.password}
              error={form.error("password")}
              onChange={(password) => form.set("password", password)}
            />
          )}
        </>
      ) : null}
    </>
  );
}
