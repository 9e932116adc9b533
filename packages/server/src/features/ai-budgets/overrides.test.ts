import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let organization: string;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  organization = (await owner.client.get("/users/me/organizations")).json[0].id;
});
afterAll(() => app.stop());

const listOf = (id: string) => `/organizations/${id}/ai/budget/overrides`;

async function withOverride(micros: number): Promise<{ user: TestUser; group: string }> {
  const user = await createUser(app, owner);
  const group = uniqueName("group");
  const made = await owner.client.post(`/organizations/${organization}/groups`, { name: group });
  await owner.client.send("PATCH", `/groups/${made.json.id}`, { body: { add_users: [user.id] } });
  const body = { group_id: made.json.id, spend_limit_micros: micros };
  const set = await owner.client.send("PUT", `/users/${user.id}/ai/budget/override`, { body });
  expect(set.status).toBe(200);
  return { user, group };
}

describe("the budgets of single users in an organization", () => {
  test("are listed by username with the group that pays, a page at a time", async () => {
    const first = await withOverride(5_000_000);
    const second = await withOverride(0);

    const all = await owner.client.get(listOf(organization));
    const page = await owner.client.get(`${listOf(organization)}?limit=1&offset=1`);

    const names = [first.user.username, second.user.username].sort();
    expect(all.status).toBe(200);
    expect(all.json.overrides.map((each: { username: string }) => each.username)).toEqual(names);
    expect(all.json.overrides).toContainEqual(
      expect.objectContaining({
        user_id: second.user.id,
        group_name: second.group,
        spend_limit_micros: 0,
      }),
    );
    expect(page.json).toMatchObject({ count: 2, overrides: [{ username: names[1] }] });
  });

  test("show a member only their own", async () => {
    const { user } = await withOverride(7_000_000);

    const answer = await user.client.get(listOf(organization));

    expect(answer.json).toMatchObject({ count: 1, overrides: [{ user_id: user.id }] });
  });

  test("leave out what groups of other organizations pay, and the deleted", async () => {
    const { user } = await withOverride(7_000_000);
    const other = await owner.client.post("/organizations", { name: uniqueName("org") });
    expect((await owner.client.get(listOf(other.json.id))).json).toEqual({
      overrides: [],
      count: 0,
    });

    await owner.client.delete(`/users/${user.id}`);

    const left = await owner.client.get(listOf(organization));
    const ids = left.json.overrides.map((each: { user_id: string }) => each.user_id);
    expect(ids).not.toContain(user.id);
    expect(left.json.count).toBe(ids.length);
  });

  test("of an organization that one may not read are not found; a bad page is named", async () => {
    const hidden = await owner.client.post("/organizations", { name: uniqueName("org") });
    const member = await createUser(app, owner);

    expect((await member.client.get(listOf(hidden.json.id))).status).toBe(404);
    const bad = await owner.client.get(`${listOf(organization)}?limit=1001`);
    expect([bad.status, bad.json.validations?.[0]?.field]).toEqual([400, "limit"]);
  });
});
