import { entryResults } from "../../components/bulk/entry-results.ts";
import type { EntryResult } from "../../components/bulk/result-list.tsx";
import type { Person } from "../../components/people-drawer/people-drawer.tsx";
import { api } from "../../lib/api.ts";

/** Adds or removes members in one call; every one of them gets a result. Throws ApiFailure when nothing was done. */
export async function changeGroupMembers(
  groupId: string,
  action: "add" | "remove",
  people: readonly Person[],
): Promise<readonly EntryResult[]> {
  const answer = await api.call("changeGroupMembers", {
    params: { group: groupId },
    body: { entries: people.map(({ ref }) => ({ user: ref, action })) },
  });
  const already = action === "add" ? "In the group already." : "Not in the group any more.";
  return entryResults(answer, people, already);
}
