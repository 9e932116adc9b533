import { connectRunning } from "@gatehouse/server";
import pg from "pg";

/**
 * Adds users to the embedded database of a running server in one statement: `anders-000001` and so on, members of the
 * default organization, a hundred different first names.
 */
export async function addManyUsers(dataDir: string, count: number): Promise<void> {
  const connectionString = await connectRunning(dataDir);
  if (connectionString === null) throw new Error("the embedded database does not answer");
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Triggers would write a history that nobody reads here, for minutes.
    await client.query("alter table users disable trigger user");
    await client.query("alter table organization_members disable trigger user");
    await client.query(statement, [count]);
    await client.query("alter table users enable trigger user");
    await client.query("alter table organization_members enable trigger user");
    await client.query("truncate membership_counts");
    await client.query(recount);
    await client.query("analyze users");
  } finally {
    await client.end();
  }
}

const statement = `
with created as (
  insert into users (id, email, username, name, created_at, updated_at, last_seen_at, status,
                     rbac_roles, login_type)
  select ('20000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    handle || '@example.com', handle, initcap(replace(handle, '-', ' ')),
    now() - make_interval(mins => n), now(), now() - make_interval(mins => n), 'active',
    '{}', 'password'
  from generate_series(1, $1::int) as s(n),
    lateral (select
      (array['anders','berta','clara','dmitri','elena'])[1 + n % 5] || chr(97 + n % 20) || '-'
        || lpad(n::text, 6, '0') as handle) as name
  returning id
)
insert into organization_members (organization_id, user_id)
select o.id, created.id from created cross join organizations o where o.is_default`;

const recount = `
insert into membership_counts (group_id, members)
select om.organization_id, count(*) from organization_members om group by om.organization_id`;
