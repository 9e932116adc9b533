import type { KeyRow } from "../../context/actor.ts";
import type { AuditTarget } from "../../context/request-context.ts";

/** A key in the audit log: its name, and the id of its owner (spec authorization §8). */
export function keyAuditTarget(
  key: Pick<KeyRow, "user_id" | "token_name">,
  action: string,
): AuditTarget {
  return {
    resourceType: "api_key",
    action,
    resourceId: key.user_id,
    resourceTarget: key.token_name,
  };
}
