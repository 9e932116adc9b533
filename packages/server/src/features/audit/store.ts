import type { Handle } from "../../db/types.ts";

/** One row of the audit log; `diff` and `additional_fields` are JSON text. */
export interface AuditEntry {
  id: string;
  time: Date;
  user_id: string;
  organization_id: string;
  ip: string | null;
  user_agent: string;
  resource_type: string;
  resource_id: string;
  resource_target: string;
  resource_icon: string;
  action: string;
  diff: string;
  status_code: number;
  additional_fields: string;
  request_id: string;
}

/** Inserts entries in one statement. */
export async function insertAuditEntries(
  handle: Handle,
  entries: readonly AuditEntry[],
): Promise<void> {
  await handle.insertInto("audit_logs").values(entries).execute();
}
