import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../components/badge/badge.tsx";
import { Button } from "../../components/button/button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { EmptyState, ErrorState } from "../../components/states/states.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { settingsPages } from "../../lib/settings-pages.ts";
import { relativeText } from "../../lib/time.ts";
import { ownSessionsKey, ownSessionsQuery, type Session } from "./queries.ts";
import { sessionName, sinceLastLook } from "./text.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

function columnsFor(seenAt: number, onEnd: (session: Session) => void): readonly Column<Session>[] {
  return [
    {
      key: "device",
      label: "Device",
      cell: (session) => (
        <span className="inline-flex min-w-0 items-center gap-2">
          {session.kind === "cli" ? <SquareTerminal {...icon} /> : <MonitorSmartphone {...icon} />}
          <span className="truncate font-medium" title={sessionName(session)}>
            {sessionName(session)}
          </span>
          {session.current ? <Badge tone="accent">This session</Badge> : null}
          {Date.parse(session.created_at) > seenAt ? <Badge tone="info">New</Badge> : null}
        </span>
      ),
    },
    {
      key: "address",
      label: "Address",
      width: "w-36",
      stacked: "fact",
      cell: ({ ip_address }) => ip_address,
    },
    {
      key: "started",
      label: "Started",
      width: "w-28",
      from: "lg",
      cell: ({ created_at }) => <RelativeTime value={created_at} />,
    },
    {
      key: "used",
      label: "Last used",
      width: "w-28",
      stacked: "fact",
      cell: ({ last_used }) => <RelativeTime value={last_used} />,
    },
    {
      key: "expires",
      label: "Expires",
      width: "w-28",
      from: "md",
      cell: ({ expires_at }) => <RelativeTime value={expires_at} />,
    },
    {
      key: "end",
      label: "End",
      width: "w-28",
      align: "end",
      stacked: "status",
      cell: (session) => (
        <Button
          size="sm"
          aria-label={
            session.current
              ? "Sign out of this session"
              : `End the session on ${sessionName(session)}`
          }
          onClick={() => onEnd(session)}
        >
          {session.current ? "Sign out" : "End"}
        </Button>
      ),
    },
  ];
}

/** Where one is signed in, and the ways to end it. */
export function Page() {
  const sessions = useQuery(ownSessionsQuery);
  const [seenAt] = useState(() => sinceLastLook(Date.now()));
  const [asked, setAsked] = useState<Session | "others">();
  usePlace([{ label: "Settings", to: "/settings/account" }, { label: "Sessions" }]);
  const rows = sessions.data?.sessions;
  const others = rows?.filter(({ current }) => !current) ?? [];
  const problem = sessions.error === null ? undefined : problemOf(sessions.error);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader
        title="Sessions"
        count={rows?.length}
        meta="Where you are signed in, in browsers and on the command line. Tokens are not sessions."
        actions={
          <Button
            disabledReason={others.length === 0 ? "There is no other session." : undefined}
            onClick={() => setAsked("others")}
          >
            End all others…
          </Button>
        }
      />
      <Tabs label="Settings" items={settingsPages} current="sessions" />
      <DataTable
        caption="Your sessions"
        columns={columnsFor(seenAt, setAsked)}
        rows={rows}
        rowKey={({ id }) => id}
        rowName={sessionName}
        busy={sessions.isFetching}
        empty={<EmptyState title="No sessions." />}
        error={
          problem === undefined
            ? undefined
            : {
                state: (
                  <ErrorState
                    title="The sessions did not load."
                    requestId={problem.requestId}
                    onRetry={() => void sessions.refetch()}
                  >
                    {problem.message}
                  </ErrorState>
                ),
              }
        }
      />
      {asked === "others" ? (
        <EndOthers count={others.length} onClose={() => setAsked(undefined)} />
      ) : asked === undefined ? null : (
        <EndOne session={asked} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}

/** Runs an ending and asks for the list anew. */
function useEnding<Result>(run: () => Promise<Result>, onDone: (result: Result) => void) {
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: run,
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ownSessionsKey }),
  });
  return {
    end: () => mutate(),
    isPending,
    message: error === null ? undefined : problemOf(error).message,
  };
}

function EndOthers({ count, onClose }: { readonly count: number; readonly onClose: () => void }) {
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

function EndOne({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const name = sessionName(session);
  const { end, isPending, message } = useEnding(
    () => api.call("deleteSession", { params: { user: "me", id: session.id } }),
    () => {
      onClose();
      // The cookie of this session is dead now: the gate asks for a new sign-in.
      if (session.current) location.assign("/login");
      else toastDone(`Session on ${name} ended.`);
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
