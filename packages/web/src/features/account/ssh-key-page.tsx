import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { CopyField } from "../../components/code/code.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { problemOf } from "../../lib/problem.ts";
import { accountKeys, sshKeyQuery } from "./queries.ts";
import { SettingsFrame } from "./settings-page.tsx";

/** The public half of one's own SSH key, and a way to make a new pair. */
export function Page() {
  const { data: key } = useSuspenseQuery(sshKeyQuery);
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => api.call("regenerateGitSshKey", { params: { user: "me" } }),
    onSuccess: (next) => {
      queries.setQueryData(accountKeys.key, next);
      setAsked(false);
      toastDone("New SSH key made.");
    },
  });
  const isNew = key.updated_at === key.created_at;
  return (
    <SettingsFrame
      current="ssh-key"
      title="SSH key"
      meta="Workspaces use this key for Git. Add its public half to your Git host."
    >
      <FormSection
        title="Public key"
        help={
          <>
            Made <Moment value={isNew ? key.created_at : key.updated_at} />
          </>
        }
      >
        <Field label="Public key">
          <CopyField label="Public key" value={key.public_key.trimEnd()} />
        </Field>
        <span>
          <Button
            onClick={() => {
              reset();
              setAsked(true);
            }}
          >
            Regenerate key…
          </Button>
        </span>
      </FormSection>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title="Regenerate your SSH key?"
        confirm="Regenerate key"
        consequences={[
          "Git hosts that know the old key refuse you until you add the new one.",
          "Workspaces take the new key at their next start.",
          "The old key does not come back.",
        ]}
        pending={isPending}
        error={error === null ? undefined : problemOf(error).message}
        onConfirm={() => mutate()}
      />
    </SettingsFrame>
  );
}
