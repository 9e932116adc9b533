import type { LoadContext } from "../../lib/page.ts";
import { buildInfoQuery, meQuery } from "../../lib/queries.ts";
import { everybodysTokensQuery, ownTokensQuery, scopesQuery, tokenConfigQuery } from "./queries.ts";

/** Starts the list of one's tokens. */
export function loadTokens({ queries }: LoadContext): void {
  void queries.prefetchQuery(ownTokensQuery);
}

/** Starts the list of all tokens. */
export function loadAllTokens({ queries }: LoadContext): void {
  void queries.prefetchQuery(everybodysTokensQuery);
}

/** What the form for a token waits for. */
export function loadCreateToken({ queries }: LoadContext): Promise<unknown> {
  return Promise.all([
    queries.ensureQueryData(meQuery),
    queries.ensureQueryData(scopesQuery),
    queries.ensureQueryData(tokenConfigQuery("me")),
    queries.ensureQueryData(ownTokensQuery),
    queries.ensureQueryData(buildInfoQuery),
  ]);
}
