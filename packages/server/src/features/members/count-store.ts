import { type RawBuilder, sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/**
 * SQL for the number of members of a group that lists show: all rows, which are kept counted (`membership_counts`),
 * without the few of deleted and system users. `group` is SQL for an id; Everyone has that of its organization.
 */
export function listedMembers(group: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(
    (select coalesce(sum(c.members), 0) from membership_counts c where c.group_id = ${group})
    - (select count(*) from users gone join organization_members held on held.user_id = gone.id
       where (gone.deleted or gone.is_system) and held.organization_id = ${group})
    - (select count(*) from users gone join group_members held on held.user_id = gone.id
       where (gone.deleted or gone.is_system) and held.group_id = ${group})
  )::bigint`;
}

/**
 * Folds the rows that tell of one group into one, and drops those of groups that have no members any more. Rows
 * written meanwhile stay for the next time; two runs at once fold different rows.
 */
export async function foldCounts(handle: Handle): Promise<void> {
  await sql`
    with folded as (
      delete from membership_counts c
      where c.group_id in (
        select several.group_id from membership_counts several group by several.group_id
        having count(*) > 1 or sum(several.members) = 0)
      returning c.group_id, c.members
    )
    insert into membership_counts (group_id, members)
    select folded.group_id, sum(folded.members) from folded group by folded.group_id
    having sum(folded.members) <> 0`.execute(handle);
}
