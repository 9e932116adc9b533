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

const unset = {
  theme_preference: "",
  terminal_font: "",
  theme_mode: "",
  theme_light: "",
  theme_dark: "",
};
const dark = { theme_preference: "dark", terminal_font: "fira-code" };

function put(user: TestUser, body: unknown) {
  return user.client.put("/users/me/appearance", body);
}

function fieldsOf(answer: { json: { validations?: { field: string }[] } }): string[] {
  return (answer.json.validations ?? []).map((one) => one.field).sort();
}

test("what was never set is empty", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.get("/users/me/appearance");

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual(unset);
});

test("theme and font are stored and read back", async () => {
  const user = await createUser(app, owner);

  const stored = await put(user, dark);
  const read = await user.client.get("/users/me/appearance");

  expect(stored.status).toBe(200);
  expect(stored.json).toEqual({ ...unset, ...dark });
  expect(read.json).toEqual(stored.json);
});

test.each(["auto", "light", "dark-protan-deuter", "light-tritan", "a-theme-of-tomorrow"])(
  "the theme %s is accepted",
  async (theme) => {
    const user = await createUser(app, owner);

    const answer = await put(user, { ...dark, theme_preference: theme });

    expect(answer.json.theme_preference).toBe(theme);
  },
);

test.each(["geist-mono", "ibm-plex-mono", "fira-code", "source-code-pro", "jetbrains-mono"])(
  "the font %s is accepted",
  async (font) => {
    const user = await createUser(app, owner);

    const answer = await put(user, { ...dark, terminal_font: font });

    expect(answer.json.terminal_font).toBe(font);
  },
);

test.each([
  ["an empty theme", { ...dark, theme_preference: "" }, ["theme_preference"]],
  ["no theme", { terminal_font: "fira-code" }, ["theme_preference"]],
  ["an empty font", { ...dark, terminal_font: "" }, ["terminal_font"]],
  ["an unknown font", { ...dark, terminal_font: "comic-sans" }, ["terminal_font"]],
  ["both wrong", { terminal_font: "x" }, ["terminal_font", "theme_preference"]],
  ["an unknown mode", { ...dark, theme_mode: "both" }, ["theme_mode"]],
  ["an unknown slot", { ...dark, theme_mode: "single", theme_dark: "auto" }, ["theme_dark"]],
  ["sync without slots", { ...dark, theme_mode: "sync" }, ["theme_dark", "theme_light"]],
  ["sync with one slot", { ...dark, theme_mode: "sync", theme_dark: "dark" }, ["theme_light"]],
])("%s is refused with 400 on its fields, and nothing changes", async (_what, body, fields) => {
  const user = await createUser(app, owner);
  await put(user, dark);

  const answer = await put(user, body);
  const read = await user.client.get("/users/me/appearance");

  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual(fields);
  expect(read.json).toEqual({ ...unset, ...dark });
});

test("a body of 2024 without the font keeps the stored font", async () => {
  const user = await createUser(app, owner);
  await put(user, dark);

  const answer = await put(user, { theme_preference: "light" });

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ theme_preference: "light", terminal_font: "fira-code" });
});

test("a font of null equals its absence", async () => {
  const user = await createUser(app, owner);

  const answer = await put(user, { theme_preference: "light", terminal_font: null });

  expect(answer.json).toMatchObject({ theme_preference: "light", terminal_font: "" });
});

test("an empty mode leaves mode and slots alone", async () => {
  const user = await createUser(app, owner);
  const sync = { theme_mode: "sync", theme_light: "light-tritan", theme_dark: "dark-tritan" };
  await put(user, { ...dark, ...sync });

  const answer = await put(user, { ...dark, theme_light: "light", theme_dark: "dark" });

  expect(answer.json).toEqual({ ...dark, ...sync });
});

test("the theme auto with an empty mode clears the mode and keeps the slots", async () => {
  const user = await createUser(app, owner);
  const slots = { theme_light: "light", theme_dark: "dark" };
  await put(user, { ...dark, theme_mode: "sync", ...slots });

  const answer = await put(user, { ...dark, theme_preference: "auto" });

  expect(answer.json).toMatchObject({ theme_mode: "", ...slots });
});

test("in mode single an empty slot keeps the stored one", async () => {
  const user = await createUser(app, owner);
  await put(user, { ...dark, theme_mode: "sync", theme_light: "light", theme_dark: "dark" });

  const answer = await put(user, { ...dark, theme_mode: "single", theme_dark: "dark-tritan" });

  expect(answer.json).toMatchObject({
    theme_mode: "single",
    theme_light: "light",
    theme_dark: "dark-tritan",
  });
});

test("stored values that no release knows read as unset", async () => {
  const user = await createUser(app, owner);
  await app.deps.db
    .insertInto("user_configs")
    .values([
      { user_id: user.id, key: "terminal_font", value: "comic-sans" },
      { user_id: user.id, key: "theme_mode", value: "garbage" },
    ])
    .execute();

  const answer = await user.client.get("/users/me/appearance");

  expect(answer.json).toEqual(unset);
});

test("administrators read and change the settings of others, readers and members do not", async () => {
  const user = await createUser(app, owner);
  const admin = await createUser(app, owner, { roles: ["user-admin"] });
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const path = `/users/${user.id}/appearance`;

  const allowed = [await admin.client.put(path, dark), await owner.client.get(path)];
  const refused = [
    await auditor.client.get(path),
    await auditor.client.put(path, "{ no json"),
    await (await createUser(app, owner)).client.get(path),
  ];

  expect(allowed.map((answer) => answer.status)).toEqual([200, 200]);
  expect(refused.map((answer) => answer.status)).toEqual([404, 404, 404]);
});

test("many writes at once leave whole settings of one of them", async () => {
  const user = await createUser(app, owner);
  const bodies = ["geist-mono", "fira-code", "jetbrains-mono"].map((font) => ({
    theme_preference: `theme-${font}`,
    terminal_font: font,
  }));

  const answers = await Promise.all(bodies.map((body) => put(user, body)));
  const read = await user.client.get("/users/me/appearance");

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(read.json.theme_preference).toBe(`theme-${read.json.terminal_font}`);
});

test("appearance leaves no audit entry", async () => {
  const user = await createUser(app, owner);

  const answer = await put(user, dark);

  const rows = await app.deps.db
    .selectFrom("audit_logs")
    .select("id")
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
  expect(rows).toEqual([]);
});
