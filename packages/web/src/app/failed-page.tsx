import type { ErrorComponentProps } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

const ErrorPage = lazy(async () => ({ default: (await import("./error-page.tsx")).ErrorPage }));

/** The error page, loaded when there is an error: gates and first load do without it. */
export function FailedPage(props: ErrorComponentProps) {
  return (
    <Suspense>
      <ErrorPage {...props} />
    </Suspense>
  );
}
