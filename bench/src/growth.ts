import { connectRunning } from "@gatehouse/server";
import pg from "pg";
import { makeDataDir, removeDataDir, type ServerProcess, startServer } from "./child.ts";
import { runGoodLoad } from "./load.ts";
import { userAt } from "./page-tails.ts";
import { columns } from "./report.ts";
import { arrangeMembers, createOwner, owner, seedUsers } from "./seed.ts";

/** How long one path takes over one number of users. */
export interface GrowthPoint {
  users: number;
  path: string;
  /** Milliseconds, one request at a time. */
  p50: number;
  p99: number;
}

const sizes = { whole: [1_000, 10_000, 100_000, 1_000_000], quick: [1_000, 100_000] } as const;

/** Measures how the cost of each hot path grows with the number of users: a fresh database for each size. */
export async function measureGrowth(
  quick: boolean,
  say: (step: string) => void,
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const users of quick ? sizes.quick : sizes.whole) {
    say(`growth: ${users.toLocaleString("en")} users`);
    const dataDir = await makeDataDir();
    const server = await startServer(dataDir);
    try {
      points.push(...(await measureSize(server, users, quick ? 0.5 : 2)));
    } finally {
      await server.stop();
      await removeDataDir(dataDir);
    }
  }
  return points;
}

async function measureSize(
  server: ServerProcess,
  users: number,
  seconds: number,
): Promise<GrowthPoint[]> {
  const token = await createOwner(server.address);
  const databaseUrl = await connectRunning(server.dataDir);
  if (databaseUrl === null) throw new Error("the embedded database does not answer");
  await seedUsers(databaseUrl, users);
  const group = await seedHalfGroup(databaseUrl);
  const far = await userAt(databaseUrl, Math.floor(users * 0.9));
  const headers = { "coder-session-token": token };
  const points: GrowthPoint[] = [];
  for (const { name, path, body, status } of pathsOf(group, far)) {
    const request =
      body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
    const load = { url: `${server.address}/api/v2${path}`, connections: 1, ...request };
    const good = status === undefined ? {} : { status };
    await runGoodLoad({ ...load, seconds: 0.3, ...good });
    const { p50, p99 } = await runGoodLoad({ ...load, seconds, ...good });
    points.push({ users, path: name, p50, p99 });
  }
  return points;
}

interface Path {
  name: string;
  path: string;
  /** What is posted; absent for a GET. */
  body?: unknown;
  status?: number;
}

function pathsOf(group: string, far: string): Path[] {
  return [
    { name: "who am I", path: "/users/me" },
    { name: "first page of users", path: "/users?limit=25" },
    { name: "page of users after 90 %", path: `/users?limit=25&after_id=${far}` },
    { name: "search of a text", path: "/users?limit=25&q=anna" },
    { name: "search that finds nobody", path: "/users?limit=25&q=zzzz" },
    { name: "one user by name", path: "/users/admin" },
    {
      name: "first page of members",
      path: "/organizations/default/paginated-members?limit=25",
    },
    { name: "first page of a group of half", path: `/groups/${group}/members?limit=25` },
    {
      name: "password login",
      path: "/users/login",
      body: { email: owner.email, password: owner.password },
      status: 201,
    },
  ];
}

/** A group of every second user of the default organization; returns its id. */
async function seedHalfGroup(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into groups (id, name, organization_id)
       select gen_random_uuid(), 'half', o.id from organizations o where o.is_default returning id`,
    );
    const id = rows[0]?.id ?? "";
    await client.query("alter table group_members disable trigger user");
    await client.query(
      `insert into group_members (group_id, user_id)
       select $1, s.id
       from (select u.id, row_number() over (order by u.id) as n from users u where not u.is_system) s
       where s.n % 2 = 0`,
      [id],
    );
    await client.query("alter table group_members enable trigger user");
    await arrangeMembers(client);
    await client.query("vacuum analyze group_members, membership_counts, member_order");
    return id;
  } finally {
    await client.end();
  }
}

/** A table with a row for each path and a column for each number of users. */
export function growthTable(points: readonly GrowthPoint[]): string {
  const users = [...new Set(points.map((point) => point.users))];
  const paths = [...new Set(points.map(({ path }) => path))];
  const cell = (path: string, size: number): string => {
    const point = points.find((one) => one.path === path && one.users === size);
    return point === undefined ? "" : `${point.p50.toFixed(2)} / ${point.p99.toFixed(1)}`;
  };
  return columns([
    ["ms, median / p99", ...users.map((size) => `${size.toLocaleString("en")} users`)],
    ...paths.map((path) => [path, ...users.map((size) => cell(path, size))]),
  ]);
}
