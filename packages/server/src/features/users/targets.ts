import type { UserRow } from "../../context/actor.ts";
import type { AuditTarget } from "../../context/request-context.ts";

/** The audit target of a change of a user (spec deployment §8.5). */
export function userAuditTarget(
  user: Pick<UserRow, "id" | "username">,
  action: string,
): AuditTarget {
  return { resourceType: "user", action, resourceId: user.id, resourceTarget: user.username };
}
