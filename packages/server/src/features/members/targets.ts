import type { AuditTarget } from "../../context/request-context.ts";
import type { MemberRow } from "./list-store.ts";

/** The audit target of a change of a membership: the user (spec organizations §10). */
export function memberAuditTarget(
  organizationId: string,
  user: { id: string; username: string },
  action: string,
): AuditTarget {
  return {
    resourceType: "organization_member",
    action,
    resourceId: user.id,
    resourceTarget: user.username,
    organizationId,
  };
}

/** A membership as the audit log compares it. */
export function auditedMember(
  member: Pick<MemberRow, "username" | "user_id" | "roles" | "created_at" | "updated_at">,
): Record<string, unknown> {
  const { username, user_id, roles, created_at, updated_at } = member;
  return { username, user_id, roles, created_at, updated_at };
}
