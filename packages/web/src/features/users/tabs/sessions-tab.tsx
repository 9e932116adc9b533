import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../components/button/button.tsx";
import { SessionTable } from "../../../components/session-table/session-table.tsx";
import { EmptyState } from "../../../components/states/states.tsx";
import { useMay } from "../../../lib/permissions.ts";
import { problemOf } from "../../../lib/problem.ts";
import { meQuery } from "../../../lib/queries.ts";
import { sessionsQuery } from "../../../lib/sessions.ts";
import { EndSessionsDialog } from "../dialogs/end-sessions-dialog.tsx";
import { usersChecks } from "../permissions.ts";
import type { TabProps } from "./props.ts";

/** The sessions of a user; each can be ended, or all of them. */
export function Body({ user }: TabProps) {
  const sessions = useQuery(sessionsQuery(user.id));
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const mayEnd = may("users.deleteKeys") || me?.id === user.id;
  const [isEndingAll, setEndingAll] = useState(false);
  const rows = sessions.data?.sessions;
  return (
    <div className="flex flex-col gap-4">
      {mayEnd && rows !== undefined && rows.length > 0 ? (
        <Button onClick={() => setEndingAll(true)} className="self-start">
          End all sessions…
        </Button>
      ) : null}
      <SessionTable
        user={user.id}
        caption={`Sessions of ${user.username}`}
        sessions={rows}
        mayEnd={mayEnd}
        busy={sessions.isFetching}
        problem={sessions.error === null ? undefined : problemOf(sessions.error)}
        onRetry={() => void sessions.refetch()}
        empty={
          <EmptyState title="No sessions.">
            {user.username} is signed in nowhere at the moment.
          </EmptyState>
        }
      />
      {isEndingAll ? <EndSessionsDialog user={user} onClose={() => setEndingAll(false)} /> : null}
    </div>
  );
}
