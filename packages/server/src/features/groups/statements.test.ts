import {
  type Client,
  createMember,
  createOrganization,
  createOwner,
  startTestApp,
  type TestApp,
  type TestOrganization,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let team: TestOrganization;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  team = await createOrganization(owner);
});
afterAll(() => app.stop());

const newGroup = async (): Promise<string> => {
  const made = await owner.client.post(`${team.path}/groups`, { name: uniqueName("group") });
  return made.json.id;
};
const newMember = async () => (await createMember(app, owner, team, { loginType: "none" })).id;

/** How many statements a request sends, counted on the connections of a server of its own. */
async function statementsOf(request: (client: Client) => Promise<{ status: number }>) {
  const alone = await startTestApp({ databaseUrl: app.databaseUrl });
  try {
    const client = alone.as(owner.client.token ?? "");
    await client.get("/users/me");
    await alone.bookkeeping.flush();
    const statements: string[] = [];
    const { pool } = alone.database;
    pool.on("acquire", (lent) => {
      const run = lent.query.bind(lent);
      const counted = (...args: unknown[]) => {
        statements.push(String(args[0]));
        return Reflect.apply(run, lent, args);
      };
      Object.defineProperty(lent, "query", { value: counted, configurable: true });
    });
    pool.on("release", (_error, lent) => Reflect.deleteProperty(lent, "query"));
    expect((await request(client)).status).toBe(200);
    return statements.length;
  } finally {
    await alone.stop();
  }
}

test("lists of many groups with many members cost as many statements as lists of few", async () => {
  const paths = ["/groups", `${team.path}/groups`, `${team.path}/paginated-groups`];
  const count = () => Promise.all(paths.map((path) => statementsOf((client) => client.get(path))));
  const few = await count();
  const ids = [await newMember(), await newMember(), await newMember()];
  for (let n = 0; n < 5; n += 1) {
    await owner.client.send("PATCH", `/groups/${await newGroup()}`, { body: { add_users: ids } });
  }

  const many = await count();

  expect(many).toEqual(few);
  expect(Math.max(...many)).toBeLessThan(5);
});

test("a patch of many members costs as many statements as a patch of two", async () => {
  const patchOf = async (add: string[], remove: string[]) => {
    const id = await newGroup();
    await owner.client.send("PATCH", `/groups/${id}`, { body: { add_users: remove } });
    const body = { add_users: add, remove_users: remove };
    return statementsOf((client) => client.send("PATCH", `/groups/${id}`, { body }));
  };
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) ids.push(await newMember());

  const few = await patchOf(ids.slice(0, 1), ids.slice(1, 2));
  const many = await patchOf(ids.slice(0, 6), ids.slice(6));

  expect(many).toBe(few);
  expect(many).toBeLessThan(20);
});
