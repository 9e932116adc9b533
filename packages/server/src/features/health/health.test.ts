import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkDatabase } from "./database.ts";

/** Stands for the public address; what it answers is up to each test. */
let front: Server;
let frontUrl: string;
let asked = 0;
let answerWith: RequestListener;
const sound: RequestListener = (_request, response) => response.end("OK");

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  front = createServer((request, response) => {
    asked += 1;
    answerWith(request, response);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  frontUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  app = await startTestApp({ settings: { ACCESS_URL: frontUrl } });
  owner = await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  front.closeAllConnections();
  front.close();
});
beforeEach(() => {
  answerWith = sound;
  asked = 0;
});

const fresh = (query = "") => owner.client.get(`/debug/health?force=true${query}`);

describe("the report", () => {
  test("has every section with its base fields", async () => {
    const { status, json } = await fresh();

    expect(status).toBe(200);
    for (const name of [
      "derp",
      "access_url",
      "websocket",
      "database",
      "workspace_proxy",
      "provisioner_daemons",
    ]) {
      expect([name, json[name]]).toEqual([
        name,
        expect.objectContaining({
          severity: expect.stringMatching(/^(ok|warning|error)$/),
          warnings: expect.any(Array),
          dismissed: false,
          healthy: expect.any(Boolean),
        }),
      ]);
    }
  });

  test("is as bad as its worst section", async () => {
    const { json } = await fresh();

    expect(json.provisioner_daemons.severity).toBe("error");
    expect(json.severity).toBe("error");
    expect(json.healthy).toBe(false);
  });

  test("is for those who may read debug information", async () => {
    const auditor = await createUser(app, owner, { roles: ["auditor"] });

    for (const path of ["/debug/health", "/debug/health/settings", "/debug/metrics"]) {
      expect((await auditor.client.get(path)).status).toBe(403);
      expect((await app.anonymous.get(path)).status).toBe(401);
    }
  });

  test("comes as text for terminals", async () => {
    const answer = await owner.client.get("/debug/health?format=text");

    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    const names = answer.text
      .trim()
      .split("\n")
      .map((line) => line.split(":")[0]);
    expect(names).toEqual(["time", "healthy", "derp", "access_url", "websocket", "database"]);
  });

  test("comes as JSON by default and on demand, and in no other form", async () => {
    expect((await owner.client.get("/debug/health")).json).toHaveProperty("database");
    expect((await owner.client.get("/debug/health?format=json")).json).toHaveProperty("database");
    const wrong = await owner.client.get("/debug/health?format=yaml");
    expect(wrong.status).toBe(400);
    expect(wrong.json.validations[0].field).toBe("format");
  });

  test("is kept, and made anew only for exactly true", async () => {
    const first = (await fresh()).json.time;
    asked = 0;

    for (const force of ["", "1", "TRUE", "false", "yes"]) {
      const answer = await owner.client.get(`/debug/health?force=${force}`);
      expect([force, answer.json.time]).toEqual([force, first]);
    }
    expect(asked).toBe(0);
    await fresh();
    expect(asked).toBeGreaterThan(0);
  });

  test("is made anew when it is too old", async () => {
    const other = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { ACCESS_URL: frontUrl, HEALTH_CHECK_REFRESH: "1ms" },
    });
    const client = other.as(owner.client.token ?? "");
    await client.get("/debug/health");
    asked = 0;

    await client.get("/debug/health");
    await other.stop();

    expect(asked).toBeGreaterThan(0);
  });

  test("is made once for all who ask at the same time", async () => {
    const other = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: { ACCESS_URL: frontUrl },
    });
    let healthChecks = 0;
    answerWith = (request, response) => {
      if (request.url === "/healthz") healthChecks += 1;
      setTimeout(() => response.end("OK"), 100);
    };
    const client = other.as(owner.client.token ?? "");

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.get("/debug/health?force=true")),
    );
    await other.stop();

    expect(new Set(answers.map(({ json }) => json.time)).size).toBe(1);
    expect(healthChecks).toBe(1);
  });
});

describe("the access URL", () => {
  test("is healthy when it answers", async () => {
    const { access_url: section } = (await fresh()).json;

    expect(section).toMatchObject({
      access_url: frontUrl,
      healthy: true,
      reachable: true,
      severity: "ok",
      status_code: 200,
      healthz_response: "OK",
      warnings: [],
    });
  });

  test("that answers with an error is a warning, and yet not healthy", async () => {
    answerWith = (_request, response) => response.writeHead(502).end("bad gateway");

    const { access_url: section } = (await fresh()).json;

    expect(section).toMatchObject({
      healthy: false,
      reachable: true,
      severity: "warning",
      status_code: 502,
    });
    expect(section.warnings[0].code).toBe("EACS04");
  });

  test("that does not answer is an error", async () => {
    answerWith = (request) => request.socket.destroy();

    const { access_url: section } = (await fresh()).json;

    expect(section).toMatchObject({ healthy: false, reachable: false, severity: "error" });
    expect(section.warnings[0].code).toBe("EACS03");
  });

  test("is not followed to another address", async () => {
    answerWith = (_request, response) =>
      response.writeHead(302, { location: "http://127.0.0.1:1/elsewhere" }).end();

    expect((await fresh()).json.access_url.status_code).toBe(302);
  });

  test("a long answer is not kept whole", async () => {
    answerWith = (_request, response) => response.end("x".repeat(100_000));

    expect((await fresh()).json.access_url.healthz_response.length).toBeLessThan(2000);
  });
});

describe("the database", () => {
  const checkWith = (healthCheckThresholdDatabaseMs: number, { deps } = app) =>
    checkDatabase({ db: deps.db, config: { ...app.config, healthCheckThresholdDatabaseMs } });

  test("is sound below the threshold", async () => {
    const section = await checkWith(10_000);

    expect(section).toMatchObject({ healthy: true, severity: "ok", threshold_ms: 10_000 });
    expect(section.latency).toMatch(/^\d+\.\d+ms$/);
    expect(section.latency_ms).toBeLessThan(10_000);
  });

  test("is a warning at the threshold", async () => {
    const section = await checkWith(0);

    expect(section).toMatchObject({ healthy: true, severity: "warning", reachable: true });
    expect(section.warnings[0]?.code).toBe("EDB02");
  });

  test("is an error when it does not answer", async () => {
    const gone = await startTestApp({ databaseUrl: app.databaseUrl });
    await gone.stop();

    const section = await checkWith(10_000, gone);

    expect(section).toMatchObject({ healthy: false, severity: "error", reachable: false });
    expect(section.warnings[0]?.code).toBe("EDB01");
  });
});

describe("the websocket", () => {
  test("is an error where the public address does not let it through", async () => {
    const { websocket: section } = (await fresh()).json;

    expect(section).toMatchObject({ healthy: false, severity: "error" });
    expect(section.warnings[0].code).toBe("EWS01");
  });

  test("does not tell the caller's credential to anybody in the report", async () => {
    const { text } = await fresh();

    expect(text).not.toContain((owner.client.token ?? "").split("-")[1]);
  });
});

describe("dismissed checks", () => {
  const put = (dismissed: unknown) =>
    owner.client.put("/debug/health/settings", { dismissed_healthchecks: dismissed });

  test("are stored, answered and shown in a cached report", async () => {
    await fresh();
    const changed = await put(["ProvisionerDaemons", "DERP"]);

    expect(changed.status).toBe(200);
    expect(changed.json).toEqual({ dismissed_healthchecks: ["ProvisionerDaemons", "DERP"] });
    expect((await owner.client.get("/debug/health/settings")).json).toEqual(changed.json);
    const report = (await owner.client.get("/debug/health")).json;
    expect(report.provisioner_daemons).toMatchObject({ dismissed: true, severity: "error" });
    expect(report.derp.dismissed).toBe(true);
    expect(report.database.dismissed).toBe(false);
    expect(report.healthy).toBe(false);
    await put([]);
    const restored = (await owner.client.get("/debug/health")).json;
    expect(restored.provisioner_daemons.dismissed).toBe(false);
  });

  test("that are the stored ones already are a 204; another order is a change", async () => {
    await put(["DERP", "Database"]);

    const same = await put(["DERP", "Database"]);
    const turned = await put(["Database", "DERP"]);

    expect([same.status, same.text]).toEqual([204, ""]);
    expect(turned.status).toBe(200);
  });

  for (const wrong of [["Nothing"], ["derp"], [""], [1], "DERP", { DERP: true }]) {
    test(`that nobody knows are a 400: ${JSON.stringify(wrong)}`, async () => {
      expect((await put(wrong)).status).toBe(400);
    });
  }

  test("are audited with what was before", async () => {
    await put(["AccessURL"]);
    await sql`delete from audit_logs`.execute(app.deps.db);

    await put(["AccessURL"]);
    await put(["Websocket"]);

    const { rows } = await sql<{ action: string; diff: Record<string, unknown> }>`
      select a.action, a.diff from audit_logs a where a.resource_type = 'health_settings'
    `.execute(app.deps.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.action).toBe("write");
    expect(rows[0]?.diff["dismissed_healthchecks"]).toMatchObject({
      old: ["AccessURL"],
      new: ["Websocket"],
    });
  });

  test("that were stored by hand and make no sense dismiss nothing", async () => {
    for (const stored of ["{", "[]", '{"dismissed_healthchecks":7}', "null", '{"x":["DERP"]}']) {
      await sql`insert into site_configs (key, value) values ('health_settings', ${stored})
        on conflict (key) do update set value = excluded.value`.execute(app.deps.db);

      const answer = await owner.client.get("/debug/health/settings");

      expect(answer.json).toEqual({ dismissed_healthchecks: [] });
    }
  });
});
