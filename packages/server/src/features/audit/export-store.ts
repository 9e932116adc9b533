import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import { readInBatches } from "../../db/snapshot.ts";
import type { Db } from "../../db/types.ts";
import { type AuditFilter, auditConditions } from "./list-store.ts";

/** An entry as the export shows it. */
export interface ExportedEntry {
  id: string;
  time: Date;
  request_id: string;
  user_id: string;
  /** Empty where nobody knows who acted. */
  username: string;
  email: string;
  ip: string;
  user_agent: string;
  action: string;
  resource_type: string;
  resource_id: string;
  resource_target: string;
  organization_id: string;
  /** Name of the organization; empty where there is none. */
  organization: string;
  status_code: string;
  /** JSON text. */
  diff: string;
  additional_fields: string;
}

/** All entries that `rows` lets through, newest first, in batches from one snapshot. */
export function readAllEntries(
  db: Db,
  rows: RowFilter,
  filter: AuditFilter,
): AsyncIterable<ExportedEntry[]> {
  const statement = sql<ExportedEntry>`
    select a.id, a.time, a.request_id, a.user_id, coalesce(u.username, '') as username,
      coalesce(u.email, '') as email, coalesce(host(a.ip), '') as ip,
      coalesce(a.user_agent, '') as user_agent, a.action, a.resource_type, a.resource_id,
      a.resource_target, a.organization_id, coalesce(o.name, '') as organization,
      a.status_code::text as status_code, a.diff::text as diff,
      a.additional_fields::text as additional_fields
    from audit_logs a
    left join users u on u.id = a.user_id
    left join organizations o on o.id = a.organization_id
    where ${auditConditions(rows, filter)}
    order by a.time desc, a.id desc`;
  return readInBatches(db, statement);
}
