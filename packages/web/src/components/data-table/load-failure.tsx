import type { Problem } from "../../lib/problem.ts";
import { ErrorState } from "../states/states.tsx";
import type { DataTableProps } from "./data-table.tsx";

/** The `error` of a table whose rows did not come; undefined where they did. `what` is "The roles". */
export function loadFailure(
  what: string,
  problem: Problem | undefined,
  onRetry: () => void,
): DataTableProps<never>["error"] {
  if (problem === undefined) return undefined;
  return {
    onRetry,
    state: (
      <ErrorState title={`${what} did not load.`} requestId={problem.requestId} onRetry={onRetry}>
        {problem.message} Nothing was changed.
      </ErrorState>
    ),
  };
}
