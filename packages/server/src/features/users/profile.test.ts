import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((one) => one.field).sort();
}

const profile = (user: TestUser): string => `/users/${user.id}/profile`;

test("a member changes his own full name, and it shows at once", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.put("/users/me/profile", {
    username: user.username,
    name: "Ada Lovelace",
  });
  const me = await user.client.get("/users/me");

  expect(answer.status).toBe(200);
  expect(answer.json.name).toBe("Ada Lovelace");
  expect(me.json).toEqual(answer.json);
});

test("an empty or absent name clears it", async () => {
  const user = await createUser(app, owner, { name: "Ada" });

  const answer = await user.client.put("/users/me/profile", { username: user.username });

  expect("name" in answer.json).toBe(false);
});

test("a member may not rename himself: 404", async () => {
  const user = await createUser(app, owner);

  const renamed = await user.client.put("/users/me/profile", { username: uniqueName() });
  const recased = await user.client.put("/users/me/profile", {
    username: user.username.toUpperCase(),
  });

  expect([renamed.status, recased.status]).toEqual([404, 404]);
  expect(renamed.text).toBe(recased.text);
});

test("a member who proposes a taken name gets the same 404", async () => {
  const user = await createUser(app, owner);

  const taken = await user.client.put("/users/me/profile", { username: owner.username });
  const free = await user.client.put("/users/me/profile", { username: uniqueName() });

  expect(taken.status).toBe(404);
  expect(taken.text).toBe(free.text);
});

test.each(["owner", "user-admin"])("an %s renames users", async (role) => {
  const user = await createUser(app, owner);
  const actor = role === "owner" ? owner : await createUser(app, owner, { roles: [role] });
  const username = uniqueName("renamed");

  const answer = await actor.client.put(profile(user), { username, name: "New Name" });
  const byName = await owner.client.get(`/users/${username}`);
  const byOldName = await owner.client.get(`/users/${user.username}`);

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ id: user.id, username, name: "New Name", email: user.email });
  expect([byName.status, byOldName.status]).toEqual([200, 404]);
});

test("the name changes only in its letter case without a conflict", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(profile(user), { username: user.username.toUpperCase() });

  expect(answer.status).toBe(200);
  expect(answer.json.username).toBe(user.username.toUpperCase());
});

test("another user's name is a 409 on the field, whatever the case", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);

  const answer = await owner.client.put(profile(user), { username: other.username.toUpperCase() });

  expect(answer.status).toBe(409);
  expect(fieldsOf(answer)).toEqual(["username"]);
});

test("a deleted user's name can be taken", async () => {
  const user = await createUser(app, owner);
  const gone = await createUser(app, owner);
  await owner.client.delete(`/users/${gone.id}`);

  const answer = await owner.client.put(profile(user), { username: gone.username });

  expect(answer.status).toBe(200);
});

test("of several renames onto one name at once one succeeds and the others are 409", async () => {
  const users = await Promise.all(Array.from({ length: 4 }, () => createUser(app, owner)));
  const username = uniqueName("wanted");

  const answers = await Promise.all(
    users.map((user) => owner.client.put(profile(user), { username })),
  );

  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  for (const answer of answers.filter((one) => one.status === 409)) {
    expect(fieldsOf(answer)).toEqual(["username"]);
  }
});

test.each([
  ["username", {}],
  ["username", { username: "a b" }],
  ["username", { username: "new" }],
  ["name", { username: "keep", name: " x" }],
  ["name", { username: "keep", name: "x".repeat(129) }],
  ["avatar_url", { username: "keep", avatar_url: "javascript:alert(1)" }],
  ["avatar_url", { username: "keep", avatar_url: `https://example.com/${"x".repeat(2048)}` }],
])("a bad %s in %j is refused with 400", async (field, body) => {
  const user = await createUser(app, owner);

  const answer = await user.client.put("/users/me/profile", body);

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual([field]);
});

test.each(["me", "bulk", "export", "import", "first", "0123456789abcdef0123456789abcdef"])(
  "nobody is renamed to %s, which a path would not find",
  async (username) => {
    const user = await createUser(app, owner);

    const answer = await owner.client.put(profile(user), { username });

    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual(["username"]);
  },
);

test("a user whose old name is reserved today can still change his full name", async () => {
  const user = await createUser(app, owner);
  await app.deps.db
    .updateTable("users")
    .set({ username: "export" })
    .where("id", "=", user.id)
    .execute();

  const answer = await user.client.put("/users/me/profile", { username: "export", name: "Ada" });

  expect(answer.status).toBe(200);
});

test("the picture is set for password accounts and ignored for federated ones", async () => {
  const password = await createUser(app, owner);
  const github = await createUser(app, owner, { loginType: "github" });
  const avatar_url = "https://example.com/a.png";

  const set = await owner.client.put(profile(password), {
    username: password.username,
    avatar_url,
  });
  const kept = await owner.client.put(profile(password), { username: password.username });
  const cleared = await owner.client.put(profile(password), {
    username: password.username,
    avatar_url: "",
  });
  const ignored = await owner.client.put(profile(github), {
    username: github.username,
    avatar_url,
  });

  expect(set.json.avatar_url).toBe(avatar_url);
  expect(kept.json.avatar_url).toBe(avatar_url);
  expect("avatar_url" in cleared.json).toBe(false);
  expect(ignored.status).toBe(200);
  expect("avatar_url" in ignored.json).toBe(false);
});

test("an e-mail in the body changes nothing", async () => {
  const user = await createUser(app, owner);

  const answer = await owner.client.put(profile(user), {
    username: user.username,
    email: "other@example.com",
  });

  expect(answer.json.email).toBe(user.email);
});

test("whoever may read but not change a user gets the 404 of a missing user, before his body is judged", async () => {
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const user = await createUser(app, owner);

  const readable = await auditor.client.put(profile(user), "{ not json");
  const missing = await auditor.client.put(
    "/users/11111111-1111-4111-8111-111111111111/profile",
    {},
  );

  expect(readable.status).toBe(404);
  expect(readable.text).toBe(missing.text);
});

test("another member is not found", async () => {
  const user = await createUser(app, owner);
  const other = await createUser(app, owner);

  const answer = await other.client.put(profile(user), { username: user.username });

  expect(answer.status).toBe(404);
});

test("a deleted user cannot be changed: 404", async () => {
  const user = await createUser(app, owner);
  await owner.client.delete(`/users/${user.id}`);

  const answer = await owner.client.put(profile(user), { username: user.username });

  expect(answer.status).toBe(404);
});

test("a suspended user's own change is refused with 401", async () => {
  const user = await createUser(app, owner);
  await owner.client.put(`/users/${user.id}/status/suspend`);

  const answer = await user.client.put("/users/me/profile", { username: user.username });

  expect(answer.status).toBe(401);
});

test("two changes of one profile at once both succeed and one of them stays whole", async () => {
  const user = await createUser(app, owner);
  const first = { username: user.username, name: "First" };
  const second = { username: user.username, name: "Second" };

  const answers = await Promise.all([
    owner.client.put(profile(user), first),
    user.client.put("/users/me/profile", second),
  ]);
  const me = await user.client.get("/users/me");

  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  expect(["First", "Second"]).toContain(me.json.name);
});
