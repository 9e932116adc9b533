import { sql } from "kysely";
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

/** Inserts entries in one statement; they travel as one parameter, however many there are. */
export async function insertAuditEntries(
  handle: Handle,
  entries: readonly AuditEntry[],
): Promise<void> {
  const rows = entries.map(({ diff, additional_fields: fields, ...entry }) => ({
    ...entry,
    diff: JSON.parse(diff),
    additional_fields: JSON.parse(fields),
  }));
  const columns = sql.join(entryColumns.map((name) => sql.ref(name)));
  await sql`
    insert into audit_logs (${columns}) select ${columns}
    from json_populate_recordset(null::audit_logs, ${JSON.stringify(rows)}::json)`.execute(handle);
}

const entryColumns = [
  "id",
  "time",
  "user_id",
  "organization_id",
  "ip",
  "user_agent",
  "resource_type",
  "resource_id",
  "resource_target",
  "resource_icon",
  "action",
  "diff",
  "status_code",
  "additional_fields",
  "request_id",
] as const satisfies readonly (keyof AuditEntry)[];

/** Deletes up to `limit` of the oldest entries before a time; returns how many. */
export async function deleteEntriesBefore(
  handle: Handle,
  before: Date,
  limit: number,
): Promise<number> {
  const result = await sql`
    delete from audit_logs a where a.id in (
      select o.id from audit_logs o where o.time < ${before.toISOString()}::timestamptz
      order by o.time limit ${limit})`.execute(handle);
  return Number(result.numAffectedRows ?? 0n);
}
