import pg from "pg";

/** Users of a full-size database (product §3.4). */
export const seededUsers = 100_000;

const firstNames =
  "Anna,Ben,Clara,David,Elena,Felix,Grace,Hugo,Iris,Jonas,Katya,Liam,Mia,Noah,Olga,Paul,Quinn," +
  "Rosa,Sami,Tara,Uma,Victor,Wanda,Xenia,Yusuf,Zoe,Amir,Bella,Chen,Diego,Emma,Farid";
const lastNames =
  "Adams,Baker,Costa,Dahl,Evans,Fischer,Garcia,Haas,Ivanov,Jensen,Kim,Lopez,Meyer,Nguyen,Okafor," +
  "Patel,Quist,Rossi,Smith,Tanaka,Ueda,Vogel,Weber,Xu,Young,Zimmer,Andersson,Brandt,Cohen,Dubois," +
  "Eriksen,Fontaine,Gupta,Hoffmann,Ishikawa,Jansen,Kowalski,Larsen,Moreau,Novak";

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
    await client.query(seedStatement, [count, firstNames.split(","), lastNames.split(",")]);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

const seedStatement = `
with person as (
  select n, first, last, lower(first || '.' || last) as handle,
    ('20000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
  from generate_series(1, $1::int) as s(n),
    lateral (select ($2::text[])[1 + n * 7 % cardinality($2::text[])] as first,
                    ($3::text[])[1 + n * 13 % cardinality($3::text[])] as last) as name
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
