import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { sessionsChanged } from "../../../lib/changed.ts";
import { problemOf } from "../../../lib/problem.ts";
import type { UserDialogProps } from "./props.ts";

/** Ends every session of a user; of oneself, all but this one. */
export function EndSessionsDialog({ user, onClose }: UserDialogProps) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.call("revokeOtherSessions", { params: { user: user.id } }),
    onSuccess: async ({ revoked }) => {
      onClose();
      toastDone(revoked === 1 ? "1 session ended." : `${revoked} sessions ended.`);
      await sessionsChanged(queries);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`End all sessions of ${user.username}?`}
      consequences={[
        "Browsers and command lines have to sign in again.",
        "A session of your own that you use now stays.",
        "Tokens keep working.",
      ]}
      confirm="End all sessions"
      danger={false}
      pending={end.isPending}
      error={end.error === null ? undefined : problemOf(end.error).message}
      onConfirm={() => end.mutate()}
    />
  );
}
