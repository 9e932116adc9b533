import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../components/button/button.tsx";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import { Field } from "../../../components/field/field.tsx";
import { FormAlert } from "../../../components/form/form-alert.tsx";
import { NewPassword } from "../../../components/new-password/new-password.tsx";
import { RadioCards } from "../../../components/radio-cards/radio-cards.tsx";
import { SecretReveal } from "../../../components/secret-reveal/secret-reveal.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { usersChanged } from "../../../lib/changed.ts";
import { useForm } from "../../../lib/form.ts";
import { passwordStrength } from "../../../lib/password-strength.ts";
import { randomPassword } from "../../../lib/random-password.ts";
import { usePasswordAdvice } from "../../../lib/use-password-advice.ts";
import { passwordSecret } from "../password-secret.ts";
import { useKeyConsequences } from "./consequences.ts";
import type { UserDialogProps } from "./props.ts";

/** Gives a user a new password: made and shown once, or typed. */
export function ResetPasswordDialog({ user, onClose }: UserDialogProps) {
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const facts = useKeyConsequences(user, "end");
  const form = useForm({
    initial: { choice: "generate" as "generate" | "type", password: "" },
    labels: { password: "Password" },
    check: ({ choice, password }) => ({
      password:
        choice === "type" && !passwordStrength(password).accepted
          ? "Choose a stronger password."
          : undefined,
    }),
    submit: async ({ choice, password }) => {
      const next = choice === "generate" ? randomPassword() : password;
      await api.call("updateUserPassword", {
        params: { user: user.id },
        body: { password: next },
      });
      // The password is shown first: it cannot be shown again, and nothing may come between.
      void usersChanged(queries);
      if (choice === "generate") {
        setMade(next);
        return;
      }
      toastDone(`The password of ${user.username} is changed.`);
      onClose();
    },
  });
  const advice = usePasswordAdvice(form.values.password);
  if (made !== null) {
    return <SecretReveal secret={passwordSecret(user.username, made)} onClose={onClose} />;
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Reset the password of ${user.username}`}
      description={typeof facts === "string" ? "Sessions and tokens end." : facts.join(" ")}
    >
      <form {...form.props} className="flex flex-col gap-4">
        <FormAlert problem={form.problem} />
        <Field label="Password" group>
          <RadioCards
            value={form.values.choice}
            onChange={(choice) => form.set("choice", choice)}
            options={[
              { value: "generate", label: "Generate and show once" },
              { value: "type", label: "Type one" },
            ]}
          />
        </Field>
        {form.values.choice === "generate" ? null : (
          <NewPassword
            label="New password"
            value={form.values.password}
            onChange={(password) => form.set("password", password)}
            error={form.error("password")}
            advice={advice}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            Reset password
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
