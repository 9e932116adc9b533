import { connectRunning } from "@gatehouse/server";
import pg from "pg";

/**
 * Adds users to the embedded database of a running server in one statement: `andersa-000005` and so on, five first names
 * with twenty endings, members of nothing.
 */
export async function addManyUsers(dataDir: string, count: number): Promise<void> {
  const connectionString = await connectRunning(dataDir);
  if (connectionString === null) throw new Error("the embedded database does not answer");
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Triggers would write a history that nobody reads here, for minutes.
    await client.query("alter table users disable trigger user");
    await client.query(statement, [count]);
    await client.query("alter table users enable trigger user");
    await client.query("analyze users");
  } finally {
    await client.end();
  }
}

const statement = `
insert into users (id, email, username, name, created_at, updated_at, last_seen_at, status,
                   rbac_roles, login_type)
select ('20000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
  handle || '@example.com', handle, initcap(replace(handle, '-', ' ')),
  now() - make_interval(mins => n), now(), now() - make_interval(mins => n), 'active',
  '{}', 'password'
from generate_series(1, $1::int) as s(n),
  lateral (select
    (array['anders','berta','clara','dmitri','elena'])[1 + n % 5] || chr(97 + n % 20) || '-'
      || lpad(n::text, 6, '0') as handle) as name`;
