import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { Code } from "../../../components/code/code.tsx";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { Link } from "../../../components/link/link.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { usersChanged } from "../../../lib/changed.ts";
import { problemOf, statusOf } from "../../../lib/problem.ts";
import type { User } from "../queries.ts";
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
      error={remove.error === null ? undefined : <Blockers user={user} error={remove.error} />}
      onConfirm={() => remove.mutate()}
    />
  );
}

/** What stands in the way of the deletion, and where it can be removed. */
function Blockers({ user, error }: { readonly user: User; readonly error: unknown }) {
  const { message, detail } = problemOf(error);
  const status = statusOf(error);
  if (status === 409) {
    return (
      <>
        {user.username} is the last owner who can sign in.{" "}
        <Link to="/users?q=status%3Aactive">Make somebody else owner</Link> first.
      </>
    );
  }
  if (status === 417) {
    return (
      <>
        {message} {detail} They are listed by <Code>coder list --search owner:{user.username}</Code>
        .
      </>
    );
  }
  return message;
}
