import {
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { purgeMessages } from "./jobs.ts";

const templates = {
  created: "4e19c0ac-94e1-4532-9515-d1801aa283b2",
  deleted: "f44d9314-ad03-4bc8-95d0-5cad491da6b6",
  suspended: "b02ddd82-4733-4d02-a2d7-c36f3598997d",
  activated: "9f5af851-8408-4e73-a7a1-c6502ba46689",
  yourSuspended: "6a2f0609-9b69-4d36-a989-9f5925b6cbff",
  yourActivated: "1a6a6bea-ee0a-43e2-9e7c-eabdb53730e4",
} as const;

let app: TestApp;
let owner: TestUser;
let admin: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  admin = await createUser(app, owner, { roles: ["user-admin"] });
  await createUser(app, owner, { roles: ["owner"], status: "suspended" });
  await createUser(app, owner, { roles: ["auditor", "template-admin"] });
});
afterAll(() => app.stop());

interface Message {
  template: string;
  user_id: string;
  method: string;
  targets: string[];
  payload: { labels: Record<string, string>; data: unknown; user_name: string };
}

/** The messages about one user. */
async function messagesAbout(userId: string, template: keyof typeof templates): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select m.notification_template_id as template, m.user_id, m.method, m.targets, m.payload
    from notification_messages m
    where m.targets = array[${userId}::uuid]
      and m.notification_template_id = ${templates[template]}::uuid
    order by m.user_id, m.method`.execute(app.deps.db);
  return rows;
}

function recipientsOf(messages: readonly Message[]): string[] {
  return [...new Set(messages.map((message) => message.user_id))].sort();
}

const administrators = () => [owner.id, admin.id].sort();

test("a creation is told to active owners and user-admins, and to nobody else", async () => {
  const user = await createUser(app, owner, { name: "Grace Hopper" });

  const messages = await messagesAbout(user.id, "created");

  expect(recipientsOf(messages)).toEqual(administrators());
  expect(messages[0]?.payload.labels).toEqual({
    created_account_name: user.username,
    created_account_user_name: "Grace Hopper",
    initiator: owner.username,
  });
  expect(messages[0]?.payload.data).toEqual({
    user: { id: user.id, name: "Grace Hopper", email: user.email },
  });
});

test("the initiator is the full name of who acts", async () => {
  const named = await createUser(app, owner, { roles: ["owner"], name: "Ada Lovelace" });

  const user = await createUser(app, named);

  const [message] = await messagesAbout(user.id, "created");
  expect(message?.payload.labels["initiator"]).toBe("Ada Lovelace");
  expect(message?.payload.labels["created_account_user_name"]).toBe(user.username);
  await owner.client.delete(`/users/${named.id}`);
});

test("a new administrator is not told about himself", async () => {
  const user = await createUser(app, owner, { roles: ["user-admin"] });

  const messages = await messagesAbout(user.id, "created");

  expect(recipientsOf(messages)).toEqual(administrators());
  await owner.client.delete(`/users/${user.id}`);
});

test("a suspension is told to administrators and to the user", async () => {
  const user = await createUser(app, owner);

  await owner.client.put(`/users/${user.id}/status/suspend`);

  const toAdministrators = await messagesAbout(user.id, "suspended");
  const toUser = await messagesAbout(user.id, "yourSuspended");
  const labels = {
    suspended_account_name: user.username,
    suspended_account_user_name: user.username,
    initiator: owner.username,
  };
  expect(recipientsOf(toAdministrators)).toEqual(administrators());
  expect(recipientsOf(toUser)).toEqual([user.id]);
  expect(toAdministrators[0]?.payload.labels).toEqual(labels);
  expect(toUser[0]?.payload.labels).toEqual(labels);
});

test("an activation is told to administrators and to the user", async () => {
  const user = await createUser(app, owner, { status: "suspended" });

  await owner.client.put(`/users/${user.id}/status/activate`);

  const toAdministrators = await messagesAbout(user.id, "activated");
  const toUser = await messagesAbout(user.id, "yourActivated");
  expect(recipientsOf(toAdministrators)).toEqual(administrators());
  expect(recipientsOf(toUser)).toEqual([user.id]);
  expect(toUser[0]?.payload.labels).toEqual({
    activated_account_name: user.username,
    activated_account_user_name: user.username,
    initiator: owner.username,
  });
});

test("a deletion is told to administrators, without data and not to the user", async () => {
  const user = await createUser(app, owner);

  await owner.client.delete(`/users/${user.id}`);

  const messages = await messagesAbout(user.id, "deleted");
  expect(recipientsOf(messages)).toEqual(administrators());
  expect(messages[0]?.payload.data).toBeNull();
  expect(messages[0]?.payload.labels).toEqual({
    deleted_account_name: user.username,
    deleted_account_user_name: user.username,
    initiator: owner.username,
  });
});

test("a dormant administrator is not told", async () => {
  const dormant = await createUser(app, owner, { roles: ["user-admin"] });
  await app.deps.db
    .updateTable("users")
    .set({ status: "dormant" })
    .where("id", "=", dormant.id)
    .execute();

  const user = await createUser(app, owner);

  expect(recipientsOf(await messagesAbout(user.id, "created"))).toEqual(administrators());
  await owner.client.delete(`/users/${dormant.id}`);
});

test("a refused action is told to nobody", async () => {
  const user = await createUser(app, owner);
  const auditor = await createUser(app, owner, { roles: ["auditor"] });

  await auditor.client.put(`/users/${user.id}/status/suspend`);
  await auditor.client.delete(`/users/${user.id}`);

  expect(await messagesAbout(user.id, "suspended")).toEqual([]);
  expect(await messagesAbout(user.id, "deleted")).toEqual([]);
});

test("without a mail server messages go to the inbox alone, with one by mail too", async () => {
  const mailing = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { EMAIL_SMARTHOST: "127.0.0.1:9", EMAIL_FROM: "gatehouse@example.com" },
  });
  try {
    const plain = await createUser(app, owner);
    const client = mailing.as(owner.client.token ?? "");
    const username = uniqueName();
    const mailed = await client.post("/users", newUser(username));

    const methods = async (id: string) => [
      ...new Set((await messagesAbout(id, "created")).map((message) => message.method)),
    ];

    expect(await methods(plain.id)).toEqual(["inbox"]);
    expect((await methods(mailed.json.id)).sort()).toEqual(["inbox", "smtp"]);
  } finally {
    await mailing.stop();
  }
});

test("a service account without an address gets no mail", async () => {
  const mailing = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { EMAIL_SMARTHOST: "127.0.0.1:9", EMAIL_FROM: "gatehouse@example.com" },
  });
  try {
    const robot = await createUser(app, owner, { serviceAccount: true, roles: ["user-admin"] });
    const username = uniqueName();
    const created = await mailing.as(owner.client.token ?? "").post("/users", newUser(username));

    const told = await messagesAbout(created.json.id, "created");

    const methods = told.filter((message) => message.user_id === robot.id);
    expect(methods.map((message) => message.method)).toEqual(["inbox"]);
    await owner.client.delete(`/users/${robot.id}`);
  } finally {
    await mailing.stop();
  }
});

test("a user who switched a template off is not told", async () => {
  await app.deps.db
    .insertInto("notification_preferences")
    .values({ user_id: admin.id, notification_template_id: templates.deleted, disabled: true })
    .execute();
  const user = await createUser(app, owner);

  await owner.client.delete(`/users/${user.id}`);

  expect(recipientsOf(await messagesAbout(user.id, "deleted"))).toEqual([owner.id]);
});

test("a message that cannot be enqueued never fails the request", async () => {
  const broken = await startTestApp();
  try {
    const brokenOwner = await createOwner(broken);
    await sql`alter table notification_messages rename to elsewhere`.execute(broken.deps.db);

    const answer = await brokenOwner.client.post("/users", newUser(uniqueName()));

    expect(answer.status).toBe(201);
  } finally {
    await broken.stop();
  }
});

test("old messages are purged from the queue, whatever became of them", async () => {
  const user = await createUser(app, owner);
  await sql`
    update notification_messages m set created_at = now() - interval '8 days', updated_at = null
    where m.targets = array[${user.id}::uuid]`.execute(app.deps.db);
  const kept = await createUser(app, owner);

  await purgeMessages(app.deps);

  expect(await messagesAbout(user.id, "created")).toEqual([]);
  expect(await messagesAbout(kept.id, "created")).not.toEqual([]);
});

function newUser(username: string) {
  return {
    username,
    email: `${username}@example.com`,
    password: goodPassword,
    organization_ids: ["00000000-0000-0000-0000-000000000000"],
  };
}
