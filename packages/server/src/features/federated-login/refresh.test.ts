import {
  browserJar,
  createOwner,
  eventually,
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
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const key = Buffer.alloc(32, 7).toString("base64");
let idp: HostileIdp;
let github: GithubDouble;
let app: TestApp;
let replica: TestApp;
let nowMs = Date.now();
const clock = { now: () => new Date(nowMs) };

beforeAll(async () => {
  idp = await startHostileIdp();
  github = await startGithubDouble();
  const settings = {
    ...oidcSettings(idp),
    ...githubSettings(github),
    EXTERNAL_TOKEN_ENCRYPTION_KEYS: key,
    SESSION_DURATION: "720h",
    DEFAULT_OAUTH_REFRESH_LIFETIME: "7200h",
  };
  app = await startTestApp({ settings, clock });
  replica = await startTestApp({ settings, clock, databaseUrl: app.databaseUrl });
  await createOwner(app);
});
beforeEach(() => {
  nowMs = Date.now();
});
afterAll(async () => {
  await replica.stop();
  await app.stop();
  await github.stop();
  await idp.stop();
});

/** A session whose access token ends after `expiresIn` seconds. */
async function session(expiresIn: unknown, more: Record<string, unknown> = {}) {
  introduce(idp, {}, { tokens: { expires_in: expiresIn, ...more } });
  const { browser } = await signInWith(app, idp);
  const token = browser.cookies.get("coder_session_token") ?? "";
  const client = app.as(token);
  const { id } = (await client.get("/users/me")).json;
  return { client, token, id: String(id) };
}

function refreshes(): number {
  return idp.requests.filter(({ form }) => form["grant_type"] === "refresh_token").length;
}

async function linkOf(id: string) {
  const { rows } = await sql<{
    oauth_access_token: string;
    oauth_refresh_token: string;
    oauth_access_token_key_id: string | null;
    oauth_expiry: Date;
    refresh_failure: string;
    claims: object;
  }>`select l.oauth_access_token, l.oauth_refresh_token, l.oauth_access_token_key_id, l.oauth_expiry,
      l.refresh_failure, l.claims from user_links l where l.user_id = ${id}::uuid`.execute(
    app.deps.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("there is no link");
  return row;
}

const after = (seconds: number) => {
  nowMs += seconds * 1000;
};

test("trap 25: a link whose token is over is refreshed once, keeps its claims, and the next request asks nobody", async () => {
  const { client, id } = await session(3600);
  const { claims } = await linkOf(id);
  after(3700);
  const before = refreshes();

  expect((await client.get("/users/me")).status).toBe(200);
  expect((await client.get("/users/me")).status).toBe(200);

  expect(refreshes() - before).toBe(1);
  const link = await linkOf(id);
  expect(link.oauth_expiry.getTime()).toBe(nowMs + 3_600_000);
  expect(link.claims).toEqual(claims);
});

test("trap 27: an ID token that comes with the first exchange only is not asked for again", async () => {
  const { client, id } = await session(3600);
  const firstExpiry = (await linkOf(id)).oauth_expiry;
  after(3700);
  // Whoever wanted to verify an ID token now would fail.
  idp.behaviour = { ...idp.behaviour, jwks: { status: 500, body: "" } };

  const answer = await client.get("/users/me");

  const link = await linkOf(id);
  expect(answer.status).toBe(200);
  expect(link.refresh_failure).toBe("");
  expect(link.oauth_expiry.getTime()).toBeGreaterThan(firstExpiry.getTime());
});

test("tokens are stored encrypted, under the digest of the key", async () => {
  const { id } = await session(3600, {
    access_token: "plain-access",
    refresh_token: "plain-refresh",
  });

  const link = await linkOf(id);

  expect(link.oauth_access_token).toMatch(/^v2:/);
  expect(JSON.stringify(link)).not.toContain("plain-");
  expect(link.oauth_access_token_key_id).toMatch(/^[0-9a-f]{7}$/);
});

test("trap 15: requests at the same moment, on two replicas, redeem one refresh token once", async () => {
  const { client, token } = await session(3600);
  after(3700);
  const before = refreshes();
  const other = replica.as(token);

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? client : other).get("/users/me")),
  );

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(refreshes() - before).toBe(1);
});

test("a rotated refresh token replaces the old one, and without a new one the old one stays", async () => {
  const { client } = await session(3600);
  idp.behaviour.tokens = { refresh_token: "rotated", expires_in: 3600 };
  after(3700);
  await client.get("/users/me");
  idp.behaviour.tokens = { refresh_token: undefined, expires_in: 3600 };
  after(3700);
  await client.get("/users/me");
  after(3700);
  await client.get("/users/me");

  const sent = idp.requests.flatMap(({ form }) =>
    form["refresh_token"] ? [form["refresh_token"]] : [],
  );
  expect(sent.slice(-3)).toEqual(["refresh", "rotated", "rotated"]);
});

test("a refused refresh signs out with a 401 that names the refresh, and the provider is not asked again", async () => {
  const { client } = await session(3600);
  idp.behaviour.token = { status: 400, body: { error: "invalid_grant" } };
  after(3700);
  const before = refreshes();

  const first = await client.get("/users/me");
  const second = await client.get("/users/me");

  expect([first.status, second.status]).toEqual([401, 401]);
  expect(first.json.message).toContain("refresh");
  expect(refreshes() - before).toBe(1);
});

test("a provider that is down or answers garbage costs nobody the session for fifteen minutes, then requests are a 503", async () => {
  for (const failure of [
    { status: 502, body: "<html>" },
    { status: 429, body: { error: "slow" } },
    { status: 200, body: "<html>maintenance</html>" },
    { status: 200, body: {} },
    { status: 403, body: "<html>" },
    { status: 302, body: "" },
    { status: 400, body: { error: "temporarily_unavailable" } },
  ]) {
    nowMs = Date.now();
    const { client } = await session(3600);
    idp.behaviour.token = failure;
    after(3700);

    const statuses = [(await client.get("/users/me")).status];
    after(14 * 60);
    statuses.push((await client.get("/users/me")).status);
    after(2 * 60);
    statuses.push((await client.get("/users/me")).status);
    idp.behaviour.token = null;
    after(60);
    statuses.push((await client.get("/users/me")).status);

    expect(statuses).toEqual([200, 200, 503, 200]);
  }
});

test("a provider that is down is not asked by every request", async () => {
  const { client } = await session(3600);
  idp.behaviour.token = { status: 503, body: "" };
  after(3700);
  const before = refreshes();

  for (let index = 0; index < 5; index += 1) await client.get("/users/me");

  expect(refreshes() - before).toBe(1);
});

test("a token over without a refresh token is a 401, and public endpoints go on anonymously", async () => {
  const { client } = await session(3600, { refresh_token: undefined });
  after(3700);

  expect((await client.get("/users/me")).status).toBe(401);
  expect((await client.get("/users/authmethods")).status).toBe(200);
});

test("a refused refresh signs nobody in on public endpoints, and does not lock the sign-in page", async () => {
  const { client } = await session(3600);
  idp.behaviour.token = { status: 400, body: { error: "invalid_grant" } };
  after(3700);
  expect((await client.get("/users/me")).status).toBe(401);
  const before = refreshes();

  const methods = await client.get("/users/authmethods");
  const start = await client.get("/users/oidc/callback");

  expect([methods.status, start.status]).toEqual([200, 307]);
  expect(refreshes()).toBe(before);
});

test.each(["refused", "without a refresh token"])(
  "a session whose tokens are over (%s) does not come back to life when its browser signs in again",
  async (kind) => {
    const more = kind === "refused" ? {} : { refresh_token: undefined };
    introduce(idp, {}, { tokens: { expires_in: 3600, ...more } });
    const { behaviour } = idp;
    const { browser } = await signInWith(app, idp);
    const old = app.as(browser.cookies.get("coder_session_token") ?? "");
    idp.behaviour = { ...behaviour, token: { status: 400, body: { error: "invalid_grant" } } };
    after(3700);
    expect((await old.get("/users/me")).status).toBe(401);
    idp.behaviour = behaviour;

    await signInWith(app, idp, { browser });

    expect((await browser.get("/users/me")).status).toBe(200);
    expect((await old.get("/users/me")).status).toBe(401);
  },
);

test("every request to the provider is counted under the peer's name, by what was asked", async () => {
  const { client } = await session(3600);
  after(3700);
  await client.get("/users/me");

  const text = await app.deps.metrics.text();

  const counted = [...text.matchAll(/^coderd_oauth2_external_requests_total\{(.*)\} /gm)];
  const labels = counted.map(([, found]) => found);
  for (const source of ["Discovery", "JWKS", "Exchange", "UserInfo", "TokenSource"]) {
    expect(labels).toContain(`name="oidc-login",source="${source}",status_code="200"`);
  }
});

test("trap 26: the year 1, zero and no lifetime mean never", async () => {
  for (const expiresIn of [0, "0", undefined]) {
    nowMs = Date.now();
    const { client, id } = await session(expiresIn);
    expect((await linkOf(id)).oauth_expiry.getUTCFullYear()).toBe(1);
    after(20 * 86_400);
    const before = refreshes();

    expect((await client.get("/users/me")).status).toBe(200);
    expect(refreshes()).toBe(before);
  }
});

test("trap 26: a lifetime that comes as text counts", async () => {
  const { id } = await session("3600");

  expect((await linkOf(id)).oauth_expiry.getTime()).toBe(nowMs + 3_600_000);
});

test("shortly before its end a token is refreshed in the background", async () => {
  const { client, id } = await session(3600);
  after(3570);
  const before = refreshes();

  expect((await client.get("/users/me")).status).toBe(200);

  await eventually(() => refreshes() - before === 1, "the refresh ran");
  await eventually(
    async () => (await linkOf(id)).oauth_expiry.getTime() === nowMs + 3_600_000,
    "it is stored",
  );
});

test("API tokens of a federated user are not touched by the refresh", async () => {
  const { client } = await session(3600);
  const { key: token } = (await client.post("/users/me/keys/tokens", {})).json;
  idp.behaviour.token = { status: 400, body: { error: "invalid_grant" } };
  after(3700);

  expect((await app.as(token).get("/users/me")).status).toBe(200);
});

test("trap 15: when a redeemed token cannot be stored, the session ends cleanly", async () => {
  const { client, id } = await session(3600);
  await sql`create function refuse_tokens() returns trigger language plpgsql as $$
    begin if new.oauth_access_token <> old.oauth_access_token then raise exception 'disk full'; end if; return new; end $$`.execute(
    app.deps.db,
  );
  await sql`create trigger refuse_tokens before update on user_links
    for each row execute function refuse_tokens()`.execute(app.deps.db);
  after(3700);

  const statuses = [(await client.get("/users/me")).status, (await client.get("/users/me")).status];
  await sql`drop function refuse_tokens cascade`.execute(app.deps.db);

  expect(statuses).toEqual([401, 401]);
  expect((await linkOf(id)).refresh_failure).toBe("permanent");
});

test("a refresh token that no key opens ends the session at once, and keeps nobody waiting", async () => {
  const { client, id } = await session(3600);
  await sql`update user_links l set oauth_refresh_token = 'v2:AAAA' where l.user_id = ${id}::uuid`.execute(
    app.deps.db,
  );
  after(3700);

  const statuses = [(await client.get("/users/me")).status, (await client.get("/users/me")).status];

  expect(statuses).toEqual([401, 401]);
  const { rows } = await sql`
    select 1 from user_links l where l.user_id = ${id}::uuid and l.refresh_lease_until is not null`.execute(
    app.deps.db,
  );
  expect(rows).toEqual([]);
});

test("a session without its link is a 401", async () => {
  const { client, id } = await session(3600);
  await sql`delete from user_links where user_id = ${id}::uuid`.execute(app.deps.db);

  await eventually(async () => (await client.get("/users/me")).status === 401, "the session ends");
});

test("a session whose provider is not configured any more is a 401 when its token is over", async () => {
  const { token } = await session(3600);
  const without = await startTestApp({
    databaseUrl: app.databaseUrl,
    clock,
    settings: { EXTERNAL_TOKEN_ENCRYPTION_KEYS: key },
  });
  after(3700);

  const { status } = await without.as(token).get("/users/me");
  await without.stop();

  expect(status).toBe(401);
});

test("tokens of GitHub that expire are refreshed too", async () => {
  github.account = githubAccount();
  github.tokens = { expires_in: "28800", refresh_token: "ghr_first" };
  const { browser } = await signInWith(app, github, { browser: browserJar(app.anonymous) });
  const client = app.as(browser.cookies.get("coder_session_token") ?? "");
  after(28_900);

  expect((await client.get("/users/me")).status).toBe(200);
  expect(github.requests.at(-1)?.form).toMatchObject({
    grant_type: "refresh_token",
    refresh_token: "ghr_first",
  });
});

test("a new sign-in clears a refusal", async () => {
  introduce(idp, {}, { tokens: { expires_in: 3600 } });
  const { behaviour } = idp;
  const first = await signInWith(app, idp);
  idp.behaviour = { ...behaviour, token: { status: 400, body: { error: "invalid_grant" } } };
  after(3700);
  expect((await first.browser.get("/users/me")).status).toBe(401);
  idp.behaviour = behaviour;

  const second = await signInWith(app, idp);

  expect((await second.browser.get("/users/me")).status).toBe(200);
});
