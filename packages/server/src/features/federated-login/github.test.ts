import {
  browserJar,
  callbacks,
  createOwner,
  type GithubAccount,
  type GithubDouble,
  githubAccount,
  githubSettings,
  signInWith,
  startGithubDouble,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

let github: GithubDouble;
let app: TestApp;
let owner: TestUser;
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
  owner = await createOwner(app);
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
const member = (org: string, state: "active" | "pending" = "active") => ({
  state,
  organization: { login: org },
});

describe("sign-in", () => {
  test("a newcomer gets a user, linked by the number of the account", async () => {
    github.account = githubAccount({ login: "octo_cat", name: "  Octo  Cat " });

    const { answer, browser } = await signInWith(app, github, { query: "?redirect=%2Fx" });

    expect([answer.status, answer.headers["location"]]).toEqual([307, "/x"]);
    const me = (await browser.get("/users/me")).json;
    expect(me).toMatchObject({ username: "octo-cat", name: "Octo Cat", login_type: "github" });
    const links =
      await sql`select l.linked_id, l.login_type from user_links l where l.user_id = ${me.id}::uuid`.execute(
        app.deps.db,
      );
    expect(links.rows).toEqual([{ linked_id: String(github.account.id), login_type: "github" }]);
  });

  test("a login of 39 characters gets a name all the same", async () => {
    github.account = githubAccount({ login: "a".repeat(39) });

    expect((await signInWith(app, github)).answer.status).toBe(307);
  });

  test("the authorization request asks for the fixed scopes with PKCE", async () => {
    const start = await app.anonymous.get(callbacks.github);

    const url = new URL(String(start.headers["location"]));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: github.clientId,
      response_type: "code",
      scope: "read:user read:org user:email",
      access_type: "offline",
      code_challenge_method: "S256",
    });
    expect(url.searchParams.get("state")).toMatch(/^[0-9A-Za-z]{32}$/);
  });

  test("a login whose address changed is found by its number, and the address follows", async () => {
    const first = await signInWith(app, github);
    const { id } = (await first.browser.get("/users/me")).json;
    const email = `${uniqueName("moved")}@example.com`;
    github.account = {
      ...github.account,
      emails: [{ email, primary: true, verified: true, visibility: null }],
    };

    const second = await signInWith(app, github);

    expect((await second.browser.get("/users/me")).json).toMatchObject({ id, email });
  });

  test("the unverified primary address does not count, and another verified one neither", async () => {
    const email = `${uniqueName()}@example.com`;
    github.account = githubAccount({
      emails: [
        { email, primary: true, verified: false, visibility: null },
        { email: `second-${email}`, primary: false, verified: true, visibility: null },
      ],
    });

    const { answer } = await signInWith(app, github);

    expect(answer.status).toBe(400);
  });

  test("a deleted user who signs up again with the same account is a new user", async () => {
    const first = (await (await signInWith(app, github)).browser.get("/users/me")).json;
    expect((await owner.client.delete(`/users/${first.id}`)).status).toBe(200);

    const second = (await (await signInWith(app, github)).browser.get("/users/me")).json;

    expect(second.id).not.toBe(first.id);
    expect(second.email).toBe(first.email);
  });

  test("sign-ups are off unless the operator switches them on", async () => {
    const closed = await appWith({ OAUTH2_GITHUB_ALLOW_SIGNUPS: "false" });

    const { answer } = await signInWith(closed, github);

    expect(answer.status).toBe(403);
    expect(answer.headers["content-type"]).toContain("text/html");
  });

  test("the first user of a deployment becomes owner although sign-ups are off", async () => {
    const fresh = await startTestApp({
      settings: githubSettings(github, { OAUTH2_GITHUB_ALLOW_SIGNUPS: "false" }),
    });

    const { browser } = await signInWith(fresh, github);
    const me = (await browser.get("/users/me")).json;
    const setUp = await fresh.anonymous.get("/users/first");
    await fresh.stop();

    expect(me.roles).toMatchObject([{ name: "owner" }]);
    expect(setUp.status).toBe(200);
  });

  test("an account without a number is a 500, and nobody is created", async () => {
    github.account = githubAccount({ id: 0 });

    expect((await signInWith(app, github)).answer.status).toBe(500);
  });

  test("tokens that come form-encoded are read", async () => {
    github.isFormEncoded = true;

    expect((await signInWith(app, github)).answer.status).toBe(307);
  });

  test("a refused code is a 500 that tells GitHub's reason", async () => {
    const browser = browserJar(app.anonymous);
    await browser.get(callbacks.github);
    const state = browser.cookies.get("oauth_state") ?? "";

    const answer = await browser.get(`${callbacks.github}?code=nonsense&state=${state}`);

    expect(answer.status).toBe(500);
    expect(answer.json.detail).toBe("The code passed is incorrect or expired.");
  });

  test.each(["/api/v3/user", "/api/v3/user/emails"])("a failure of %s is a 500", async (path) => {
    github.dictated.set(path, { status: 502, body: "<html>" });

    const { answer } = await signInWith(app, github);

    expect(answer.status).toBe(500);
    expect(answer.json.detail).toBe("GitHub answered with status 502");
  });
});

describe("organizations and teams", () => {
  const cases: [string, Partial<GithubAccount>, Record<string, string>, number][] = [
    ["not in an allowed organization", { memberships: [member("other")] }, {}, 401],
    ["in no organization", {}, {}, 401],
    ["whose membership is pending", { memberships: [member("coder", "pending")] }, {}, 401],
    ["in an allowed organization, in any letter case", { memberships: [member("Coder")] }, {}, 307],
    ["in the second allowed organization", { memberships: [member("x"), member("kwc")] }, {}, 307],
    [
      "on the second page of memberships",
      { memberships: [...Array.from({ length: 100 }, (_, n) => member(`o${n}`)), member("coder")] },
      {},
      307,
    ],
    [
      "in the first allowed team",
      { memberships: [member("coder")], teams: { "coder/frontend": "active" } },
      { OAUTH2_GITHUB_ALLOWED_TEAMS: "coder/frontend,coder/backend" },
      307,
    ],
    [
      "in the second allowed team",
      { memberships: [member("coder")], teams: { "coder/backend": "active" } },
      { OAUTH2_GITHUB_ALLOWED_TEAMS: "coder/frontend,coder/backend" },
      307,
    ],
    [
      "in no allowed team",
      { memberships: [member("coder")], teams: { "coder/other": "active" } },
      { OAUTH2_GITHUB_ALLOWED_TEAMS: "coder/frontend" },
      401,
    ],
    [
      "whose team membership is pending",
      { memberships: [member("coder")], teams: { "coder/frontend": "pending" } },
      { OAUTH2_GITHUB_ALLOWED_TEAMS: "coder/frontend" },
      401,
    ],
    [
      "in a team of an organization that he is not in",
      { memberships: [member("kwc")], teams: { "coder/frontend": "active" } },
      { OAUTH2_GITHUB_ALLOWED_TEAMS: "coder/frontend" },
      401,
    ],
  ];

  test.each(cases)(
    "somebody %s is answered as the operator wants",
    async (_who, account, settings, status) => {
      github.account = githubAccount(account);
      const strict = await appWith({ ...inOrgs, ...settings });

      expect((await signInWith(strict, github)).answer.status).toBe(status);
    },
  );

  test("a refusal names the way back in its Location, with a page as its body", async () => {
    const strict = await appWith(inOrgs);

    const { answer } = await signInWith(strict, github, { query: "?redirect=%2Fwanted" });

    const location = new URL(String(answer.headers["location"]), "http://here");
    expect(location.pathname).toBe("/login");
    expect(location.searchParams.get("message")).toContain("organization");
    expect(location.searchParams.get("redirect")).toBe("/wanted");
    expect(answer.headers["content-type"]).toContain("text/html");
  });

  test("a failure of the memberships is a 500", async () => {
    const strict = await appWith(inOrgs);
    github.dictated.set("/api/v3/user/memberships/orgs", { status: 403, body: {} });

    expect((await signInWith(strict, github)).answer.status).toBe(500);
  });
});

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
