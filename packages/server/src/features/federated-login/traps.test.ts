import {
  browserJar,
  callbacks,
  createOwner,
  createUser,
  type GithubDouble,
  githubAccount,
  githubSettings,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startGithubDouble,
  startHostileIdp,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../platform/log.ts";

let idp: HostileIdp;
let github: GithubDouble;
let app: TestApp;
let owner: TestUser;
const apps = new Map<string, TestApp>();
const logged: string[] = [];

async function appWith(settings: Record<string, string>): Promise<TestApp> {
  const name = JSON.stringify(settings);
  const made =
    apps.get(name) ??
    (await startTestApp({ databaseUrl: app.databaseUrl, settings: oidcSettings(idp, settings) }));
  apps.set(name, made);
  return made;
}

beforeAll(async () => {
  idp = await startHostileIdp();
  github = await startGithubDouble();
  const { Writable } = await import("node:stream");
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  app = await startTestApp({
    settings: { ...oidcSettings(idp), ...githubSettings(github) },
    log: createLog({ level: "debug", destination }),
  });
  owner = await createOwner(app);
});
afterAll(async () => {
  for (const other of apps.values()) await other.stop();
  await app.stop();
  await github.stop();
  await idp.stop();
});

const meOf = async (browser: {
  get: (path: string) => Promise<{ json: Record<string, unknown> }>;
}) => (await browser.get("/users/me")).json;

async function linkedIds(email: string): Promise<string[]> {
  const { rows } = await sql<{ linked_id: string }>`
    select l.linked_id from user_links l join users u on u.id = l.user_id
    where u.email = ${email} and not u.deleted`.execute(app.deps.db);
  return rows.map((row) => row.linked_id);
}

test("trap 1: an address does not take over an account that another identity is linked with", async () => {
  const claims = introduce(idp);
  await signInWith(app, idp);
  introduce(idp, { email: claims.email.toUpperCase() });

  expect((await signInWith(app, idp)).answer.status).toBe(403);
  expect(await linkedIds(claims.email)).toEqual([`${idp.issuer}||${claims["sub"]}`]);
});

test("trap 1: a legacy link without an id is found by the address once, and filled in", async () => {
  const claims = introduce(idp);
  await signInWith(app, idp);
  await sql`update user_links set linked_id = '' where linked_id = ${`${idp.issuer}||${claims["sub"]}`}`.execute(
    app.deps.db,
  );

  expect((await signInWith(app, idp)).answer.status).toBe(307);
  expect(await linkedIds(claims.email)).toEqual([`${idp.issuer}||${claims["sub"]}`]);
});

test("trap 1: with the dangerous fallback the address wins and the stored id stays", async () => {
  const fallback = await appWith({ DANGEROUS_OIDC_EMAIL_FALLBACK: "true" });
  const claims = introduce(idp);
  await signInWith(fallback, idp);
  introduce(idp, { email: claims.email });

  expect((await signInWith(fallback, idp)).answer.status).toBe(307);
  expect(await linkedIds(claims.email)).toEqual([`${idp.issuer}||${claims["sub"]}`]);
});

test("trap 2: email_verified that is absent or the text false is not verified", async () => {
  for (const value of [undefined, "false", null]) {
    introduce(idp, { email_verified: value });

    expect((await signInWith(app, idp)).answer.status).toBe(403);
  }
});

test("trap 3: the signature of the ID token is verified", async () => {
  introduce(idp, {}, { signer: "unknown" });

  expect((await signInWith(app, idp)).answer.status).toBe(400);
});

test("trap 4: with skipped issuer checks the linked id holds the token's issuer", async () => {
  const skipping = await appWith({ DANGEROUS_OIDC_SKIP_ISSUER_CHECKS: "true" });
  const tenant = "https://login.example/tenant-1/v2.0";
  const claims = introduce(idp, { iss: tenant });

  expect((await signInWith(skipping, idp)).answer.status).toBe(307);
  expect(await linkedIds(claims.email)).toEqual([`${tenant}||${claims["sub"]}`]);
  introduce(idp, { sub: claims["sub"], iss: "https://login.example/tenant-2/v2.0" });
  const other = await meOf((await signInWith(skipping, idp)).browser);
  expect(other["email"]).not.toBe(claims.email);
  introduce(idp, { iss: "https://evil||x" });
  expect((await signInWith(skipping, idp)).answer.status).toBe(400);
  introduce(idp, { iss: tenant }, { signer: "unknown" });
  expect((await signInWith(skipping, idp)).answer.status).toBe(400);
});

test("trap 4: an audience may be a list, when azp names us", async () => {
  introduce(idp, { aud: [idp.clientId, "other"], azp: idp.clientId });

  expect((await signInWith(app, idp)).answer.status).toBe(307);
});

test("trap 5: oidc_merge_state does not fix the state of a browser", async () => {
  expect((await app.anonymous.get(`${callbacks.oidc}?oidc_merge_state=chosen`)).status).toBe(400);
  const browser = browserJar(app.anonymous);
  introduce(idp);
  const query = `?oidc_merge_state=convert-${"a".repeat(32)}`;
  expect((await signInWith(app, idp, { browser, query })).answer.status).toBe(400);
  expect(browser.cookies.has("coder_session_token")).toBe(false);
});

test("trap 6: in host-prefix mode the cookies of a sign-in are out of reach of sibling domains", async () => {
  const prefixed = await appWith({
    HOST_PREFIX_COOKIE: "true",
    ACCESS_URL: "https://gatehouse.test",
  });
  const browser = browserJar(prefixed.anonymous);

  const start = await browser.get(`${callbacks.oidc}?redirect=%2Fx`);

  expect([...browser.cookies.keys()]).toContain("__Host-oauth_state");
  introduce(idp);
  const search = idp.authorize(String(start.headers["location"]));
  browser.cookies.set("oauth_state", "planted");
  const answer = await browser.get(`${callbacks.oidc}${search}`);
  expect([answer.status, answer.headers["location"]]).toEqual([307, "/x"]);
});

test("trap 7: the redirect URI comes from the configuration, and follows oidc-redirect-url", async () => {
  const other = await appWith({ OIDC_REDIRECT_URL: "https://login.example.com/ignored?x" });

  const start = await other.anonymous.get(callbacks.oidc, { headers: { host: "evil.example" } });

  const uri = new URL(String(start.headers["location"])).searchParams.get("redirect_uri");
  expect(uri).toBe("https://login.example.com/api/v2/users/oidc/callback");
});

test("trap 7: with several hosts only listed ones sign in, and both legs under the same", async () => {
  const several = await appWith({ OIDC_REDIRECT_ALLOWED_HOSTS: "a.example,B.example" });
  const uriOf = (answer: { headers: Record<string, unknown> }) =>
    new URL(String(answer.headers["location"])).searchParams.get("redirect_uri");
  const start = async (host: string, browser = browserJar(several.anonymous)) => ({
    browser,
    answer: await browser.get(callbacks.oidc, { headers: { host } }),
  });

  const listed = await start("A.example:8443");
  const refused = await start("evil.example");
  introduce(idp);
  const search = idp.authorize(String(listed.answer.headers["location"]));
  const swapped = await listed.browser.get(`${callbacks.oidc}${search}`, {
    headers: { host: "b.example" },
  });
  const again = await start("b.example");
  const done = await again.browser.get(
    `${callbacks.oidc}${idp.authorize(String(again.answer.headers["location"]))}`,
    { headers: { host: "b.example" } },
  );

  expect(uriOf(listed.answer)).toBe("http://a.example:8443/api/v2/users/oidc/callback");
  expect([refused.answer.status, swapped.status, done.status]).toEqual([400, 400, 307]);
});

test("trap 8: suspended users, system users and service accounts get no session", async () => {
  const claims = introduce(idp);
  const { browser } = await signInWith(app, idp);
  const { id } = await meOf(browser);
  expect((await owner.client.put(`/users/${id}/status/suspend`)).status).toBe(200);

  const suspended = await signInWith(app, idp);
  introduce(idp, { email: "prebuilds@system", email_verified: true });
  const system = await signInWith(app, idp);

  expect(suspended.answer.status).toBe(403);
  expect(suspended.answer.text).toContain("suspended");
  expect(system.answer.status).toBeGreaterThanOrEqual(400);
  expect(claims.email).not.toBe("");
});

test("trap 9: the first visitor becomes owner only where the operator leaves it so, and only one does", async () => {
  const closed = await startTestApp({
    settings: oidcSettings(idp, { FIRST_SSO_USER_IS_OWNER: "false" }),
  });
  introduce(idp);
  const refused = (await signInWith(closed, idp)).answer;
  await closed.stop();
  const open = await startTestApp({ settings: oidcSettings(idp) });
  const starts = [];
  for (let index = 0; index < 6; index += 1) {
    introduce(idp);
    const browser = browserJar(open.anonymous);
    const start = await browser.get(callbacks.oidc);
    starts.push({ browser, search: idp.authorize(String(start.headers["location"])) });
  }
  introduce(idp, { sub: undefined });
  let count = 0;
  Object.defineProperty(idp.behaviour, "claims", {
    get: () => {
      count += 1;
      return { sub: `racer ${count}`, email: `racer${count}@example.com`, email_verified: true };
    },
  });

  await Promise.all(starts.map(({ browser, search }) => browser.get(`${callbacks.oidc}${search}`)));
  const owners = await sql`select 1 from users u where 'owner' = any(u.rbac_roles)`.execute(
    open.deps.db,
  );
  await open.stop();

  expect(refused.status).toBe(403);
  expect(owners.rows).toHaveLength(1);
});

test("trap 10: a domain is the whole text after the last @, in ASCII", async () => {
  const strict = await appWith({ OIDC_EMAIL_DOMAIN: "good.com" });
  for (const email of [
    "a@evilgood.com",
    "a@good.com.evil.com",
    "a@gооd.com",
    '"a@good.com"@evil.com',
  ]) {
    introduce(idp, { email });

    expect([email, (await signInWith(strict, idp)).answer.status]).toEqual([email, 403]);
  }
});

test("trap 11: no token, code, state or claim value reaches the log or an error", async () => {
  const claims = introduce(
    idp,
    { secret_claim: "claim-value-4711" },
    { tokens: { access_token: "access-4711", refresh_token: "refresh-4711" } },
  );
  logged.length = 0;
  const browser = browserJar(app.anonymous);
  const start = await browser.get(callbacks.oidc);
  const search = idp.authorize(String(start.headers["location"]));
  await browser.get(`${callbacks.oidc}${search}`);
  introduce(idp, {}, { token: { status: 500, body: "body-of-the-provider-4711" } });
  const failed = (await signInWith(app, idp)).answer;

  const text = logged.join("");
  const { code = "", state = "" } = Object.fromEntries(new URLSearchParams(search));
  for (const secret of ["4711", code, state, browser.cookies.get("coder_session_token") ?? ""]) {
    expect(text).not.toContain(secret);
    expect(failed.text).not.toContain(secret);
  }
  expect(logged.length).toBeGreaterThan(0);
  expect(claims.email).not.toBe("");
});

test("trap 12: pictures are http, https or local, and texts of the provider are escaped", async () => {
  for (const picture of [
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example/x",
    "vbscript:x",
  ]) {
    introduce(idp, { picture });
    expect((await meOf((await signInWith(app, idp)).browser))["avatar_url"] ?? "").toBe("");
  }
  introduce(idp, { email: `"<b>x</b>"@example.com`, email_verified: false });
  expect((await signInWith(app, idp)).answer.text).not.toContain("<b>x");
});

test("trap 13: nothing is fetched from addresses that stand in claims", async () => {
  const address = `${idp.issuer}/fetched-from-claims`;
  introduce(
    idp,
    { picture: address, profile: address, website: address, jku: address },
    { header: { jku: address, x5u: address } },
  );

  await signInWith(app, idp);

  expect(idp.count("/fetched-from-claims")).toBe(0);
});

test("trap 14: a pending membership of a team does not count", async () => {
  const teams = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: githubSettings(github, {
      OAUTH2_GITHUB_ALLOW_EVERYONE: "false",
      OAUTH2_GITHUB_ALLOWED_ORGS: "coder",
      OAUTH2_GITHUB_ALLOWED_TEAMS: "coder/core",
    }),
  });
  const memberships = [{ state: "active" as const, organization: { login: "coder" } }];
  github.account = githubAccount({ memberships, teams: { "coder/core": "pending" } });
  const pending = (await signInWith(teams, github)).answer.status;
  github.account = githubAccount({ memberships, teams: { "coder/core": "active" } });
  const active = (await signInWith(teams, github)).answer.status;
  await teams.stop();

  expect([pending, active]).toEqual([401, 307]);
});

test("trap 16: a refused identity leaves no trace besides the audit log", async () => {
  const strict = await appWith({ OIDC_GROUP_FIELD: "groups", OIDC_ALLOWED_GROUPS: "staff" });
  const claims = introduce(idp);
  await signInWith(strict, idp);
  const counted = async () =>
    (
      await sql`select (select count(*) from users) as users, (select count(*) from user_links) as links,
      (select count(*) from api_keys) as keys`.execute(app.deps.db)
    ).rows;
  const before = await counted();
  for (const change of [{ email_verified: false }, { groups: ["others"] }, { groups: 5 }]) {
    introduce(idp, { ...claims, ...change });
    expect((await signInWith(strict, idp)).answer.status).toBeGreaterThanOrEqual(400);
  }

  expect(await counted()).toEqual(before);
});

test("trap 17: a change of the login type creates nobody, and erases the password with it", async () => {
  const user = await createUser(app, owner);
  const browser = browserJar(app.anonymous);
  await browser.post("/users/login", { email: user.email, password: user.password });
  const begun = await browser.post("/users/me/convert-login", {
    to_type: "oidc",
    password: user.password,
  });
  const query = `?oidc_merge_state=${begun.json.state_string}`;
  introduce(idp, { email: user.email });

  expect((await signInWith(app, idp, { browser, query })).answer.status).toBe(307);

  const { rows } =
    await sql`select octet_length(u.hashed_password) as size, u.login_type from users u
    where u.id = ${user.id}::uuid`.execute(app.deps.db);
  expect(rows).toEqual([{ size: 0, login_type: "oidc" }]);
});

test("trap 19: the wire names of the button are camel case", async () => {
  const named = await appWith({
    OIDC_SIGN_IN_TEXT: "Company login",
    OIDC_ICON_URL: "https://example.com/i.svg",
  });

  const methods = (await named.anonymous.get("/users/authmethods")).json;

  expect(methods).toEqual({
    password: { enabled: true },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: true, signInText: "Company login", iconUrl: "https://example.com/i.svg" },
  });
});

test("trap 20: every start sets the redirect cookie, also an empty one", async () => {
  const start = await app.anonymous.get(callbacks.oidc);

  const cookies = [start.headers["set-cookie"]].flat().map(String);
  const redirect = cookies.find((cookie) => cookie.startsWith("oauth_redirect="));
  expect(redirect).toMatch(/^oauth_redirect=; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/);
});

test("trap 21: the callback answers 307, and takes nothing but GET", async () => {
  introduce(idp);

  expect((await signInWith(app, idp)).answer.status).toBe(307);
  expect((await app.anonymous.post(callbacks.oidc, "code=x&state=y")).status).toBe(405);
});

test("trap 22: a redirect with an encoded query is decoded once", async () => {
  introduce(idp);
  const wanted = "/cli-auth?x=%2Fa%3Fb%3Dc&y=1";

  const { answer } = await signInWith(app, idp, {
    query: `?redirect=${encodeURIComponent(wanted)}`,
  });

  expect(answer.headers["location"]).toBe(wanted);
});

test("trap 23: the username never follows the provider", async () => {
  const claims = introduce(idp);
  const before = await meOf((await signInWith(app, idp)).browser);
  introduce(idp, { ...claims, preferred_username: uniqueName("renamed") });

  const after = await meOf((await signInWith(app, idp)).browser);

  expect(after["username"]).toBe(before["username"]);
});

test("trap 24: a deleted user's identity may sign up again", async () => {
  const claims = introduce(idp);
  const { id } = await meOf((await signInWith(app, idp)).browser);
  await owner.client.delete(`/users/${id}`);

  const again = await meOf((await signInWith(app, idp)).browser);

  expect(again["email"]).toBe(claims.email);
  expect(again["id"]).not.toBe(id);
});

test("trap 25: a login replaces the stored claims", async () => {
  const claims = introduce(idp, { department: "one" });
  await signInWith(app, idp);
  introduce(idp, { ...claims, department: "two" });

  const { browser } = await signInWith(app, idp);

  expect((await browser.get("/users/oidc-claims")).json.claims.department).toBe("two");
});

test("trap 28: U+0000 in claims is stripped, in names too", async () => {
  introduce(idp, { "na\u0000me2": "va\u0000lue", name: "Nu\u0000l" });

  const { answer, browser } = await signInWith(app, idp);

  expect(answer.status).toBe(307);
  expect((await browser.get("/users/oidc-claims")).json.claims).toMatchObject({
    name2: "value",
    name: "Nul",
  });
});

test("trap 29: a pointer to claims elsewhere counts as a missing claim, and the log says so", async () => {
  logged.length = 0;
  introduce(idp, { _claim_names: { groups: "src1" } });

  expect((await signInWith(app, idp)).answer.status).toBe(307);
  expect(logged.join("")).toContain("_claim_names");
});
