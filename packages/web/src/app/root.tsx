import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useRefusedCopy } from "../lib/clipboard.ts";

const CopyDialog = lazy(async () => ({
  default: (await import("../components/copy-dialog/copy-dialog.tsx")).CopyDialog,
}));

/** What every page stands in; the shell and the gates bring the rest. */
export function Root() {
  const [refused, forget] = useRefusedCopy();
  return (
    <>
      <Outlet />
      {refused === undefined ? null : (
        <Suspense>
          <CopyDialog copy={refused} onClose={forget} />
        </Suspense>
      )}
    </>
  );
}
