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

  test("a redirect cookie that somebody planted does not lead away from here", async () => {
    const browser = browserJar(app.anonymous);
    const start = await browser.get(callbacks.github);
    browser.cookies.set("oauth_redirect", "https://evil.example/path");

    const search = github.authorize(String(start.headers["location"]));
    const answer = await browser.get(`${callbacks.github}${search}`);

    expect([answer.status, answer.headers["location"]]).toEqual([307, "/path"]);
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
