import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import { rowCondition } from "../../db/row-filter.ts";
import { readInBatches } from "../../db/snapshot.ts";
import type { Db } from "../../db/types.ts";
import { type MemberFilter, type MemberRow, memberConditions } from "./list-store.ts";

/** A member as the export shows him. */
export interface ExportedRow
  extends Pick<
    MemberRow,
    | "user_id"
    | "username"
    | "name"
    | "email"
    | "status"
    | "login_type"
    | "is_service_account"
    | "roles"
    | "rbac_roles"
    | "last_seen_at"
    | "created_at"
  > {
  /** Names of the groups that the actor may see the member in. */
  groups: string[];
}

/** All members of an organization by username, in batches from one snapshot (spec organizations §13.1). */
export function readAllMembers(
  db: Db,
  organizationId: string,
  filter: MemberFilter,
  groupMembers: RowFilter,
): AsyncIterable<ExportedRow[]> {
  const columns = { id: sql`u.id`, owner: sql`u.id`, org: sql`om.organization_id` };
  const statement = sql<ExportedRow>`
    select om.user_id, u.username, u.name, u.email, u.status, u.login_type, u.is_service_account,
      om.roles, u.rbac_roles, u.last_seen_at, om.created_at,
      array(
        select g.name from group_members gm join groups g on g.id = gm.group_id
        where gm.user_id = u.id and g.organization_id = om.organization_id
          and ${rowCondition(groupMembers, columns)}
        order by lower(g.name) collate "C"
      ) as groups
    from organization_members om join users u on u.id = om.user_id
    where ${memberConditions(organizationId, filter)}
    order by lower(u.username) collate "C", u.id`;
  return readInBatches(db, statement);
}
