import { randomUUID } from "node:crypto";
import { type Endpoint, endpoints } from "@gatehouse/contract";
import {
  createOwner,
  createTestDatabase,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

/** What a path can name, by its parameter: an object that is there and not the caller's, and one that is nowhere. */
type Named = Readonly<Record<string, string>>;

let app: TestApp;
let member: TestUser;
let there: Named;

const nowhere: Named = {
  organization: randomUUID(),
  organizationname: "nowhere-at-all",
  user: randomUUID(),
  group: randomUUID(),
  groupName: "nowhere-at-all",
  roleName: "nowhere-at-all",
  keyid: "aaaaaaaaaa",
  keyname: "nowhere-at-all",
  id: randomUUID(),
  loginType: "oidc",
};

beforeAll(async () => {
  const database = await createTestDatabase();
  app = await startTestApp({ databaseUrl: database.url });
  const owner = await createOwner(app);
  member = await createUser(app, owner);
  const name = uniqueName("theirs");
  const organization = await owner.client.post("/organizations", { name });
  const user = await createUser(app, owner, { organizationIds: [organization.json.id] });
  const base = `/organizations/${organization.json.id}`;
  const group = await owner.client.post(`${base}/groups`, { name });
  await owner.client.post(`${base}/members/roles`, { name });
  const token = { token_name: name, scope: "all" };
  const key = await user.client.post("/users/me/keys/tokens", token);
  there = {
    ...nowhere,
    organization: organization.json.id,
    organizationname: name,
    user: user.id,
    group: group.json.id,
    groupName: name,
    roleName: name,
    keyid: String(key.json.key).split("-")[0] ?? "",
    keyname: name,
  };
});

afterAll(() => app.close());

async function ask({ method, path }: Endpoint, named: Named) {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => named[name] ?? name);
  const { status, text } = await member.client.send(method, filled, { body: {} });
  // What the caller wrote himself may come back.
  const told = Object.values(named).reduce((rest, value) => rest.replaceAll(value, "…"), text);
  return { status, told };
}

const aboutObjects = Object.values<Endpoint>(endpoints).filter(
  ({ auth, path }) => auth === "required" && path.includes("{"),
);

for (const endpoint of aboutObjects) {
  test(`${endpoint.method} ${endpoint.path} does not tell what is not yours from what is not there`, async () => {
    expect(await ask(endpoint, there)).toEqual(await ask(endpoint, nowhere));
  });
}
