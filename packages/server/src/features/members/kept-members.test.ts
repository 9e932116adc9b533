import { createTestDatabase, eventually } from "@gatehouse/testkit";
import fc from "fast-check";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DB } from "../../db/tables.gen.ts";
import { foldCounts, listedMembers } from "./count-store.ts";

const organizations = ids("a", 2);
const groups = ids("b", 3);
const users = ids("c", 6);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Kysely<DB>;
beforeAll(async () => {
  database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => {});
  db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

function ids(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `0000000${letter}-0000-4000-8000-00000000000${n}`);
}

/** Two organizations, of which the first has three groups, and six users; the last one is a system user. */
async function begin(): Promise<void> {
  await sql`delete from group_members`.execute(db);
  await sql`delete from organization_members`.execute(db);
  await sql`delete from groups where id = any(${[...groups, ...organizations]}::uuid[])`.execute(
    db,
  );
  await sql`delete from users where id = any(${users}::uuid[])`.execute(db);
  await sql`insert into organizations (id, name) select id, id::text from unnest(${organizations}::uuid[]) as o(id)
    on conflict do nothing`.execute(db);
  await sql`insert into groups (id, name, organization_id)
    select id, id::text, ${organizations[0]}::uuid from unnest(${groups}::uuid[]) as g(id)`.execute(
    db,
  );
  await sql`insert into users (id, email, username, created_at, updated_at, status, is_system)
    select id, id || '@example.com', 'u' || n, now(), now(), 'active', n = ${users.length}
    from unnest(${users}::uuid[]) with ordinality as u(id, n)`.execute(db);
}

const some = (of: readonly string[]) => fc.subarray([...of], { minLength: 1 });
const deed = fc.oneof(
  fc.record({ kind: fc.constant("join" as const), where: some(organizations), who: some(users) }),
  fc.record({ kind: fc.constant("leave" as const), where: some(organizations), who: some(users) }),
  fc.record({ kind: fc.constant("enter" as const), where: some(groups), who: some(users) }),
  fc.record({ kind: fc.constant("exit" as const), where: some(groups), who: some(users) }),
  fc.record({ kind: fc.constant("remove group" as const), where: some(groups) }),
  fc.record({ kind: fc.constant("purge user" as const), who: some(users) }),
  fc.record({ kind: fc.constant("delete user" as const), who: some(users) }),
  fc.record({ kind: fc.constant("rename" as const), who: some(users), to: fc.nat({ max: 9 }) }),
  fc.record({ kind: fc.constant("order all" as const) }),
  fc.record({ kind: fc.constant("restore user" as const), who: some(users) }),
  fc.record({ kind: fc.constant("fold" as const) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

function statementOf(done: Deed) {
  switch (done.kind) {
    case "join":
      return sql`insert into organization_members (organization_id, user_id)
        select o.id, u.id from users u cross join unnest(${done.where}::uuid[]) as o(id)
        where u.id = any(${done.who}::uuid[]) order by 1, 2 on conflict do nothing`;
    case "leave":
      return sql`delete from organization_members
        where organization_id = any(${done.where}::uuid[]) and user_id = any(${done.who}::uuid[])`;
    case "enter":
      return sql`insert into group_members (group_id, user_id)
        select g.id, om.user_id from groups g
        join organization_members om on om.organization_id = g.organization_id
        where g.id = any(${done.where}::uuid[]) and om.user_id = any(${done.who}::uuid[])
        order by 1, 2 on conflict do nothing`;
    case "exit":
      return sql`delete from group_members
        where group_id = any(${done.where}::uuid[]) and user_id = any(${done.who}::uuid[])`;
    case "remove group":
      return sql`delete from groups where id = any(${done.where}::uuid[])`;
    case "purge user":
      return sql`delete from users where id = any(${done.who}::uuid[])`;
    case "delete user":
      return sql`update users set deleted = true where id = any(${done.who}::uuid[])`;
    case "restore user":
      return sql`update users set deleted = false where id = any(${done.who}::uuid[])`;
    case "rename":
      return sql`update users set username = ${done.to} || '-' || left(id::text, 8) || '-' || right(id::text, 1)
        where id = any(${done.who}::uuid[])`;
    case "fold":
    case "order all":
      return null;
  }
}

/** Does a deed, or does it and takes it back; what the database refuses did not happen. */
async function perform(done: Deed, kept: boolean): Promise<void> {
  const statement = statementOf(done);
  if (done.kind === "fold") return foldCounts(db);
  // What an upgrade runs while others work.
  if (done.kind === "order all") await sql`call order_all_members()`.execute(db);
  if (statement === null) return;
  await db
    .transaction()
    .execute(async (tx) => {
      await statement.execute(tx);
      if (!kept) throw new Error("taken back");
    })
    .catch(() => {});
}

test("the kept number and order of members are the counted and the sorted one, whoever changes what at the same moment", async () => {
  const step = fc.array(fc.tuple(deed, fc.boolean()), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      await begin();
      for (const atOnce of steps) {
        await Promise.all(atOnce.map(([done, kept]) => perform(done, kept)));
      }
      await compare();
      await foldCounts(db);
      await compare();
      expect(await rowsPerGroup()).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

async function compare(): Promise<void> {
  const { rows } = await sql<{ id: string; kept: string; counted: string }>`
    select g.id, ${listedMembers(sql`g.id`)}::text as kept,
      ((select count(*) from organization_members m join users u on u.id = m.user_id
         where m.organization_id = g.id and not u.deleted and not u.is_system)
       + (select count(*) from group_members m join users u on u.id = m.user_id
         where m.group_id = g.id and not u.deleted and not u.is_system))::text as counted
    from unnest(${[...organizations, ...groups]}::uuid[]) as g(id)`.execute(db);
  expect(rows.map(({ kept }) => kept)).toEqual(rows.map(({ counted }) => counted));
  expect(await keptOrder()).toEqual(await sortedOrder());
}

interface Place {
  group_id: string;
  user_id: string;
}

async function keptOrder(): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select o.group_id, o.user_id from member_order o
    where o.group_id = any(${[...organizations, ...groups]}::uuid[])
    order by o.group_id, o.sort_key, o.user_id`.execute(db);
  return rows;
}

async function sortedOrder(): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select m.group_id, m.user_id
    from (
      select gm.group_id, gm.user_id from group_members gm
      union all
      select om.organization_id, om.user_id from organization_members om
    ) as m
    join users u on u.id = m.user_id
    where m.group_id = any(${[...organizations, ...groups]}::uuid[])
      and not u.deleted and not u.is_system
    order by m.group_id, lower(u.username) collate "C", m.user_id`.execute(db);
  return rows;
}

async function rowsPerGroup(): Promise<number> {
  const { rows } = await sql<{ most: number | null }>`
    select max(c.rows)::int as most
    from (select count(*) as rows from membership_counts group by group_id) as c`.execute(db);
  return rows[0]?.most ?? 0;
}

test("a membership cannot be moved to another organization", async () => {
  await begin();
  await perform({ kind: "join", where: organizations.slice(0, 1), who: users.slice(0, 1) }, true);

  const moved = sql`update organization_members set organization_id = ${organizations[1]}::uuid
    where organization_id = ${organizations[0]}::uuid`.execute(db);

  await expect(moved).rejects.toThrow("cannot be moved");
});

// Anna's new name stands before that of the other one, her old name after it.
const other = users.slice(0, 1);
const anna = users.slice(1, 2);
const joins = { kind: "join" as const, where: organizations, who: anna } satisfies Deed;
const renames: Deed = { kind: "rename", who: anna, to: 7 };
const isDeleted: Deed = { kind: "delete user", who: anna };
const isRestored: Deed = { kind: "restore user", who: anna };
const leaves: Deed = { kind: "leave", where: organizations.slice(0, 1), who: anna };
const ordersAll: Deed = { kind: "order all" };

test.for([
  ["a user is renamed while he joins", [], joins, renames],
  ["a user joins while he is renamed", [], renames, joins],
  ["a user leaves while he is renamed", [joins], renames, leaves],
  ["a user is renamed while he leaves", [joins], leaves, renames],
  ["a user joins while he is deleted", [], isDeleted, joins],
  ["a user is deleted while he joins", [], joins, isDeleted],
  ["a user leaves while he is restored", [joins, isDeleted], isRestored, leaves],
  ["a user is restored while he leaves", [joins, isDeleted], leaves, isRestored],
  ["a user joins while he is restored", [isDeleted], isRestored, joins],
  ["a user is restored while he joins", [isDeleted], joins, isRestored],
  ["an upgrade orders the members while one is deleted", [joins], isDeleted, ordersAll],
  ["an upgrade orders the members while one is renamed", [joins], renames, ordersAll],
  ["an upgrade orders the members while one leaves", [joins], leaves, ordersAll],
] as const)("the order of members is right when %s", async ([, before, first, second]) => {
  await begin();
  await perform({ ...joins, who: other }, true);
  for (const done of before) await perform(done, true);
  if (second === ordersAll) await sql`truncate member_order`.execute(db);

  let isOver = false;
  const overlapping = await db.transaction().execute(async (tx) => {
    await statementOf(first)?.execute(tx);
    const running = perform(second, true).finally(() => {
      isOver = true;
    });
    await eventually(
      async () => isOver || (await isSomebodyWaiting()),
      "the other one is done or waits",
    );
    return { running };
  });
  await overlapping.running;

  await compare();
  const isRenamed = [first, second].includes(renames);
  expect(await nameOf(anna[0])).toMatch(isRenamed ? /^7-/ : /^u2$/);
});

async function nameOf(id: string | undefined): Promise<string | undefined> {
  const { rows } = await sql<{ username: string }>`
    select username from users where id = ${id}::uuid`.execute(db);
  return rows[0]?.username;
}

async function isSomebodyWaiting(): Promise<boolean> {
  const { rows } = await sql`select from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where not l.granted and a.datname = current_database()`.execute(db);
  return rows.length > 0;
}
