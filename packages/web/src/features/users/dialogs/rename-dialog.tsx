import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { Button } from "../../../components/button/button.tsx";
import { Callout } from "../../../components/callout/callout.tsx";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import { Field } from "../../../components/field/field.tsx";
import { FormAlert } from "../../../components/form/form-alert.tsx";
import { TextInput } from "../../../components/text-input/text-input.tsx";
import { api } from "../../../lib/api.ts";
import { usersChanged } from "../../../lib/changed.ts";
import { useForm } from "../../../lib/form.ts";
import { usernameFault } from "../../../lib/username.ts";
import { userKeys } from "../queries.ts";
import type { UserDialogProps } from "./props.ts";

/** Gives a user another username. */
export function RenameDialog({ user, onClose }: UserDialogProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const form = useForm({
    initial: { username: user.username },
    labels: { username: "Username" },
    check: ({ username }) => ({ username: usernameFault(username) }),
    submit: async ({ username }) => {
      const renamed = await api.call("updateUserProfile", {
        params: { user: user.id },
        body: { username, name: user.name ?? "", avatar_url: user.avatar_url },
      });
      queries.setQueryData(userKeys.one(username), renamed);
      onClose();
      const here = `/users/${user.username}`;
      if (path === here || path.startsWith(`${here}/`)) {
        await navigate({ to: `/users/${username}${path.slice(here.length)}`, replace: true });
      }
      await usersChanged(queries);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Rename ${user.username}`}
    >
      <form {...form.props} className="flex flex-col gap-4">
        <FormAlert problem={form.problem} />
        <Callout tone="warning">Links and scripts that use the name break.</Callout>
        <Field label="Username" error={form.error("username")}>
          <TextInput {...form.text("username")} spellCheck={false} autoCapitalize="none" />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
