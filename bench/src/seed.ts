import pg from "pg";

/** Users of a full-size database (product §3.4). */
export const seededUsers = 100_000;

/** About two hundred first names and a thousand last names, whose frequencies differ. */
const firstNames = [
  ..."Anna,Ben,Clara,David,Elena,Felix,Grace,Hugo,Iris,Jonas,Katya,Liam,Mia,Noah,Olga,Paul,Johanna,Hannah".split(
    ",",
  ),
  ...combine(
    "Mar,Joh,Al,Sam,Chris,Nic,Dan,El,Fran,Ger,Vic,Ro,Mich,Stef,Leon,Ing",
    "a,an,ina,ias,o,ella,ek,ette,ard,is,on",
  ),
];
const lastNames = [
  ..."Smith,Kim,Garcia,Nguyen,Patel,Cohen,Tanaka,Okafor,Rossi,Dubois,Novak,Haas,Evans".split(","),
  ...combine(
    "Ander,Bergs,Carl,Dahl,Erik,Fisch,Gott,Hoff,Ivan,Jans,Kowal,Lind,Mor,Niel,Ols,Peter,Rich,Schnei,Thom,Wein",
    "son,sen,er,mann,berg,ski,ov,ini,eau,ez,strom,quist,feld,stein,wood,ham,ley,ton,ford,man,ard,ak,escu,ic,oglu,ian,kov,in,a,as,el,et,ier,ot,ing,by,lund,gren,dal,vik,hauser,bach,baum,hardt,holm,nes,rup,sky,ward,worth",
  ),
];

function combine(stems: string, endings: string): string[] {
  return stems.split(",").flatMap((stem) => endings.split(",").map((ending) => stem + ending));
}

/** Who signs in and lists users. */
export const owner = {
  username: "admin",
  email: "admin@example.com",
  password: "correct-Horse-battery-9-staple",
};

/** Creates the first user over the API and signs in; returns the session token. */
export async function createOwner(address: string): Promise<string> {
  await post(`${address}/api/v2/users/first`, owner);
  const { email, password } = owner;
  const answer = await post(`${address}/api/v2/users/login`, { email, password });
  return String(answer["session_token"]);
}

async function post(url: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/**
 * Fills the database in one statement: names from two lists, one user in ten suspended, one in five
 * dormant, a few with roles, last seen within the past year; all members of the default organization.
 */
export async function seedUsers(databaseUrl: string, count = seededUsers): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Triggers would write history and notifications that no budget is about, for several more seconds.
    await client.query("alter table users disable trigger user");
    await client.query("alter table organization_members disable trigger user");
    await client.query(seedStatement, [count, firstNames, lastNames]);
    await client.query("alter table users enable trigger user");
    await client.query("alter table organization_members enable trigger user");
    await arrangeMembers(client);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** Counts and puts in order what the triggers would have. */
export async function arrangeMembers(client: pg.Client): Promise<void> {
  await client.query("truncate membership_counts");
  await client.query(`
    insert into membership_counts (group_id, members)
    select gm.group_id, count(*) from group_members gm group by gm.group_id
    union all
    select om.organization_id, count(*) from organization_members om group by om.organization_id`);
  await client.query("call order_all_members()");
}

const seedStatement = `
with person as (
  select n, first, last, lower(first || '.' || last) as handle,
    ('20000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
  from generate_series(1, $1::int) as s(n),
    lateral (select
      ($2::text[])[1 + abs(hashint4(n)) % cardinality($2::text[])] as first,
      ($3::text[])[1 + abs(hashint4(-n)) % cardinality($3::text[])] as last) as name
), created as (
  insert into users (id, email, username, name, created_at, updated_at, last_seen_at, status,
                     rbac_roles, login_type)
  select id, handle || n || '@example.com', replace(handle, '.', '-') || n, first || ' ' || last,
    now() - make_interval(mins => n * 5), now(), now() - make_interval(mins => n * 37 % 525600),
    case when n % 10 = 3 then 'suspended' when n % 5 = 1 then 'dormant' else 'active' end,
    case when n % 500 = 1 then '{user-admin}'::text[]
         when n % 200 = 7 then '{auditor}'::text[]
         when n % 333 = 5 then '{template-admin}'::text[] else '{}'::text[] end,
    'password'
  from person returning id
)
insert into organization_members (organization_id, user_id)
select o.id, created.id from created cross join organizations o where o.is_default`;
