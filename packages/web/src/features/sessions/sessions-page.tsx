import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { EndOthers } from "../../components/session-table/session-dialogs.tsx";
import { SessionTable } from "../../components/session-table/session-table.tsx";
import { sinceLastLook } from "../../components/session-table/text.ts";
import { EmptyState } from "../../components/states/states.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { sessionsQuery } from "../../lib/sessions.ts";
import { settingsPages } from "../../lib/settings-pages.ts";

/** Where one is signed in, and the ways to end it. */
export function Page() {
  const sessions = useQuery(sessionsQuery("me"));
  const [seenAt] = useState(() => sinceLastLook(Date.now()));
  const [isEndingOthers, setEndingOthers] = useState(false);
  usePlace([{ label: "Settings", to: "/settings/account" }, { label: "Sessions" }]);
  const rows = sessions.data?.sessions;
  const others = rows?.filter(({ current }) => !current).length ?? 0;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader
        title="Sessions"
        count={rows?.length}
        meta="Where you are signed in, in browsers and on the command line. Tokens are not sessions."
        actions={
          <Button
            disabledReason={others === 0 ? "There is no other session." : undefined}
            onClick={() => setEndingOthers(true)}
          >
            End all others…
          </Button>
        }
      />
      <Tabs label="Settings" items={settingsPages} current="sessions" />
      <SessionTable
        user="me"
        caption="Your sessions"
        sessions={rows}
        seenAt={seenAt}
        busy={sessions.isFetching}
        problem={sessions.error === null ? undefined : problemOf(sessions.error)}
        onRetry={() => void sessions.refetch()}
        empty={<EmptyState title="No sessions." />}
      />
      {isEndingOthers ? <EndOthers count={others} onClose={() => setEndingOthers(false)} /> : null}
    </div>
  );
}
