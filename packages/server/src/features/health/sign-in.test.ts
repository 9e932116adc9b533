import {
  createOwner,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
  type TestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

let idp: HostileIdp;
let app: TestApp;
let token: string;
const others: TestApp[] = [];

beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp();
  token = (await createOwner(app)).client.token ?? "";
});
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
});
afterAll(async () => {
  await app.stop();
  await idp.stop();
});

async function appWith(settings: Record<string, string>): Promise<TestApp> {
  const made = await startTestApp({ databaseUrl: app.databaseUrl, settings });
  others.push(made);
  return made;
}

async function sections(of: TestApp) {
  const answer = await of.as(token).get("/debug/health?force=true");
  expect(answer.status).toBe(200);
  return answer.json;
}

test("without OpenID Connect there is no section about it", async () => {
  expect(await sections(app)).not.toHaveProperty("identity_provider");
});

test("a provider that cannot be discovered is an error that says why", async () => {
  introduce(idp, {}, { discovery: { status: 500, body: "" } });
  const down = await appWith(oidcSettings(idp));

  const { identity_provider: section } = await sections(down);

  expect(section).toMatchObject({
    severity: "error",
    healthy: false,
    issuer: idp.issuer,
    discovered: false,
    warnings: [{ code: "EIDP01" }],
  });
});

test("a sound provider is ok; users of another issuer are a warning with their number", async () => {
  introduce(idp);
  const up = await appWith(oidcSettings(idp));
  await signInWith(up, idp);
  const sound = (await sections(up)).identity_provider;
  await sql`update user_links l set linked_id = 'https://old.example||x'`.execute(app.deps.db);

  const foreign = (await sections(up)).identity_provider;

  expect(sound).toMatchObject({ severity: "ok", discovered: true, warnings: [] });
  expect(foreign).toMatchObject({ severity: "warning", healthy: true });
  expect(foreign.warnings[0].code).toBe("EIDP03");
  expect(foreign.warnings[0].message).toContain("sign in: 1.");
});

test("no encryption key is a warning; with one there is none", async () => {
  const key = Buffer.alloc(32, 9).toString("base64");
  const encrypted = await appWith({ EXTERNAL_TOKEN_ENCRYPTION_KEYS: key });

  expect((await sections(app)).encryption).toMatchObject({
    severity: "warning",
    keys: 0,
    warnings: [{ code: "EENC01" }],
  });
  expect((await sections(encrypted)).encryption).toMatchObject({ severity: "ok", keys: 1 });
});
