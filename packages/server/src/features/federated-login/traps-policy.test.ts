import {
  browserJar,
  callbacks,
  createUser,
  githubAccount,
  githubSettings,
  introduce,
  meOf,
  oidcSettings,
  type SignInStage,
  signInWith,
  startSignInStage,
  startTestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let stage: SignInStage;
let idp: SignInStage["idp"];
let github: SignInStage["github"];
let app: SignInStage["app"];
let owner: SignInStage["owner"];
let logged: SignInStage["logged"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, github, app, owner, logged } = stage);
});
afterAll(() => stage.stop());

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
  const strict = await stage.appWith({ OIDC_EMAIL_DOMAIN: "good.com" });
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
  const strict = await stage.appWith({ OIDC_GROUP_FIELD: "groups", OIDC_ALLOWED_GROUPS: "staff" });
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
