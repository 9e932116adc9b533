import pg from "pg";
import { arrangeMembers } from "./seed.ts";

/** Organizations of a full-size database besides the default one; each user is in ten of them. */
const organizations = 1000;
const organizationsOfUser = 10;

/** The name of the n-th seeded organization. */
export function organizationName(n: number): string {
  return `org-${n}`;
}

/** Adds 1,000 organizations with their Everyone groups, and ten memberships for every user. */
export async function seedOrganizations(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Triggers would announce a million changes that no budget is about.
    await client.query("alter table organization_members disable trigger user");
    await client.query(organizationsStatement, [organizations, organizationName(0).slice(0, -1)]);
    await client.query(membershipsStatement, [organizations, organizationsOfUser]);
    await client.query("alter table organization_members enable trigger user");
    await arrangeMembers(client);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

const idOf = (n: string) => `('30000000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

const organizationsStatement = `
with created as (
  insert into organizations (id, name, display_name)
  select ${idOf("n")}, $2 || n, 'Organization ' || n from generate_series(1, $1::int) as s(n)
  returning id
)
insert into groups (id, name, organization_id) select id, 'Everyone', id from created`;

const membershipsStatement = `
insert into organization_members (organization_id, user_id, roles)
select ${idOf("1 + (u.n + place * 97) % $1::int")}, u.id,
  case when u.n % 100 = place then '{organization-admin}'::text[] else '{}'::text[] end
from (select u.id, row_number() over (order by u.id)::int as n from users u where not u.is_system) as u
cross join generate_series(0, $2::int - 1) as s(place)`;
