import { createOwner, createUser, startTestApp, type TestApp } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

test("a new user signs in and reads himself", async () => {
  const owner = await createOwner(app);
  const user = await createUser(app, owner);

  const me = await user.client.get("/users/me");

  expect(me.status).toBe(200);
  expect(me.json.username).toBe(user.username);
});
