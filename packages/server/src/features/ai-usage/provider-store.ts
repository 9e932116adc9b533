import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Makes exactly these providers live, in one statement; rows that are right already stay as they are. */
export async function replaceProviders(
  handle: Handle,
  providers: readonly { name: string; type: string }[],
  now: Date,
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await sql`
    with wanted as materialized (
      select w.name, w.type from jsonb_to_recordset(${JSON.stringify(providers)}::jsonb)
        as w(name text, type text)
    ), gone as (
      update ai_providers p set deleted = true, updated_at = ${at}
      where not p.deleted and p.name not in (select w.name from wanted w)
    )
    insert into ai_providers as p (name, type, created_at, updated_at)
    select w.name, w.type, ${at}, ${at} from wanted w order by w.name
    on conflict (name) where not deleted do update
      set type = excluded.type, updated_at = excluded.updated_at where p.type <> excluded.type
  `.execute(handle);
}
