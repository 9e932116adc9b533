import { randomUUID } from "node:crypto";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let ada: TestUser;
let ben: TestUser;
const design = { id: randomUUID(), name: "Design" };
const secret = { id: randomUUID(), name: "secret" };
const groups = {
  designers: { id: randomUUID(), name: "Staff", organization_id: design.id },
  agents: { id: randomUUID(), name: "staff", organization_id: secret.id },
  everyone: { id: design.id, name: "Everyone", organization_id: design.id },
};
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  ada = await createUser(app, owner, { username: "ada" });
  ben = await createUser(app, owner, { username: "ben", status: "suspended" });
  await createUser(app, owner, { username: "cleo" });
  const { db } = app.deps;
  await db.insertInto("organizations").values([design, secret]).execute();
  await db
    .insertInto("organization_members")
    .values([
      { organization_id: design.id, user_id: ada.id, roles: ["organization-admin"] },
      { organization_id: design.id, user_id: ben.id },
      { organization_id: secret.id, user_id: ben.id },
    ])
    .execute();
  await db.insertInto("groups").values(Object.values(groups)).execute();
  await db
    .insertInto("group_members")
    .values([
      { group_id: groups.designers.id, user_id: ada.id },
      { group_id: groups.agents.id, user_id: ben.id },
    ])
    .execute();
});
afterAll(() => app.stop());

async function search(q: string, as: TestUser = owner) {
  const answer = await as.client.get(`/users?q=${encodeURIComponent(q)}`);
  return {
    status: answer.status,
    names: (answer.json.users ?? []).map((user: { username: string }) => user.username),
    count: answer.json.count,
    fields: (answer.json.validations ?? []).map((one: { field: string }) => one.field),
  };
}

test.each([
  [`organization:${design.id}`, ["ada", "ben"]],
  ["organization:design", ["ada", "ben"]],
  ["organization:DESIGN status:suspended", ["ben"]],
  ["organization:secret", ["ben"]],
  [`group:${groups.designers.id}`, ["ada"]],
  ["group:staff", ["ada", "ben"]],
  ["group:staff organization:design", ["ada"]],
  ["group:staff organization:secret", ["ben"]],
  [`group:${design.id}`, ["ada", "ben"]],
  ["group:everyone organization:design", ["ada", "ben"]],
  ["group:staff ad", ["ada"]],
  ["organization:secret ada", []],
  ['organization:"" group:"" ada', ["ada"]],
])("%s finds the members", async (q, names) => {
  expect(await search(q)).toMatchObject({ status: 200, names, count: names.length });
});

test.each([
  ["organization", "organization:nowhere"],
  ["organization", `organization:${randomUUID()}`],
  ["group", "group:nobodies"],
  ["group", `group:${groups.agents.id} organization:design`],
  ["organization", "organization:design organization:secret"],
])("an unknown %s is a 400: %s", async (field, q) => {
  expect(await search(q)).toMatchObject({ status: 400, fields: [field] });
});

test("organizations and groups that one may not read are as unknown as missing ones", async () => {
  const answers = await Promise.all(
    ["organization:secret", `group:${groups.agents.id}`].map((q) => search(q, ada)),
  );
  const own = await search("group:staff", ada);

  expect(answers.map((answer) => answer.status)).toEqual([400, 400]);
  expect(own.names).toEqual(["ada"]);
});

test("a member learns by a membership search only about himself", async () => {
  const member = await createUser(app, owner, { username: "dora" });
  const defaultId = (await member.client.get("/users/me")).json.organization_ids[0];

  const found = await search(`organization:${defaultId}`, member);

  expect(found).toMatchObject({ status: 200, names: ["dora"], count: 1 });
});

test("a membership search pages by after_id in every order", async () => {
  const first = await owner.client.get(`/users?q=organization:design&sort=-created_at&limit=1`);
  const second = await owner.client.get(
    `/users?q=organization:design&sort=-created_at&limit=1&after_id=${first.json.users[0].id}`,
  );

  expect([first, second].map(({ json }) => json.users[0].username)).toEqual(["ben", "ada"]);
});

test("the members of a deleted organization are not found by it", async () => {
  const gone = { id: randomUUID(), name: "gone", deleted: true };
  await app.deps.db.insertInto("organizations").values(gone).execute();

  expect(await search(`organization:${gone.id}`)).toMatchObject({ status: 400 });
});
