import type { LoadContext } from "../../lib/page.ts";
import { ownSessionsQuery } from "./queries.ts";

/** Starts the list of one's sessions. */
export function loadSessions({ queries }: LoadContext): void {
  void queries.prefetchQuery(ownSessionsQuery);
}
