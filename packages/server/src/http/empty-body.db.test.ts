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

beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});

afterAll(() => app.stop());

test("an empty body does not take all roles away", async () => {
  const auditor = await createUser(app, owner, { roles: ["auditor"] });

  const empty = await owner.client.put(`/users/${auditor.id}/roles`);
  const roles = await owner.client.get(`/users/${auditor.id}/roles`);

  expect(empty.status).toBe(400);
  expect(roles.json.roles).toEqual(["auditor"]);
});

test("a null list of roles means none", async () => {
  const auditor = await createUser(app, owner, { roles: ["auditor"] });

  const answer = await owner.client.put(`/users/${auditor.id}/roles`, { roles: null });

  expect(answer.status).toBe(200);
  expect(answer.json.roles).toEqual([]);
});

test("endpoints that take no body accept an empty one that calls itself JSON", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(`/users/${user.id}/status/suspend`, undefined, {
    headers: { "content-type": "application/json" },
  });

  expect(answer.status).toBe(200);
});
