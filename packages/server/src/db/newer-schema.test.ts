import { type Endpoint, endpoints } from "@gatehouse/contract";
import {
  columnsByTable,
  createOwner,
  createTestDatabase,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let member: TestUser;
let url: string;

beforeAll(async () => {
  ({ url } = await createTestDatabase());
  app = await startTestApp({ databaseUrl: url });
  owner = await createOwner(app);
  member = await createUser(app, owner);
});

afterAll(() => app.close());

/** Everything that can be read with few facts, and some writes: as an earlier release works beside a newer one. */
async function useEverything(round: number): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  const reads = Object.values<Endpoint>(endpoints).filter(
    ({ method, path }) =>
      method === "GET" && !/\{(?!user\}|organization\})|watch|callback/.test(path),
  );
  for (const { path } of reads) {
    const filled = path.replace("{user}", member.username).replace("{organization}", "default");
    statuses.set(path, (await owner.client.get(filled)).status);
  }
  const name = `name-${round}`;
  const writes = [
    ["PUT", `/users/${member.id}/profile`, { username: member.username, name }],
    ["PUT", `/users/${member.id}/roles`, { roles: round % 2 === 0 ? ["auditor"] : [] }],
    ["PUT", `/users/${member.id}/status/${round % 2 === 0 ? "suspend" : "activate"}`, undefined],
    ["POST", "/users/me/keys/tokens", { token_name: name }],
    ["POST", "/organizations/default/groups", { name }],
    ["POST", "/organizations", { name: `org-${name}` }],
  ] as const;
  for (const [method, path, body] of writes) {
    const answer = await owner.client.send(method, path, body === undefined ? {} : { body });
    statuses.set(`${method} ${path.replace(/activate|suspend/, "")}`, answer.status);
  }
  return statuses;
}

test("a server works on, without one failed request, while a newer release adds columns to every table", async () => {
  const before = [await useEverything(0), await useEverything(1)];
  const migrating = new pg.Client({ connectionString: url });
  await migrating.connect();
  for (const table of (await columnsByTable(url)).keys())
    await migrating.query(
      `alter table ${table} add column of_a_newer_release text not null default ''`,
    );
  await migrating.end();

  const after = [await useEverything(2), await useEverything(3)];

  expect([...before.flatMap((one) => [...one.values()])].every((status) => status < 500)).toBe(
    true,
  );
  expect(after).toEqual(before);
});
