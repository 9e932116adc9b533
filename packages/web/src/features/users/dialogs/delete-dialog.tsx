import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { problemOf } from "../../../lib/problem.ts";
import { usersChanged } from "../mutations.ts";
import { useKeyConsequences, withFacts } from "./consequences.ts";
import type { UserDialogProps } from "./props.ts";

/** Deletes a user after the name was typed (level 3: it does not come back). */
export function DeleteDialog({ user, onClose }: UserDialogProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const facts = useKeyConsequences(user, "stop working now");
  const remove = useMutation({
    mutationFn: () => api.call("deleteUser", { params: { user: user.id } }),
    onSuccess: async () => {
      onClose();
      toastDone(`${user.username} deleted.`);
      if (path !== "/users") await navigate({ to: "/users" });
      await usersChanged(queries);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${user.username}?`}
      consequences={withFacts(
        facts,
        "The username and the email become free.",
        "The audit log keeps the name.",
        "This cannot be undone.",
      )}
      confirm={`Delete ${user.username}`}
      typed={{ text: user.username, verb: "delete" }}
      pending={remove.isPending}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    />
  );
}
