import type { QueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { session, tellOtherTabs } from "../../lib/session.ts";

/** Ends the session here and in the other tabs, and forgets what was loaded. Throws ApiFailure when it is not ended. */
export async function signOut(queries: QueryClient): Promise<void> {
  await api.call("logout");
  session.close();
  tellOtherTabs();
  queries.clear();
}
