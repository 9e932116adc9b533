import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "../components/button/button.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { SignInForm } from "../features/gate/sign-in-form.tsx";
import { api } from "../lib/api.ts";
import { dropDrafts, keepDrafts } from "../lib/draft.ts";
import { leaveFor } from "../lib/leave.ts";
import { useHere } from "../lib/page.ts";
import { meQuery } from "../lib/queries.ts";
import { session } from "../lib/session.ts";

/**
 * Lies over the page when the session is over: nothing below is lost, and what was asked for is asked again once the
 * same person is back. Somebody else starts afresh.
 */
export function SessionEnded() {
  const queries = useQueryClient();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const here = useHere();
  const navigate = useNavigate();
  const resume = async () => {
    const { id } = await api.call("getUser", { params: { user: "me" } });
    if (me !== undefined && id !== me.id) {
      dropDrafts();
      leaveFor("/");
      return;
    }
    session.open();
    await queries.invalidateQueries();
  };
  const isPassword = me?.login_type === "password";
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      dismissable={false}
      title="Your session has ended"
      description="Nothing on this page is lost. Sign in again to go on."
    >
      {isPassword ? (
        <SignInForm email={me.email} onSignedIn={resume} />
      ) : (
        <Button
          variant="primary"
          onClick={() => {
            keepDrafts(location.pathname);
            session.close();
            // The form below is not left unsaved: its draft is waiting on the way back.
            void navigate({
              to: "/login",
              search: { notice: "work-kept", redirect: here },
              ignoreBlocker: true,
            });
          }}
        >
          Sign in again
        </Button>
      )}
    </Dialog>
  );
}
