import type { LoadContext } from "../../lib/page.ts";
import { sessionsQuery } from "../../lib/sessions.ts";

/** Starts the list of one's sessions. */
export function loadSessions({ queries }: LoadContext): void {
  void queries.prefetchQuery(sessionsQuery("me"));
}
