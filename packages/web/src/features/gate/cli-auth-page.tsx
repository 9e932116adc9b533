import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { api } from "../../lib/api.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { meQuery } from "../../lib/queries.ts";
import { sessionsKey, sessionsQuery } from "../../lib/sessions.ts";
import { dateTimeText, durationText } from "../../lib/time.ts";
import { Gate } from "./gate.tsx";

/** Makes a session token for the command line, on a click and never on its own. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: sessions } = useQuery(sessionsQuery("me"));
  const [isStored, setStored] = useState(false);
  usePlace([{ label: "Command line" }]);
  const create = useMutation({
    mutationFn: () => api.call("createSessionKey", { params: { user: "me" } }),
    gcTime: 0,
  });
  const made = create.data;
  const [keyid = ""] = made?.key.split("-") ?? [];
  // The token is shown whether its end can be told or not.
  const { data: stored } = useQuery({
    queryKey: [...sessionsKey("me"), "made", keyid],
    queryFn: ({ signal }) => api.call("getApiKey", { params: { user: "me", keyid } }, { signal }),
    enabled: made !== undefined,
  });
  return (
    <Gate
      title="Sign in the command line"
      lead={
        <>
          As <strong>{me.username}</strong> · full access
          {sessions === undefined
            ? ""
            : ` · ${durationText(BigInt(sessions.cli_lifetime_seconds))}`}
        </>
      }
    >
      <Callout tone="warning">Only paste it into your own terminal.</Callout>
      {create.error === null ? null : (
        <div role="alert">
          <Callout tone="danger">{problemOf(create.error).message}</Callout>
        </div>
      )}
      {isStored ? (
        <p role="status" className="text-center">
          Done. You can close this page.
        </p>
      ) : made === undefined ? (
        <Button
          variant="primary"
          size="lg"
          writes
          pending={create.isPending}
          onClick={() => create.mutate()}
        >
          Create session token
        </Button>
      ) : (
        <>
          <div className="flex items-center gap-2 rounded-control border bg-surface-sunken p-2">
            <input
              readOnly
              aria-label="Session token"
              value={made.key}
              onFocus={(event) => event.target.select()}
              className="min-w-0 grow bg-transparent font-mono text-dense"
            />
            <CopyButton value={made.key} label="Copy the token" />
          </div>
          <p className="text-dense text-text-secondary">
            It {stored === undefined ? "" : `works until ${dateTimeText(stored.expires_at)}, and `}
            shows among your sessions. It is stored only as a hash: Gatehouse cannot show it again.
          </p>
          <Button
            size="lg"
            onClick={() => {
              create.reset();
              setStored(true);
            }}
          >
            I have stored it
          </Button>
        </>
      )}
    </Gate>
  );
}
