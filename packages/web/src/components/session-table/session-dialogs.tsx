import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { sessionsChanged } from "../../lib/changed.ts";
import { leaveFor } from "../../lib/leave.ts";
import { problemOf } from "../../lib/problem.ts";
import { tellOtherTabs } from "../../lib/session.ts";
import type { Session } from "../../lib/sessions.ts";
import { relativeText } from "../../lib/time.ts";
import { ConfirmDialog } from "../dialog/confirm-dialog.tsx";
import { toastDone } from "../toaster/toast.tsx";
import { sessionName } from "./text.ts";

/** Runs an ending and asks for the list anew. */
function useEnding<Result>(run: () => Promise<Result>, onDone: (result: Result) => void) {
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: run,
    onSuccess: onDone,
    onSettled: () => sessionsChanged(queries),
  });
  return {
    end: () => mutate(),
    isPending,
    message: error === null ? undefined : problemOf(error).message,
  };
}

/** Ends all of one's own sessions but this one. */
export function EndOthers({
  count,
  onClose,
}: {
  readonly count: number;
  readonly onClose: () => void;
}) {
  const { end, isPending, message } = useEnding(
    () => api.call("revokeOtherSessions", { params: { user: "me" } }),
    ({ revoked }) => {
      onClose();
      toastDone(revoked === 1 ? "1 session ended." : `${revoked} sessions ended.`);
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={count === 1 ? "End the other session?" : `End the other ${count} sessions?`}
      confirm="End all others"
      consequences={[
        "Browsers and command lines that use them must sign in again.",
        "Keys of applications end too. Tokens stay.",
        "This session stays.",
      ]}
      pending={isPending}
      error={message}
      onConfirm={end}
    />
  );
}

/** Ends one session of a user by id, or of oneself by `me`. */
export function EndOne({
  user,
  session,
  onClose,
}: {
  readonly user: string;
  readonly session: Session;
  readonly onClose: () => void;
}) {
  const name = sessionName(session);
  const { end, isPending, message } = useEnding(
    () => api.call("deleteSession", { params: { user, id: session.id } }),
    () => {
      onClose();
      // The cookie of this session is dead now: the gate asks for a new sign-in.
      if (session.current) {
        tellOtherTabs();
        leaveFor("/login?notice=signed-out");
      } else toastDone(`Session on ${name} ended.`);
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={session.current ? "Sign out of this session?" : `End the session on ${name}?`}
      confirm={session.current ? "Sign out" : "End session"}
      consequences={
        session.current
          ? ["You sign in again to go on."]
          : [
              `It was last used ${relativeText(session.last_used, Date.now())} from ${session.ip_address}.`,
              "Whoever uses it must sign in again.",
            ]
      }
      pending={isPending}
      error={message}
      onConfirm={end}
    />
  );
}
