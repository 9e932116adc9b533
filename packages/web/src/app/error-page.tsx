import { ApiFailure } from "@gatehouse/sdk";
import {
  type QueryClient,
  useQueryClient,
  useQueryErrorResetBoundary,
} from "@tanstack/react-query";
import { type ErrorComponentProps, useLocation, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { Button } from "../components/button/button.tsx";
import { useCopy } from "../components/code/copy-button.tsx";
import { ErrorState, Forbidden, NotFound } from "../components/states/states.tsx";
import { usePlace } from "../lib/place.ts";
import { buildInfoQuery } from "../lib/queries.ts";
import { lastAnswers } from "../lib/requests.ts";

const home = { label: "Go to Home", to: "/" };

/** In place of a page whose request was refused or that failed to draw. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const again = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  if (!(error instanceof ApiFailure))
    return <Crash error={error instanceof Error ? error : new Error(String(error))} />;
  if (error.status === 404) return <Missing />;
  if (error.status === 403) {
    return <Forbidden back={home}>{error.message} An owner can grant what it takes.</Forbidden>;
  }
  return (
    <ErrorState
      page
      title="The page did not load"
      requestId={error.requestId === "" ? undefined : error.requestId}
      onRetry={again}
    >
      {error.message} Nothing was changed.
    </ErrorState>
  );
}

/** What an address of one thing leads back to, and what is not there. */
const kinds: readonly (readonly [path: RegExp, title: string, label: string])[] = [
  [
    /^(\/organizations\/[^/]+\/groups)\/./,
    "There is no group here, or you may not see it.",
    "Back to groups",
  ],
  [
    /^(\/organizations\/[^/]+\/roles)\/./,
    "There is no role here, or you may not see it.",
    "Back to roles",
  ],
  [
    /^(\/organizations)\/./,
    "There is no organization here, or you may not see it.",
    "Back to organizations",
  ],
  [/^(\/users)\/./, "There is no user here, or you may not see them.", "Back to users"],
];

function Missing() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  usePlace([{ label: "Not found" }]);
  for (const [pattern, title, label] of kinds) {
    const to = pattern.exec(path)?.[1];
    if (to !== undefined) return <NotFound title={title} back={{ label, to }} />;
  }
  return <NotFound back={home} />;
}

/** Where it happened, in which release, which answers came last, and the place in the program. No data. */
function reportOf(error: Error, queries: QueryClient): string {
  const build = queries.getQueryData(buildInfoQuery.queryKey);
  return [
    `Page: ${location.pathname}`,
    `Gatehouse: ${build?.gatehouse_version ?? "unknown"} (${build?.version ?? "unknown"})`,
    `Requests: ${lastAnswers().join(", ") || "none"}`,
    error.stack ?? error.message,
  ].join("\n");
}

function Crash({ error }: { readonly error: Error }) {
  usePlace([{ label: "Error" }]);
  useEffect(() => console.error(error), [error]);
  const queries = useQueryClient();
  const [state, copy] = useCopy(reportOf(error, queries), "Report");
  return (
    <div
      role="alert"
      className="mx-auto flex max-w-prose flex-col items-center gap-4 py-16 text-center"
    >
      <h1 tabIndex={-1} className="text-h1">
        This page failed to draw
      </h1>
      <p className="text-text-secondary">
        Nothing was changed on the server. The report holds the address and the place in the
        program, no data.
      </p>
      <div className="flex items-center gap-2">
        <Button variant="primary" onClick={() => location.reload()}>
          Reload page
        </Button>
        <Button onClick={() => void copy()}>{state === "copied" ? "Copied" : "Copy report"}</Button>
      </div>
      {state === "manual" ? (
        <pre className="max-w-full overflow-x-auto text-start text-caption">
          {reportOf(error, queries)}
        </pre>
      ) : null}
    </div>
  );
}
