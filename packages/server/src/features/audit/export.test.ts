import { randomUUID } from "node:crypto";
import {
  createMember,
  createOrganization,
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

async function entries(count: number, wishes: Record<string, unknown> = {}): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({
    id: randomUUID(),
    time: new Date("2020-05-05T10:00:00Z"),
    user_id: owner.id,
    resource_type: "license",
    resource_id: randomUUID(),
    resource_target: "target",
    action: "create",
    status_code: 201,
    request_id: randomUUID(),
    ...wishes,
  }));
  await app.deps.db.insertInto("audit_logs").values(rows).execute();
  return rows.map((row) => row.id);
}

const path = (q: string, format = "json") =>
  `/audit/export?format=${format}&q=${encodeURIComponent(q)}`;

test("an export holds every entry that the search finds, newest first, however many there are", async () => {
  const requestId = randomUUID();
  const ids = await entries(2500, { request_id: requestId });

  const answer = await owner.client.get(path(`request_id:${requestId}`));

  expect(answer.status).toBe(200);
  expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="audit-.*\.json"$/);
  expect(answer.json.map((row: { id: string }) => row.id)).toEqual(ids.toSorted().reverse());
  expect(answer.json[0]).toMatchObject({
    username: owner.username,
    status_code: "201",
    diff: "{}",
  });
});

test("a cell that a spreadsheet would run begins with an apostrophe", async () => {
  const requestId = randomUUID();
  await entries(1, { request_id: requestId, resource_target: "=cmd|'/c calc'!A1" });

  const answer = await owner.client.get(path(`request_id:${requestId}`, "csv"));

  expect(answer.headers["content-type"]).toContain("text/csv");
  expect(answer.text.split("\n")[0]).toMatch(/^id,time,request_id,user_id,username/);
  expect(answer.text).toContain("'=cmd");
});

test("an organization auditor exports the entries of his organization only", async () => {
  const team = await createOrganization(owner);
  const auditor = await createMember(app, owner, team, { orgRoles: ["organization-auditor"] });
  const [own] = await entries(1, { organization_id: team.id, resource_target: "exported" });
  await entries(1, { resource_target: "exported" });

  const answer = await auditor.client.get(path("resource_target:exported"));

  expect(answer.json.map((row: { id: string }) => row.id)).toEqual([own]);
});

test("who may not read the log does not export it, and a bad search or format is a 400", async () => {
  const member = await createUser(app, owner);

  const answers = [
    await member.client.get(path("")),
    await owner.client.get(path("colour:red")),
    await owner.client.get(path("", "xml")),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([403, 400, 400]);
});

test("an export leaves an entry about who took the log away", async () => {
  const answer = await owner.client.get(path("action:delete"));

  const rows = await app.deps.db
    .selectFrom("audit_logs")
    .selectAll()
    .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
    .execute();
  expect(rows).toMatchObject([
    {
      user_id: owner.id,
      additional_fields: { export: { table: "audit", format: "json", q: "action:delete" } },
    },
  ]);
});
