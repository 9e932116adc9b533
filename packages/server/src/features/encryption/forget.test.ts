import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
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
import { afterAll, beforeAll, expect, test } from "vitest";

const launcher = fileURLToPath(new URL("../../../bin/gatehouse.cjs", import.meta.url));
const keys = (byte: number) => ({
  EXTERNAL_TOKEN_ENCRYPTION_KEYS: Buffer.alloc(32, byte).toString("base64"),
});
let idp: HostileIdp;
let app: TestApp;
beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp({ settings: oidcSettings(idp, keys(1)) });
  await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await idp.stop();
});

async function run(argv: readonly string[], input = "") {
  const { HOME = "/tmp", PATH = "" } = process.env;
  const child = spawn(
    process.execPath,
    [launcher, "forget-secrets", "--postgres-url", app.databaseUrl, ...argv],
    { env: { HOME, PATH }, stdio: ["pipe", "pipe", "pipe"] },
  );
  child.stdin.end(input);
  const closed = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { code: child.exitCode, stdout, stderr };
}

test("what a lost key encrypts is given up after a yes, and everything else works without it", async () => {
  introduce(idp);
  const { behaviour } = idp;
  const { browser } = await signInWith(app, idp);
  const before = (await browser.get("/users/me/gitsshkey")).json;
  const [digest = ""] = app.deps.keyring.digests;
  const without = () =>
    startTestApp({ databaseUrl: app.databaseUrl, settings: oidcSettings(idp, keys(2)) });
  await expect(without()).rejects.toThrow(digest);

  const unknown = await run(["0000000"]);
  const refused = await run([digest], "no\n");
  await expect(without()).rejects.toThrow(digest);
  const done = await run([digest], "yes\n");

  expect(unknown).toMatchObject({ code: 1, stdout: "" });
  expect(unknown.stderr).toContain("0000000");
  expect(refused.code).toBe(1);
  expect(done.code, done.stderr).toBe(0);
  expect(done.stdout).toContain("forgotten: tokens of 1 sign-in with a provider, 2 SSH keys");
  const other = await without();
  const client = other.as(browser.cookies.get("coder_session_token") ?? "");
  const me = await client.get("/users/me");
  const renewed = await client.get("/users/me/gitsshkey");
  idp.behaviour = behaviour;
  const again = (await signInWith(other, idp)).browser;
  const same = await again.get("/users/me");
  await other.stop();
  expect(me.status).toBe(200);
  expect(renewed.json.public_key).not.toBe(before.public_key);
  expect(same.json.id).toBe(me.json.id);
  const { rows } = await sql<object>`
    select a.user_id, a.additional_fields from audit_logs a
    where a.resource_target = ${`secrets under the encryption key ${digest}`}`.execute(app.deps.db);
  expect(rows).toEqual([
    {
      user_id: "00000000-0000-0000-0000-000000000000",
      additional_fields: { provider_logins: 1, ssh_keys: 2, signing_keys: 0 },
    },
  ]);
});

test("SSH keys that do not name their key are given up by the word unnamed", async () => {
  await sql`update gitsshkeys set private_key = 'gh1.AAAA', private_key_key_id = null`.execute(
    app.deps.db,
  );
  const start = () => startTestApp({ databaseUrl: app.databaseUrl, settings: keys(2) });
  await expect(start()).rejects.toThrow("forget-secrets unnamed");

  const done = await run(["unnamed", "--yes"]);

  expect(done.code, done.stderr).toBe(0);
  await (await start()).stop();
});
