import { randomUUID } from "node:crypto";
import pg from "pg";
import { measureTails, type PageCase, pageSize, userAt } from "./page-tails.ts";
import { type Finding, median, summarize } from "./report.ts";
import { type Stage, withKey } from "./stage.ts";

const groupSize = 50_000;
const patchSize = 10_000;

/**
 * Slowest answers of member pages of a group of 50,000 and of Everyone against those of `/users/me`, and a
 * patch that adds 10,000 members against the bare insert of the same rows.
 */
export async function measureGroups(stage: Stage): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      "select o.id from organizations o where o.is_default",
    );
    const organization = rows[0]?.id ?? "";
    const large = await seedGroup(client, organization);
    const tails = await measureTails(stage, "groups", await pagesOf(stage, large, organization));
    return [...tails, await measurePatch(stage, client, organization)];
  } finally {
    await client.end();
  }
}

/** A group of every second user; returns its id. */
async function seedGroup(client: pg.Client, organization: string): Promise<string> {
  const id = await newGroup(client, organization);
  await client.query(
    `insert into group_members (group_id, user_id)
     select $1, s.id
     from (select u.id, row_number() over (order by u.id) as n from users u where not u.is_system) s
     where s.n % 2 = 0 limit $2`,
    [id, groupSize],
  );
  await client.query("vacuum analyze group_members");
  return id;
}

async function newGroup(client: pg.Client, organization: string): Promise<string> {
  const id = randomUUID();
  await client.query("insert into groups (id, name, organization_id) values ($1, $2, $3)", [
    ...[id, `bench-${id}`, organization],
  ]);
  return id;
}

async function pagesOf(stage: Stage, large: string, organization: string): Promise<PageCase[]> {
  const middle = await userAt(stage.databaseUrl, 50_000);
  const page = (name: string, id: string, query = ""): PageCase => ({
    name,
    path: `/groups/${id}/members?limit=${pageSize}${query}`,
  });
  const all = [
    page("group of 50,000, first page", large),
    page("Everyone of 100,000, first page", organization),
    page("group of 50,000, page in the middle", large, `&after_id=${middle}`),
  ];
  return stage.quick ? all.slice(0, 2) : all;
}

/** Each round fills two new groups with the same users: one by a patch, one by the statement alone. */
async function measurePatch(
  stage: Stage,
  client: pg.Client,
  organization: string,
): Promise<Finding> {
  const { rows } = await client.query<{ id: string }>(
    `select u.id from users u where not u.is_system order by md5(u.id::text) limit $1`,
    [patchSize],
  );
  const ids = rows.map(({ id }) => id);
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < (stage.quick ? 3 : 7); round++) {
    const [patched, filled] = [
      await newGroup(client, organization),
      await newGroup(client, organization),
    ];
    const bare = await timed(() =>
      client.query(
        "insert into group_members (group_id, user_id) select $1, a.id from unnest($2::uuid[]) as a(id)",
        [filled, ids],
      ),
    );
    rounds.push({ bare, ours: await timed(() => patchMembers(stage, patched, ids)) });
  }
  const ms = (side: "ours" | "bare") => `${median(rounds.map((r) => r[side])).toFixed(0)} ms`;
  return {
    budget: "groups",
    what: "PATCH that adds 10,000 members",
    ours: ms("ours"),
    baseline: `bare insert ${ms("bare")}`,
    ...summarize(rounds.map(({ ours, bare }) => ours / bare)),
    unit: "×",
    limit: { at: "most", value: 5 },
  };
}

/** Adds users to a group and reads the answer, which shows them all. */
async function patchMembers(stage: Stage, id: string, ids: readonly string[]): Promise<void> {
  const answer = await fetch(`${stage.server.address}/api/v2/groups/${id}`, {
    method: "PATCH",
    headers: withKey(stage),
    body: JSON.stringify({ add_users: ids }),
  });
  const group = (await answer.json()) as { members?: unknown[] };
  if (answer.status !== 200 || group.members?.length !== ids.length) {
    throw new Error(`the patch answered ${answer.status} with ${group.members?.length} members`);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
