import type { Answer } from "@gatehouse/sdk";

/** An entry of the audit log as the API gives it. */
export type AuditEntry = Answer<"listAuditLogs">["audit_logs"][number];
