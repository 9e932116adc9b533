import { userPermissionsQuery } from "../../lib/access.ts";
import type { LoadContext } from "../../lib/page.ts";
import { appearanceQuery, authMethodsQuery, meQuery } from "../../lib/queries.ts";
import { preferencesQuery, sshKeyQuery } from "./queries.ts";

/** What the page about oneself waits for. */
export async function loadAccount({ queries }: LoadContext): Promise<void> {
  const { id } = await queries.ensureQueryData(meQuery);
  void queries.prefetchQuery(userPermissionsQuery(id));
}

/** What the page about one's way to sign in waits for. */
export function loadSecurity({ queries }: LoadContext): Promise<unknown> {
  return Promise.all([queries.ensureQueryData(meQuery), queries.ensureQueryData(authMethodsQuery)]);
}

/** What the page about one's SSH key waits for. */
export function loadSshKey({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(sshKeyQuery);
}

/** What the page about the look waits for. */
export function loadAppearance({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(appearanceQuery);
}

/** What the page about preferences waits for. */
export function loadPreferences({ queries }: LoadContext): Promise<unknown> {
  return queries.ensureQueryData(preferencesQuery);
}
