import {
  type Answer,
  type BrowserJar,
  browserJar,
  createOwner,
  createUser,
  goodPassword,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const cookie = "coder_oauth_convert_jwt";
let idp: HostileIdp;
let app: TestApp;
let owner: TestUser;
let user: TestUser;
let browser: BrowserJar;

beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp({ settings: oidcSettings(idp) });
  owner = await createOwner(app);
});
beforeEach(async () => {
  user = await createUser(app, owner);
  browser = browserJar(app.anonymous);
  await browser.post("/users/login", { email: user.email, password: user.password });
});
afterAll(async () => {
  await app.stop();
  await idp.stop();
});

async function begin(body: object = { to_type: "oidc", password: goodPassword }): Promise<Answer> {
  return browser.post("/users/me/convert-login", body);
}

async function finish(state: string): Promise<Answer> {
  return (
    await signInWith(app, idp, {
      browser,
      query: `?oidc_merge_state=${state}&redirect=%2Fsettings`,
    })
  ).answer;
}

async function stored() {
  const { rows } = await sql<{ login_type: string; has_password: boolean }>`
    select u.login_type, u.hashed_password <> ''::bytea as has_password from users u
    where u.id = ${user.id}::uuid`.execute(app.deps.db);
  return rows[0];
}

describe("the start", () => {
  test("answers with a state, its end and a signed cookie of five minutes", async () => {
    const answer = await begin();

    expect(answer.status).toBe(201);
    expect(answer.json.state_string).toMatch(/^convert-[0-9A-Za-z]{32}$/);
    expect(answer.json).toMatchObject({ to_type: "oidc", user_id: user.id });
    expect(Date.parse(answer.json.expires_at) - Date.now()).toBeLessThanOrEqual(300_000);
    const text = String(answer.headers["set-cookie"]);
    expect(text).toContain(`${cookie}=`);
    expect(text).toContain("HttpOnly");
    expect(text).toContain("Max-Age=300");
    expect(text).toContain("SameSite=Lax");
  });

  test.each([
    [{ to_type: "oidc", password: "wrong" }, 400],
    [{ to_type: "none", password: goodPassword }, 400],
    [{ to_type: "password", password: goodPassword }, 400],
    [{ to_type: "token", password: goodPassword }, 400],
    [{ to_type: "unheard-of", password: goodPassword }, 400],
    [{ to_type: "github", password: goodPassword }, 400],
    [{ password: goodPassword }, 400],
    [{ to_type: "oidc" }, 400],
  ])("with %j is refused with %i", async (body, status) => {
    expect((await begin(body)).status).toBe(status);
  });

  test("is for oneself only: others are a 403 where they can be read, else a 404", async () => {
    const body = { to_type: "oidc", password: goodPassword };

    expect((await owner.client.post(`/users/${user.id}/convert-login`, body)).status).toBe(403);
    expect((await user.client.post(`/users/${owner.id}/convert-login`, body)).status).toBe(404);
  });

  test("is a 403 for accounts that have no password", async () => {
    introduce(idp);
    const federated = await signInWith(app, idp);

    const answer = await federated.browser.post("/users/me/convert-login", {
      to_type: "oidc",
      password: goodPassword,
    });

    expect(answer.status).toBe(403);
  });

  test("leaves an audit entry when it succeeds", async () => {
    await begin();

    const entries = await sql<{ diff: object }>`select a.diff from audit_logs a
      where a.resource_type = 'convert_login' and a.action = 'create' and a.resource_id = ${user.id}::uuid
        and a.status_code = 201`.execute(app.deps.db);
    expect(entries.rows).toHaveLength(1);
    expect(JSON.stringify(entries.rows)).toContain("to_login_type");
  });
});

describe("the end", () => {
  test("changes the login type, erases the password, ends the session and lets the person sign in again", async () => {
    introduce(idp, { email: user.email });
    const { state_string: state } = (await begin()).json;
    const before = browser.cookies.get("coder_session_token") ?? "";

    const answer = await finish(state);

    expect([answer.status, answer.headers["location"]]).toEqual([307, "/settings"]);
    expect(await stored()).toEqual({ login_type: "oidc", has_password: false });
    expect([browser.cookies.has("coder_session_token"), browser.cookies.has(cookie)]).toEqual([
      false,
      false,
    ]);
    expect((await app.as(before).get("/users/me")).status).toBe(401);
    expect((await signInWith(app, idp)).answer.status).toBe(307);
    const password = await app.anonymous.post("/users/login", {
      email: user.email,
      password: goodPassword,
    });
    expect(password.status).toBe(401);
    const entries =
      await sql`select 1 from audit_logs a where a.resource_type = 'user' and a.action = 'write'
      and a.resource_id = ${user.id}::uuid and a.diff ? 'login_type'`.execute(app.deps.db);
    expect(entries.rows).toHaveLength(1);
  });

  test("an identity whose address differs converts nothing and creates nobody", async () => {
    const { email } = introduce(idp);
    const { state_string: state } = (await begin()).json;

    const answer = await finish(state);

    expect(answer.status).toBe(400);
    expect(await stored()).toEqual({ login_type: "password", has_password: true });
    const found = await sql`select 1 from users u where u.email = ${email}`.execute(app.deps.db);
    expect(found.rows).toEqual([]);
    expect(browser.cookies.has(cookie)).toBe(false);
  });

  test("without the cookie, with another's and with a tampered one it is refused", async () => {
    introduce(idp, { email: user.email });
    const { state_string: state } = (await begin()).json;
    const genuine = browser.cookies.get(cookie) ?? "";
    const other = await createUser(app, owner);
    const others = browserJar(app.anonymous);
    await others.post("/users/login", { email: other.email, password: other.password });
    await others.post("/users/me/convert-login", { to_type: "oidc", password: goodPassword });
    const [head, payload, signature = ""] = genuine.split(".");
    const forgedHead = Buffer.from(JSON.stringify({ alg: "HS512", kid: "999" })).toString(
      "base64url",
    );
    const noneHead = Buffer.from(JSON.stringify({ alg: "none", kid: "1" })).toString("base64url");
    const statuses: number[] = [];
    for (const value of [
      undefined,
      "garbage",
      `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${forgedHead}.${payload}.${signature}`,
      `${noneHead}.${payload}.`,
      others.cookies.get(cookie),
    ]) {
      if (value === undefined) browser.cookies.delete(cookie);
      else browser.cookies.set(cookie, value);
      statuses.push((await finish(state)).status);
    }

    expect(statuses).toEqual([400, 400, 400, 400, 400, 403]);
    expect(await stored()).toEqual({ login_type: "password", has_password: true });
  });

  test("a bad signature is told as an invalid jwt", async () => {
    introduce(idp, { email: user.email });
    const { state_string: state } = (await begin()).json;
    browser.cookies.set(cookie, "a.b.c");

    expect((await finish(state)).json.detail).toContain("invalid jwt");
  });

  test("a confirmation of somebody else's account is refused, and so is one with another state", async () => {
    introduce(idp, { email: user.email });
    await begin();
    const mine = browser.cookies.get(cookie) ?? "";
    const wrongState = await finish(`convert-${"x".repeat(32)}`);
    const other = await createUser(app, owner);
    introduce(idp, { email: other.email });
    const { state_string: state } = (await begin()).json;
    const wrongUser = await finish(state);

    expect(mine).not.toBe("");
    expect([wrongState.status, wrongUser.status]).toEqual([403, 403]);
  });

  test("a confirmation is over after five minutes, and works once", async () => {
    introduce(idp, { email: user.email });
    const late = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: oidcSettings(idp),
      clock: { now: () => new Date(Date.now() + 301_000) },
    });
    const { state_string: state } = (await begin()).json;
    const token = browser.cookies.get(cookie) ?? "";
    const expired = browserJar(late.anonymous);
    expired.cookies.set(cookie, token);
    const query = `?oidc_merge_state=${state}`;
    const over = (await signInWith(late, idp, { browser: expired, query })).answer;
    await late.stop();
    expect((await finish(state)).status).toBe(307);
    const again = browserJar(app.anonymous);
    again.cookies.set(cookie, token);

    const second = (await signInWith(app, idp, { browser: again, query })).answer;

    expect(over.status).toBe(400);
    expect(second.status).toBeGreaterThanOrEqual(400);
    expect(second.status).toBeLessThan(500);
  });

  test("a session of another user beside the confirmation refuses it", async () => {
    introduce(idp, { email: user.email });
    const { state_string: state } = (await begin()).json;
    browser.cookies.set("coder_session_token", owner.client.token ?? "");

    expect((await finish(state)).status).toBe(403);
  });
});
