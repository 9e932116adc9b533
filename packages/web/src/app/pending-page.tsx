import { use } from "react";
import { Skeleton } from "../components/progress/skeleton.tsx";
import { InShell } from "./in-shell.ts";

/** A page whose first answer takes longer than a moment. Before there is a frame around it, it stands in one of its own. */
export function PendingPage() {
  const skeleton = (
    <div aria-busy className="mx-auto flex max-w-list flex-col gap-6">
      <h1 tabIndex={-1} className="sr-only">
        Loading
      </h1>
      <span className="sr-only" role="status">
        Loading
      </span>
      <Skeleton className="h-8 w-48 justify-center" />
      <Skeleton count={6} />
    </div>
  );
  return use(InShell) ? skeleton : <main className="px-gutter pt-6">{skeleton}</main>;
}
