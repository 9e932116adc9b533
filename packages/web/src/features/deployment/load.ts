import type { LoadContext } from "../../lib/page.ts";
import { buildInfoQuery } from "../../lib/queries.ts";
import { configurationQuery, healthQuery } from "./queries.ts";

/** What the overview waits for. */
export function loadOverview({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(buildInfoQuery);
}

/** Starts the report; it may take half a minute, so the page does not wait for it. */
export function loadHealth({ queries }: LoadContext): void {
  void queries.prefetchQuery(healthQuery);
}

/** What the configuration waits for. */
export function loadConfiguration({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(configurationQuery);
}
