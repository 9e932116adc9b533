import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { UserRow } from "../../context/actor.ts";
import { rowCondition } from "../../db/row-filter.ts";
import { readInBatches } from "../../db/snapshot.ts";
import type { Db } from "../../db/types.ts";
import { type UserFilter, userConditions } from "./filter-store.ts";

/** A user as the export shows him. */
export interface ExportedRow
  extends Pick<
    UserRow,
    | "id"
    | "username"
    | "name"
    | "email"
    | "status"
    | "login_type"
    | "is_service_account"
    | "rbac_roles"
    | "last_seen_at"
    | "created_at"
  > {
  /** Names of the user's organizations that the actor may read. */
  organizations: string[];
}

/** All users whom `rows` lets through by username, in batches from one snapshot. */
export function readAllUsers(
  db: Db,
  filter: UserFilter,
  rows: RowFilter,
  organizations: RowFilter,
): AsyncIterable<ExportedRow[]> {
  const where = [
    sql`not u.deleted and not u.is_system`,
    rowCondition(rows, { id: sql`u.id`, owner: sql`u.id`, org: null }),
    ...userConditions(filter),
  ];
  const columns = { id: sql`o.id`, owner: null, org: sql`o.id` };
  const statement = sql<ExportedRow>`
    select u.id, u.username, u.name, u.email, u.status, u.login_type, u.is_service_account,
      u.rbac_roles, u.last_seen_at, u.created_at,
      array(
        select o.name from organization_members om
        join organizations o on o.id = om.organization_id and not o.deleted
        where om.user_id = u.id and ${rowCondition(organizations, columns)}
        order by lower(o.name) collate "C"
      ) as organizations
    from users u
    where ${sql.join(where, sql` and `)}
    order by lower(u.username) collate "C", u.id`;
  return readInBatches(db, statement);
}
