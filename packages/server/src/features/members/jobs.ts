import type { Deps } from "../../context/deps.ts";
import { foldCounts } from "./count-store.ts";

/** Folds what changes of memberships appended to their counts. */
export async function foldMembershipCounts(deps: Deps): Promise<void> {
  await foldCounts(deps.db);
}
