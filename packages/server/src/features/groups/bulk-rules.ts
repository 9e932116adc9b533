import type { BulkGroupMembersRequest, WireBulkResult } from "@gatehouse/contract";
import type { Standing } from "./member-store.ts";

/** One entry of a bulk change, decided. */
export interface BulkResult {
  index: number;
  action: "add" | "remove";
  /** Null where the entry names nobody of the organization. */
  user: { id: string; username: string } | null;
  status: "applied" | "unchanged" | "refused";
  code?: string;
  message?: string;
}

/**
 * Decides every entry by how its user stands to the group. A name that is unknown and one outside the
 * organization read the same, so that nobody learns who exists; of a user named twice, both entries are
 * refused (spec organizations §13.2).
 */
export function decideEntries(
  entries: BulkGroupMembersRequest["entries"],
  users: readonly ({ id: string; username: string } | null)[],
  standing: ReadonlyMap<string, Standing>,
): BulkResult[] {
  const times = new Map<string, number>();
  for (const user of users) if (user !== null) times.set(user.id, (times.get(user.id) ?? 0) + 1);
  return entries.map(({ action: given }, index): BulkResult => {
    const action = given === "remove" ? "remove" : "add";
    const found = users[index] ?? null;
    const stands = found === null ? undefined : standing.get(found.id);
    if (found === null || !stands?.in_organization) {
      const message = "There is no such member of the organization.";
      return { index, action, user: null, status: "refused", code: "not_a_member", message };
    }
    if ((times.get(found.id) ?? 0) > 1) {
      const message = "The user is named more than once.";
      return { index, action, user: found, status: "refused", code: "duplicate_user", message };
    }
    const status = stands.in_group === (action === "add") ? "unchanged" : "applied";
    return { index, action, user: found, status };
  });
}

/** Builds the answer field by field; without a commit nothing counts as applied. */
export function presentBulk(results: readonly BulkResult[], committed: boolean): WireBulkResult {
  return {
    committed,
    applied: committed ? results.filter(({ status }) => status === "applied").length : 0,
    results: results.map(({ index, user, status, code, message }) => ({
      index,
      ...(user === null ? {} : { user_id: user.id }),
      status,
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message }),
    })),
  };
}
