import {
  browserJar,
  callbacks,
  createOwner,
  type GithubDouble,
  githubAccount,
  githubSettings,
  startGithubDouble,
  startTestApp,
  type TestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

let github: GithubDouble;
let app: TestApp;
const apps = new Map<string, TestApp>();

/** A server with these settings on the one database; made once. */
async function appWith(settings: Record<string, string>): Promise<TestApp> {
  const name = JSON.stringify(settings);
  const made =
    apps.get(name) ??
    (await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: githubSettings(github, settings),
    }));
  apps.set(name, made);
  return made;
}

beforeAll(async () => {
  github = await startGithubDouble();
  app = await startTestApp({ settings: githubSettings(github) });
  await createOwner(app);
});
beforeEach(() => {
  github.account = githubAccount();
  github.dictated.clear();
  github.tokens = {};
  github.isFormEncoded = false;
  github.deviceState = "pending";
});
afterAll(async () => {
  for (const other of apps.values()) await other.stop();
  await app.stop();
  await github.stop();
});

const inOrgs = { OAUTH2_GITHUB_ALLOW_EVERYONE: "false", OAUTH2_GITHUB_ALLOWED_ORGS: "coder,Kwc" };
describe("device flow", () => {
  const device = { OAUTH2_GITHUB_DEVICE_FLOW: "true" };

  async function started(on: TestApp) {
    const browser = browserJar(on.anonymous);
    const start = await browser.get(`${callbacks.github}?redirect=%2Fafter`);
    const { device_code: code } = (await browser.get("/users/oauth2/github/device")).json;
    const state = browser.cookies.get("oauth_state") ?? "";
    return { browser, start, poll: `${callbacks.github}?${new URLSearchParams({ code, state })}` };
  }

  test("the start leads to our own page, which gets a code to show", async () => {
    const on = await appWith(device);
    const browser = browserJar(on.anonymous);

    const start = await browser.get(callbacks.github);
    const code = await browser.get("/users/oauth2/github/device");

    expect(start.status).toBe(307);
    expect(start.headers["location"]).toBe(
      `/login/device?state=${browser.cookies.get("oauth_state")}`,
    );
    expect(code.json).toMatchObject({ user_code: "WDJB-MJHT", expires_in: 900, interval: 5 });
    expect(code.json.verification_uri).toBe(`${github.baseUrl}/login/device`);
  });

  test("trap 18: while it is pending the detail is exactly authorization_pending, then the session comes as JSON", async () => {
    const { browser, poll } = await started(await appWith(device));

    const pending = await browser.get(poll);
    github.deviceState = "slow_down";
    const slow = await browser.get(poll);
    github.deviceState = "confirmed";
    const done = await browser.get(poll);

    expect([pending.status, pending.json.detail]).toEqual([400, "authorization_pending"]);
    expect([slow.status, slow.json.detail]).toEqual([400, "slow_down"]);
    expect([done.status, done.json]).toEqual([200, { redirect_url: "/after" }]);
    expect((await browser.get("/users/me")).status).toBe(200);
    expect(browser.cookies.has("oauth_state")).toBe(false);
  });

  test.each([
    ["denied", "access_denied"],
    ["expired", "expired_token"],
  ] as const)("when it is %s the detail is exactly %s", async (state, detail) => {
    const { browser, poll } = await started(await appWith(device));
    github.deviceState = state;

    const answer = await browser.get(poll);

    expect([answer.status, answer.json.detail]).toEqual([500, detail]);
  });

  test("refusals are JSON although a browser asks", async () => {
    const strict = await appWith({ ...device, ...inOrgs });
    const { browser, poll } = await started(strict);
    github.deviceState = "confirmed";

    const answer = await browser.get(poll, { headers: { accept: "text/html" } });

    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ message: expect.any(String), detail: expect.any(String) });
    expect(answer.headers["location"]).toBeUndefined();
  });

  test("the device endpoint is a 400 where GitHub or the device flow is off, and a 500 when GitHub fails", async () => {
    const off = await startTestApp({ databaseUrl: app.databaseUrl });
    const notConfigured = await off.anonymous.get("/users/oauth2/github/device");
    await off.stop();
    const on = await appWith(device);
    github.dictated.set("/login/device/code", { status: 503, body: "" });

    expect(notConfigured.status).toBe(400);
    expect((await app.anonymous.get("/users/oauth2/github/device")).status).toBe(400);
    expect((await on.anonymous.get("/users/oauth2/github/device")).status).toBe(500);
  });

  test("guessing device codes is stopped by the login limiter, and GitHub is not asked any more", async () => {
    const limited = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: githubSettings(github, { ...device, DANGEROUS_DISABLE_RATE_LIMITS: "false" }),
    });
    const { browser } = await started(limited);
    const state = browser.cookies.get("oauth_state") ?? "";
    const statuses = new Map<number, number>();
    const before = github.count("/login/oauth/access_token");

    for (let guess = 0; guess < 80; guess += 1) {
      const { status } = await browser.get(`${callbacks.github}?code=guess${guess}&state=${state}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    await limited.stop();

    expect(statuses.get(429)).toBeGreaterThanOrEqual(20);
    expect(github.count("/login/oauth/access_token") - before).toBeLessThanOrEqual(60);
  });

  test("a device code without the cookies of its start opens nothing", async () => {
    const { poll } = await started(await appWith(device));
    github.deviceState = "confirmed";

    expect((await browserJar((await appWith(device)).anonymous).get(poll)).status).toBe(401);
  });
});

describe("the built-in app", () => {
  const builtIn = {
    OAUTH2_GITHUB_DEFAULT_PROVIDER_ENABLE: "true",
    OAUTH2_GITHUB_DEFAULT_PROVIDER_CLIENT_ID: "Iv1.builtin",
  };

  test("is used with the device flow by a deployment that began without users", async () => {
    const fresh = await startTestApp({ settings: builtIn });

    const methods = (await fresh.anonymous.get("/users/authmethods")).json;
    const start = await fresh.anonymous.get(callbacks.github);
    await fresh.stop();

    expect(methods.github).toEqual({ enabled: true, default_provider_configured: true });
    expect(start.headers["location"]).toMatch(/^\/login\/device\?state=/);
  });

  test("is not used by a deployment that had users before, nor beside an app of its own", async () => {
    const old = await startTestApp({ settings: {} });
    await sql`update site_configs set value = 'false' where key = 'oauth2_github_default_eligible'`.execute(
      old.deps.db,
    );
    const later = await startTestApp({ databaseUrl: old.databaseUrl, settings: builtIn });
    const own = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: githubSettings(github, builtIn),
    });

    const [first, second] = [
      (await later.anonymous.get("/users/authmethods")).json.github,
      (await own.anonymous.get("/users/authmethods")).json.github,
    ];
    for (const one of [later, old, own]) await one.stop();

    expect(first).toEqual({ enabled: false, default_provider_configured: false });
    expect(second).toEqual({ enabled: true, default_provider_configured: false });
  });
});
