import type { Answer } from "@gatehouse/sdk";

/** An entry of the audit log. */
export type AuditEntry = Answer<"listAuditLogs">["audit_logs"][number];

/** The sentence of an entry, with its tokens filled in. */
export function sentenceOf({
  description,
  user,
  resource_target,
}: Pick<AuditEntry, "description" | "user" | "resource_target">): string {
  return description
    .replace("{user}", () => user?.username ?? "Somebody")
    .replace("{target}", () => resource_target);
}
