import type { Answer } from "@gatehouse/sdk";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { MonitorSmartphone, SquareTerminal } from "lucide-react";
import { Badge } from "../../../components/badge/badge.tsx";
import { Button } from "../../../components/button/button.tsx";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { RelativeTime } from "../../../components/date-time/date-time.tsx";
import { EmptyState } from "../../../components/states/states.tsx";
import { toastDone, toastFailed } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { problemOf } from "../../../lib/problem.ts";
import { userKeys, userSessionsQuery } from "../queries.ts";
import type { TabProps } from "./props.ts";

type Session = Answer<"listSessions">["sessions"][number];

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** What a session is called: the device, else what the client says of itself, cut. */
function deviceOf({ device, user_agent }: Session): string {
  return (device || user_agent || "Unknown client").slice(0, 80);
}

/** The sessions of a user; each can be ended. */
export function Body({ user }: TabProps) {
  const { data } = useSuspenseQuery(userSessionsQuery(user.id));
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (session: Session) =>
      api.call("deleteSession", { params: { user: user.id, id: session.id } }),
    onSuccess: (_answer, session) => toastDone(`Session on ${deviceOf(session)} ended.`),
    onError: (error) => toastFailed(`The session was not ended. ${problemOf(error).message}`),
    onSettled: () => queries.invalidateQueries({ queryKey: userKeys.part(user.id, "sessions") }),
  });
  const columns: readonly Column<Session>[] = [
    {
      key: "device",
      label: "Device",
      cell: (session) => (
        <span className="inline-flex min-w-0 items-center gap-2">
          {session.kind === "cli" ? <SquareTerminal {...icon} /> : <MonitorSmartphone {...icon} />}
          <span className="truncate">{deviceOf(session)}</span>
          {session.current ? <Badge tone="accent">This session</Badge> : null}
        </span>
      ),
    },
    { key: "address", label: "Address", from: "md", width: "w-36", cell: (s) => s.ip_address },
    {
      key: "started",
      label: "Started",
      from: "lg",
      width: "w-32",
      cell: (session) => <RelativeTime value={session.created_at} />,
    },
    {
      key: "used",
      label: "Last used",
      width: "w-32",
      stacked: "fact",
      cell: (session) => <RelativeTime value={session.last_used} />,
    },
    {
      key: "end",
      label: "End",
      align: "end",
      width: "w-20",
      stacked: "status",
      cell: (session) =>
        session.current ? null : (
          <Button
            size="sm"
            onClick={() => end.mutate(session)}
            aria-label={`End ${deviceOf(session)}`}
          >
            End
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      caption={`Sessions of ${user.username}`}
      columns={columns}
      rows={data.sessions}
      rowKey={({ id }) => id}
      rowName={deviceOf}
      empty={
        <EmptyState title="No sessions.">
          {user.username} is signed in nowhere at the moment.
        </EmptyState>
      }
    />
  );
}
