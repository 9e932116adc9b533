import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";

const clock = frozenClock(new Date("2026-03-01T12:00:00.000Z"));
const canary = "canary-that-must-never-be-shown";
const secrets = {
  EMAIL_AUTH_PASSWORD: canary,
  SCIM_AUTH_HEADER: canary,
  POSTGRES_URL: `postgres://user:${canary}@127.0.0.1/none`,
  NOTIFICATIONS_WEBHOOK_ENDPOINT: `https://user:${canary}@hooks.example/in?token=${canary}`,
  UPDATE_CHECK_URL: `https://user:${canary}@feed.example/latest`,
};

let app: TestApp;
let owner: TestUser;
let auditor: TestUser;
let member: TestUser;
beforeAll(async () => {
  app = await startTestApp({
    clock,
    settings: {
      ...secrets,
      CLI_UPGRADE_MESSAGE: "Ask the operators.",
      EXPERIMENTS: "oauth2,unheard-of",
      SSH_CONFIG_OPTIONS: "ServerAliveInterval=30",
      WILDCARD_ACCESS_URL: "*.apps.gatehouse.test",
    },
  });
  owner = await createOwner(app);
  auditor = await createUser(app, owner, { roles: ["auditor"] });
  member = await createUser(app, owner);
});
afterAll(() => app.stop());

test("buildinfo tells versions and addresses to everybody", async () => {
  const answer = await app.anonymous.get("/buildinfo");

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    dashboard_url: "http://gatehouse.test",
    telemetry: false,
    workspace_proxy: false,
    upgrade_message: "Ask the operators.",
  });
  expect(answer.json.version).toBe(answer.headers["x-coder-build-version"]);
  expect(answer.json.gatehouse_version).toBe(answer.headers["x-gatehouse-version"]);
  expect(answer.json.deployment_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.json).not.toHaveProperty("webpush_public_key");
});

test("the deployment keeps its id over starts and replicas", async () => {
  const other = await startTestApp({ databaseUrl: app.databaseUrl });
  const there = await other.anonymous.get("/buildinfo");
  await other.stop();

  const here = await app.anonymous.get("/buildinfo");
  expect(there.json.deployment_id).toBe(here.json.deployment_id);
});

test("enabled experiments are shown, also those that nobody knows", async () => {
  expect((await member.client.get("/experiments")).json).toEqual(["oauth2", "unheard-of"]);
  expect((await member.client.get("/experiments/available")).json).toEqual({ safe: [] });
});

test("the SSH settings are those of the operator", async () => {
  const answer = await member.client.get("/deployment/ssh");

  expect(answer.json).toEqual({
    hostname_prefix: "coder.",
    hostname_suffix: "coder",
    ssh_config_options: { ServerAliveInterval: "30" },
  });
});

test("there is one region, the deployment itself", async () => {
  const answer = await member.client.get("/regions");

  expect(answer.json.regions).toHaveLength(1);
  expect(answer.json.regions[0]).toMatchObject({
    name: "primary",
    healthy: true,
    path_app_url: "http://gatehouse.test",
    wildcard_hostname: "*.apps.gatehouse.test",
  });
  expect((await member.client.get("/applications/host")).json).toEqual({
    host: "*.apps.gatehouse.test",
  });
});

describe("the configuration", () => {
  test("is for those who may read it: owners and auditors", async () => {
    const statuses = await Promise.all(
      [owner, auditor, member].map(({ client }) => client.get("/deployment/config")),
    );

    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 403]);
  });

  test("holds no secret, in no place and in no form", async () => {
    const answer = await owner.client.get("/deployment/config");

    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(canary);
    expect(answer.text).not.toContain(Buffer.from(canary).toString("base64"));
  });

  test("marks secrets and shows null for them, set or not", async () => {
    const { options } = (await owner.client.get("/deployment/config")).json;

    const marked = options.filter(
      ({ annotations }: { annotations: Record<string, string> }) =>
        annotations["secret"] === "true",
    );
    const names = marked.map(({ flag }: { flag: string }) => flag);
    expect(names).toEqual(
      expect.arrayContaining([
        "postgres-url",
        "email-auth-password",
        "scim-auth-header",
        "external-token-encryption-keys",
      ]),
    );
    for (const option of marked) expect([option.flag, option.value]).toEqual([option.flag, null]);
  });

  test("has the names and groups that the web console picks", async () => {
    const { options } = (await owner.client.get("/deployment/config")).json;

    const names: string[] = options.map(({ name }: { name: string }) => name);
    for (const name of ["Access URL", "Wildcard Access URL", "Experiments", "Secure Auth Cookie"]) {
      expect(names).toContain(name);
    }
  });

  test("says where a value comes from", async () => {
    const { options } = (await owner.client.get("/deployment/config")).json;
    const source = (flag: string) =>
      options.find((option: { flag: string }) => option.flag === flag)?.value_source;

    expect(source("experiments")).toBe("env");
    expect(source("session-duration")).toBe("default");
  });
});

describe("statistics", () => {
  test("are a 400 before the first collection, then what was collected", async () => {
    const other = await startTestApp({ clock, databaseUrl: app.databaseUrl });
    const client = other.as(owner.client.token ?? "");
    const before = await client.get("/deployment/stats");
    other.deps.stats.collect();
    const after = await client.get("/deployment/stats");
    await other.stop();

    expect(before.status).toBe(400);
    expect(after.status).toBe(200);
    expect(after.json).toMatchObject({
      aggregated_from: "2026-03-01T11:45:00Z",
      collected_at: "2026-03-01T12:00:00Z",
      next_update_at: "2026-03-01T12:01:00Z",
    });
    expect(after.json.workspaces.connection_latency_ms).toHaveProperty("P50");
  });

  test("are for those who may read them", async () => {
    app.deps.stats.collect();

    const answers = await Promise.all(
      [owner, auditor, member].map(({ client }) => client.get("/deployment/stats")),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403]);
  });
});

describe("entitlements", () => {
  test("name every feature before the first computation", async () => {
    const other = await startTestApp({ databaseUrl: app.databaseUrl });
    const answer = await other.anonymous.get("/entitlements");
    await other.stop();

    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json.features).length).toBeGreaterThan(15);
    expect(answer.json.refreshed_at).toBe("0001-01-01T00:00:00Z");
  });

  test("show counts to sessions and none to strangers", async () => {
    await app.deps.entitlements.refresh();

    const asMember = await member.client.get("/entitlements");
    const asStranger = await app.anonymous.get("/entitlements");

    expect(asMember.json.features.user_limit.actual).toBe(3);
    expect(asStranger.text).not.toMatch(/"(actual|limit)":/);
    expect(asStranger.json).toMatchObject({ warnings: [], errors: [], has_license: true });
    expect(Object.keys(asStranger.json.features)).toEqual(Object.keys(asMember.json.features));
  });

  test("a credential that does not count is a stranger", async () => {
    const answer = await app.as("AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB").get("/entitlements");

    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('"actual"');
  });

  test("what has to be configured is on when it is", async () => {
    const other = await startTestApp({ databaseUrl: app.databaseUrl });
    const without = await other.anonymous.get("/entitlements");
    await other.stop();
    const configured = await app.anonymous.get("/entitlements");

    expect(without.json.features.scim.enabled).toBe(false);
    expect(configured.json.features.scim.enabled).toBe(true);
    expect(configured.json.features.scim.entitlement).toBe("entitled");
  });
});

describe("appearance", () => {
  async function store(key: string, value: string): Promise<void> {
    await sql`insert into site_configs (key, value) values (${key}, ${value})
      on conflict (key) do update set value = excluded.value`.execute(app.deps.db);
  }

  test("has no banners and no name of its own by default, and links to the documentation", async () => {
    const other = await startTestApp({ clock, databaseUrl: app.databaseUrl });
    const answer = await other.as(member.client.token ?? "").get("/appearance");
    await other.stop();

    expect(answer.json).toMatchObject({
      application_name: "",
      logo_url: "",
      docs_url: "http://gatehouse.test/docs",
      announcement_banners: [],
      service_banner: { enabled: false },
      support_links: [{ icon: "docs", target: "http://gatehouse.test/docs" }],
    });
  });

  test("mirrors the first of the stored banners", async () => {
    const banners = [
      { enabled: true, message: "Maintenance", background_color: "#aabbcc" },
      { enabled: false },
    ];
    await store("announcement_banners", JSON.stringify(banners));
    await store("application_name", "Gatehouse of the team");

    const answer = await member.client.get("/appearance");

    expect(answer.json.announcement_banners).toEqual(banners);
    expect(answer.json.service_banner).toEqual(banners[0]);
    expect(answer.json.application_name).toBe("Gatehouse of the team");
  });

  for (const broken of ["", "{", "null", "[1,null]", '{"enabled":true}', '[{"message":7}]']) {
    test(`stored banners that cannot be read break no page: ${broken}`, async () => {
      await store("announcement_banners", broken);

      const answer = await member.client.get("/appearance");

      expect(answer.status).toBe(200);
      expect(Array.isArray(answer.json.announcement_banners)).toBe(true);
    });
  }
});

describe("reports about the content security policy", () => {
  const report = { "csp-report": { "blocked-uri": "inline", extra: { deep: [1, 2] } } };

  for (const type of ["application/csp-report", "application/json", undefined]) {
    test(`are taken from browsers with the type ${type}`, async () => {
      const headers = type === undefined ? {} : { "content-type": type };
      const answer = await app.anonymous.post("/csp/reports", report, { headers });

      expect(answer.status).toBe(200);
      expect(answer.text.trim()).toBe('"ok"');
    });
  }

  test("are refused when they are no JSON or larger than 64 KiB", async () => {
    const large = { "csp-report": { x: "x".repeat(65_536) } };

    expect((await app.anonymous.post("/csp/reports", "{")).status).toBe(400);
    expect((await app.anonymous.post("/csp/reports", large)).status).toBe(413);
  });

  test("are logged as data, cannot forge lines, and are never stored", async () => {
    const lines: string[] = [];
    const log = createLog({ level: "debug", destination: { write: (line) => lines.push(line) } });
    const other = await startTestApp({ log, databaseUrl: app.databaseUrl });
    const forged = 'x"}\n{"level":"error","msg":"forged"}';
    await other.anonymous.post("/csp/reports", { "csp-report": { uri: forged, note: "csp-note" } });
    await other.stop();

    const told = lines.filter((line) => line.includes("csp-note"));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? "").csp_report.uri).toBe(forged);
    const { rows } = await sql<{ stored: boolean }>`
      select exists (select 1 from audit_logs a where a::text like '%csp-note%')
          or exists (select 1 from site_configs c where c.value like '%csp-note%') as stored
    `.execute(app.deps.db);
    expect(rows[0]?.stored).toBe(false);
  });
});
