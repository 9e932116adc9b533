import {
  createOwner,
  createTestDatabase,
  createUser,
  eventually,
  sendRaw,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let member: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  member = await createUser(app, owner);
});
afterAll(() => app.stop());

test("the probes answer OK to everybody", async () => {
  for (const path of ["/healthz", "/readyz", "/latency-check"]) {
    const answer = await app.anonymous.get(path);

    expect([path, answer.status, answer.text]).toEqual([path, 200, "OK"]);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
  }
  const relay = await app.anonymous.get("/derp/latency-check");
  expect([relay.status, relay.text]).toEqual([200, ""]);
});

test("a cut database is told by readiness, not by liveness, until it is back", async () => {
  const database = await createTestDatabase();
  const other = await startTestApp({ databaseUrl: database.url });
  const name = sql.id(database.name);
  const admin = app.deps.db;
  const cut = async (allowed: boolean) => {
    await sql`alter database ${name} allow_connections ${sql.lit(allowed)}`.execute(admin);
    if (allowed) return;
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${database.name}`.execute(admin);
  };
  expect((await other.anonymous.get("/readyz")).status).toBe(200);

  await cut(false);
  const down = await eventually(async () => {
    const answer = await other.anonymous.get("/readyz");
    return answer.status === 503 ? answer : null;
  }, "not ready");
  const alive = await other.anonymous.get("/healthz");
  await cut(true);
  await eventually(async () => (await other.anonymous.get("/readyz")).status === 200, "ready");
  const setUp = await other.anonymous.get("/users/first");
  await other.stop();
  await database.drop();

  expect(down.text).toBe("database");
  expect(alive.status).toBe(200);
  expect(setUp.status).toBe(404);
});

test("readiness asks the database at most once a second", async () => {
  await app.anonymous.get("/readyz");
  let acquired = 0;
  const count = () => {
    acquired += 1;
  };
  app.database.pool.on("acquire", count);

  const asked = Array.from({ length: 50 }, () => app.anonymous.get("/readyz"));
  const answers = await Promise.all(asked);

  app.database.pool.off("acquire", count);
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  // One where the second is over meanwhile.
  expect(acquired).toBeLessThanOrEqual(1);
});

test("the metrics are open to the machine itself", async () => {
  const answer = await app.anonymous.get("/metrics");

  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(answer.text).toContain("# TYPE ");
});

for (const header of ["x-forwarded-for", "forwarded", "x-real-ip", "via"]) {
  test(`the metrics are closed to requests that came through a proxy (${header})`, async () => {
    const answer = await app.anonymous.get("/metrics", { headers: { [header]: "192.0.2.7" } });

    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
  });
}

test("a key that may read debug information opens the metrics from anywhere, another does not", async () => {
  const headers = { "x-forwarded-for": "192.0.2.7" };

  expect((await owner.client.get("/metrics", { headers })).status).toBe(200);
  expect((await member.client.get("/metrics", { headers })).status).toBe(403);
});

test("the networks that may read the metrics are configured", async () => {
  const closed = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { METRICS_ALLOW: "192.0.2.0/24" },
  });
  const stranger = await closed.anonymous.get("/metrics");
  const asOwner = await closed.as(owner.client.token ?? "").get("/metrics");
  await closed.stop();

  expect([stranger.status, asOwner.status]).toEqual([401, 200]);
});

test("no label of the metrics comes from a client", async () => {
  await app.anonymous.get("/users/canary-user");
  await app.anonymous.get("/canary-route");
  await member.client.get(`/users/${owner.id}`);
  await app.anonymous.post("/users/login", { email: "canary@example.com", password: "x" });

  const { text } = await app.anonymous.get("/metrics");

  expect(text).toContain('route="/api/v2/users/{user}"');
  expect(text).not.toMatch(/canary/);
  expect(text).not.toContain(owner.id);
});

test("owners read the same metrics through the API", async () => {
  const answer = await owner.client.get("/debug/metrics");

  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
  expect(answer.text).toContain("# TYPE ");
});

test("the API document is JSON that every page may read", async () => {
  const answer = await app.anonymous.get("/openapi.json");

  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(answer.headers["access-control-allow-origin"]).toBe("*");
  expect(answer.json.openapi).toMatch(/^3\./);
  expect(answer.json.paths).toHaveProperty("/api/v2/users/{user}");
});

test("the API reference is a page without scripts", async () => {
  const answer = await app.anonymous.get("/docs");

  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(answer.text).toContain('id="op-getUser"');
  expect(answer.text).not.toMatch(/<script|javascript:|\son\w+=/i);
  expect((await app.anonymous.get("/docs/style.css")).headers["content-type"]).toMatch(/text\/css/);
});

test("a server that stops finishes what it has begun", async () => {
  const other = await startTestApp({ databaseUrl: app.databaseUrl });
  const origin = await other.listen();
  const asked = sendRaw(
    origin,
    "GET /api/v2/buildinfo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  );

  expect((await asked)?.status).toBe(200);
  await other.stop();
  await expect(sendRaw(origin, "GET / HTTP/1.1\r\n\r\n")).rejects.toThrow();
});
