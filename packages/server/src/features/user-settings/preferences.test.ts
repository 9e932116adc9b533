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

const defaults = {
  task_notification_alert_dismissed: false,
  thinking_display_mode: "auto",
  code_diff_display_mode: "auto",
  shell_tool_display_mode: "auto",
  agent_chat_send_shortcut: "enter",
};

function put(user: TestUser, body: unknown) {
  return user.client.put("/users/me/preferences", body);
}

test("what was never set has its default", async () => {
  const user = await createUser(app, owner);

  const answer = await user.client.get("/users/me/preferences");

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual(defaults);
});

test("a body of the first edition changes only the flag it knows", async () => {
  const user = await createUser(app, owner);

  const answer = await put(user, { task_notification_alert_dismissed: true });

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({ ...defaults, task_notification_alert_dismissed: true });
});

test.each([
  ["thinking_display_mode", ["auto", "preview", "always_expanded", "always_collapsed"]],
  ["code_diff_display_mode", ["auto", "always_expanded", "always_collapsed"]],
  ["shell_tool_display_mode", ["auto", "always_expanded", "always_collapsed"]],
  ["agent_chat_send_shortcut", ["enter", "modifier_enter"]],
])("%s takes each of its values", async (field, values) => {
  const user = await createUser(app, owner);

  for (const value of values) {
    const answer = await put(user, { [field]: value });
    expect(answer.json).toEqual({ ...defaults, [field]: value });
  }
});

test.each([
  ["absent", {}],
  [
    "null",
    {
      task_notification_alert_dismissed: null,
      thinking_display_mode: null,
      code_diff_display_mode: null,
    },
  ],
  ["empty", { thinking_display_mode: "", code_diff_display_mode: "", shell_tool_display_mode: "" }],
])("%s fields keep what is stored", async (_what, body) => {
  const user = await createUser(app, owner);
  const stored = {
    task_notification_alert_dismissed: true,
    thinking_display_mode: "preview",
    code_diff_display_mode: "always_collapsed",
    shell_tool_display_mode: "always_expanded",
    agent_chat_send_shortcut: "modifier_enter",
  };
  await put(user, stored);

  const answer = await put(user, body);

  expect(answer.json).toEqual(stored);
});

test("an explicit false is stored", async () => {
  const user = await createUser(app, owner);
  await put(user, { task_notification_alert_dismissed: true });

  const answer = await put(user, { task_notification_alert_dismissed: false });

  expect(answer.json.task_notification_alert_dismissed).toBe(false);
});

test.each([
  ["thinking_display_mode", "sometimes"],
  ["code_diff_display_mode", "preview"],
  ["shell_tool_display_mode", "preview"],
  ["agent_chat_send_shortcut", "space"],
])("%s refuses %s with exactly one entry, and nothing is written", async (field, value) => {
  const user = await createUser(app, owner);

  const answer = await put(user, { task_notification_alert_dismissed: true, [field]: value });
  const read = await user.client.get("/users/me/preferences");

  expect(answer.status).toBe(400);
  expect(answer.json.validations).toHaveLength(1);
  expect(answer.json.validations[0].field).toBe(field);
  expect(read.json).toEqual(defaults);
});

test("stored garbage reads as the default", async () => {
  const user = await createUser(app, owner);
  await app.deps.db
    .insertInto("user_configs")
    .values([
      { user_id: user.id, key: "preference_thinking_display_mode", value: "garbage" },
      { user_id: user.id, key: "preference_code_diff_display_mode", value: "preview" },
      {
        user_id: user.id,
        key: "preference_task_notification_alert_dismissed",
        value: "perhaps",
      },
    ])
    .execute();

  const answer = await user.client.get("/users/me/preferences");

  expect(answer.json).toEqual(defaults);
});

test("changes of different fields at once are all kept", async () => {
  const user = await createUser(app, owner);

  await Promise.all([
    put(user, { thinking_display_mode: "preview" }),
    put(user, { code_diff_display_mode: "always_expanded" }),
    put(user, { task_notification_alert_dismissed: true }),
  ]);
  const read = await user.client.get("/users/me/preferences");

  expect(read.json).toEqual({
    ...defaults,
    thinking_display_mode: "preview",
    code_diff_display_mode: "always_expanded",
    task_notification_alert_dismissed: true,
  });
});

test("administrators read and change the preferences of others, readers and members do not", async () => {
  const user = await createUser(app, owner);
  const admin = await createUser(app, owner, { roles: ["user-admin"] });
  const auditor = await createUser(app, owner, { roles: ["auditor"] });
  const path = `/users/${user.id}/preferences`;

  const allowed = [await admin.client.put(path, {}), await owner.client.get(path)];
  const refused = [
    await auditor.client.get(path),
    await auditor.client.put(path, "{ no json"),
    await (await createUser(app, owner)).client.get(path),
  ];

  expect(allowed.map((answer) => answer.status)).toEqual([200, 200]);
  expect(refused.map((answer) => answer.status)).toEqual([404, 404, 404]);
});
