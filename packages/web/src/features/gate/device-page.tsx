import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { buttonLook } from "../../components/button/look.ts";
import { Callout } from "../../components/callout/callout.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Link } from "../../components/link/link.tsx";
import { Spinner } from "../../components/progress/progress.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { api } from "../../lib/api.ts";
import { usePlace } from "../../lib/place.ts";
import { safeRedirect } from "../../lib/redirect.ts";
import { awaitConfirmation, deviceFault, openable, timeLeft, waitSeconds } from "./device-flow.ts";
import { Gate } from "./gate.tsx";

/** Signs in with GitHub by a code that is entered there, for servers that GitHub cannot send anybody back to. */
export function Page() {
  const { state = "" }: { readonly state?: string } = useSearch({ strict: false });
  usePlace([{ label: "Sign in with GitHub" }]);
  return (
    <Gate
      title="Sign in with GitHub"
      lead={
        state === "" ? undefined : "Enter this code at GitHub. This page then goes on by itself."
      }
    >
      {state === "" ? (
        <Callout tone="warning">This page must be opened from the sign-in page.</Callout>
      ) : (
        <DeviceCode state={state} />
      )}
      <Link to="/login?local=1" className="text-center text-dense">
        Back to sign-in
      </Link>
    </Gate>
  );
}

function DeviceCode({ state }: { readonly state: string }) {
  const [attempt, setAttempt] = useState(0);
  const [ended, setEnded] = useState<unknown>(undefined);
  const { data: code, error } = useQuery({
    queryKey: ["gate", "device", attempt],
    queryFn: ({ signal }) => api.call("githubDevice", {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useEffect(() => {
    if (code === undefined) return;
    const left = new AbortController();
    const { signal } = left;
    const query = { code: code.device_code, state };
    awaitConfirmation(
      () => api.call("githubCallback", { query }, { signal }),
      Number(code.interval),
      (seconds) => waitSeconds(seconds, signal),
    ).then(
      // A full load: the server then tells the page about the new session.
      (answer) => location.replace(safeRedirect(answer?.redirect_url ?? "")),
      (thrown: unknown) => {
        if (!signal.aborted) setEnded(thrown);
      },
    );
    return () => left.abort();
  }, [code, state]);
  const failure = ended ?? error ?? undefined;
  const again = () => {
    setEnded(undefined);
    setAttempt(attempt + 1);
  };
  if (failure !== undefined) {
    return (
      <>
        <div role="alert">
          <Callout tone="danger">{deviceFault(failure)}</Callout>
        </div>
        <Button size="lg" variant="primary" onClick={again}>
          Start again
        </Button>
      </>
    );
  }
  if (code === undefined) return <Skeleton count={3} />;
  const address = openable(code.verification_uri);
  return (
    <>
      <div className="flex items-center justify-center gap-2 rounded-card border bg-surface-sunken py-4 ps-10 pe-2">
        <output aria-label="Code" className="grow text-center font-mono text-display">
          {code.user_code}
        </output>
        <CopyButton value={code.user_code} label="Copy code" />
      </div>
      {address === null ? null : (
        <a
          href={address}
          target="_blank"
          rel="noreferrer"
          className={buttonLook({ variant: "primary", size: "lg" })}
        >
          Open {address.replace(/^https?:\/\//, "")}
        </a>
      )}
      <div className="flex flex-col items-center gap-0.5 text-dense text-text-secondary">
        <p className="flex items-center gap-2">
          <Spinner />
          <span role="status">Waiting for GitHub…</span>
        </p>
        <ExpiresIn key={code.device_code} seconds={Number(code.expires_in)} />
      </div>
      <Button size="lg" variant="ghost" onClick={again}>
        Start again
      </Button>
    </>
  );
}

/** Counts down beside the live region, which must not speak every second. */
function ExpiresIn({ seconds }: { readonly seconds: number }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => setLeft((end - Date.now()) / 1000), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return <p className="text-caption tabular-nums">The code expires in {timeLeft(left)}</p>;
}
