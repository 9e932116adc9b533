import type { GroupRow } from "../../context/group.ts";

/** Most members whose ids an audit entry lists on each side of a change. */
export const maxAuditedMembers = 1000;

/** A group and its members as the audit diff compares them (spec organizations §10). */
export function auditedGroup(group: GroupRow, members: readonly string[]): Record<string, unknown> {
  const { id, name, display_name, avatar_url, quota_allowance, source } = group;
  return { id, name, display_name, avatar_url, quota_allowance, source, members };
}

/** Who was and who is in a group, as an entry about a change tells it. */
export interface MemberDiff {
  old: string[];
  new: string[];
  additionalFields?: Record<string, unknown>;
}

/**
 * The member lists of a change. Of a large group only those who came and went are told, so that an entry
 * grows with the change and not with the group; the entry says so.
 */
export function memberDiff(
  before: readonly string[],
  added: readonly string[],
  removed: readonly string[],
): MemberDiff {
  const gone = new Set(removed);
  if (before.length + added.length > maxAuditedMembers) {
    const came = added.filter((id) => !gone.has(id));
    const known = new Set(before);
    return {
      old: removed.filter((id) => known.has(id)).sort(),
      new: [...came].sort(),
      additionalFields: { members: "changes_only" },
    };
  }
  const after = [...before, ...added].filter((id) => !gone.has(id));
  return { old: [...before], new: after.sort() };
}
