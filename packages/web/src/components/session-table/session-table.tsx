import { MonitorSmartphone, SquareTerminal } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Problem } from "../../lib/problem.ts";
import type { Session } from "../../lib/sessions.ts";
import { Badge } from "../badge/badge.tsx";
import { Button } from "../button/button.tsx";
import type { Column } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { loadFailure } from "../data-table/load-failure.tsx";
import { RelativeTime } from "../date-time/date-time.tsx";
import { usePeeked } from "../drawer/use-peeked.ts";
import { EndOne } from "./session-dialogs.tsx";
import { SessionPeek } from "./session-peek.tsx";
import { sessionName } from "./text.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

function columnsFor(
  seenAt: number,
  onEnd: ((session: Session) => void) | undefined,
): readonly Column<Session>[] {
  const end: readonly Column<Session>[] = onEnd === undefined ? [] : [endColumn(onEnd)];
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
    ...end,
  ];
}

function endColumn(onEnd: (session: Session) => void): Column<Session> {
  return {
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
  };
}

interface SessionTableProps {
  /** Whose sessions: an id, or `me`. */
  readonly user: string;
  readonly caption: string;
  readonly sessions: readonly Session[] | undefined;
  readonly problem: Problem | undefined;
  readonly busy: boolean;
  /** Sessions that began since are marked as new, in milliseconds. */
  readonly seenAt?: number;
  /** Whether sessions can be ended. */
  readonly mayEnd?: boolean;
  readonly empty: ReactNode;
  readonly onRetry: () => void;
}

/** Where somebody is signed in; each session can be ended. */
export function SessionTable(props: SessionTableProps) {
  const { user, problem, seenAt = Number.POSITIVE_INFINITY, mayEnd = true } = props;
  const [asked, setAsked] = useState<Session>();
  const peeked = usePeeked(props.sessions, ({ id }) => id);
  return (
    <>
      <DataTable
        caption={props.caption}
        columns={columnsFor(seenAt, mayEnd ? setAsked : undefined)}
        rows={props.sessions}
        rowKey={({ id }) => id}
        rowName={sessionName}
        // Nothing but looking into it: ending has a column.
        rowActions={() => undefined}
        onPeek={peeked.open}
        busy={props.busy}
        empty={props.empty}
        error={loadFailure("The sessions", problem, props.onRetry)}
      />
      {peeked.row === undefined ? null : (
        <SessionPeek session={peeked.row} onStep={peeked.step} onClose={peeked.close} />
      )}
      {asked === undefined ? null : (
        <EndOne user={user} session={asked} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}
