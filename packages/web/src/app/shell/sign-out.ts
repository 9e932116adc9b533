import { api } from "../../lib/api.ts";
import { leaveFor } from "../../lib/leave.ts";
import { tellOtherTabs } from "../../lib/session.ts";

/**
 * Ends the session here and in the other tabs. The page is loaded anew, so that nothing of the session stays in memory.
 * Throws ApiFailure when it is not ended.
 */
export async function signOut(): Promise<void> {
  await api.call("logout");
  tellOtherTabs();
  leaveFor("/login?notice=signed-out");
}
