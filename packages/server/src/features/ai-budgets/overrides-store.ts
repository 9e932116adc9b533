import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle } from "../../db/types.ts";

/** An override with the names that people know. */
export interface NamedOverrideRow {
  user_id: string;
  username: string;
  group_id: string;
  group_name: string;
  /** Micro-units as text. */
  spend_limit: string;
  created_at: Date;
  updated_at: Date;
}

/**
 * Reads overrides that groups of an organization pay, by username, and how many there are in all. Rows are authorized
 * by `users` before paging and inside the count.
 */
export async function listOverrides(
  handle: Handle,
  users: RowFilter,
  organizationId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: NamedOverrideRow[]; count: number }> {
  const found = sql`
    from user_ai_budget_overrides o
      join groups g on g.id = o.group_id and g.organization_id = ${organizationId}::uuid
      join users u on u.id = o.user_id and not u.deleted
    where ${rowCondition(users, { id: sql`u.id`, owner: sql`u.id`, org: null })}`;
  const { rows } = await sql<NamedOverrideRow>`
    select o.user_id, u.username, o.group_id, g.name as group_name,
      o.spend_limit_micros::text as spend_limit, o.created_at, o.updated_at
    ${found}
    order by lower(u.username) collate "C", u.id
    limit ${page.limit} offset ${page.offset}`.execute(handle);
  const counted = await sql<{ count: number }>`select count(*)::int as count ${found}`.execute(
    handle,
  );
  return { rows, count: counted.rows[0]?.count ?? 0 };
}
