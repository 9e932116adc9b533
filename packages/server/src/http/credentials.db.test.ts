import {
  type Answer,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { frozenClock } from "../platform/clock.ts";

const start = new Date("2026-03-01T12:00:00.000Z");
const clock = frozenClock(start);
let app: TestApp;
let owner: TestUser;
let user: TestUser;
let token: string;

beforeAll(async () => {
  app = await startTestApp({ clock });
  owner = await createOwner(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  clock.set(start);
  user = await createUser(app, owner);
  token = user.client.token ?? "";
});

const unknownToken = "AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB";

const places = [
  "cookie",
  "query coder_session_token",
  "header Coder-Session-Token",
  "header Authorization",
  "query access_token",
] as const;

/** Asks for the caller, with these credentials in these places. */
function ask(credentials: Partial<Record<(typeof places)[number], string>>): Promise<Answer> {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const [place, value] of Object.entries(credentials)) {
    if (place === "cookie") headers["cookie"] = `coder_session_token=${value}`;
    if (place === "header Coder-Session-Token") headers["coder-session-token"] = value;
    if (place === "header Authorization") headers["authorization"] = value;
    if (place.startsWith("query ")) query.set(place.slice("query ".length), value);
  }
  return app.anonymous.get(`/users/me?${query}`, { headers });
}

/** The form a token has in a place. */
const inPlace = (place: (typeof places)[number], value: string) => ({
  [place]: place === "header Authorization" ? `Bearer ${value}` : value,
});

for (const place of places) {
  test(`a session token is accepted in ${place}`, async () => {
    const answer = await ask(inPlace(place, token));

    expect(answer.status).toBe(200);
    expect(answer.json.id).toBe(user.id);
  });
}

for (const [index, first] of places.entries()) {
  for (const second of places.slice(index + 1)) {
    test(`a wrong token in ${first} is not rescued by a right one in ${second}`, async () => {
      const answer = await ask({ ...inPlace(first, unknownToken), ...inPlace(second, token) });

      expect(answer.status).toBe(401);
    });

    test(`a right token in ${first} wins over a wrong one in ${second}`, async () => {
      const answer = await ask({ ...inPlace(first, token), ...inPlace(second, unknownToken) });

      expect(answer.status).toBe(200);
    });
  }
}

test("empty places are passed over", async () => {
  const answer = await ask({
    cookie: "",
    "query coder_session_token": "",
    "header Coder-Session-Token": "",
    "header Authorization": "Bearer ",
    "query access_token": token,
  });

  expect(answer.status).toBe(200);
});

for (const value of ["bearer TOKEN", "BEARER TOKEN", "Bearer   TOKEN  "]) {
  test(`Authorization: ${value} is read whatever its case and spaces`, async () => {
    const answer = await ask({ "header Authorization": value.replace("TOKEN", token) });

    expect(answer.status).toBe(200);
  });
}

for (const scheme of ["Basic", "Token", "Bearertoken"]) {
  test(`an Authorization header of the scheme ${scheme} is no credential`, async () => {
    const answer = await ask({ "header Authorization": `${scheme} ${token}` });

    expect(answer.status).toBe(401);
  });
}

const malformed: readonly (readonly [string, string])[] = [
  ["without hyphen", "A".repeat(33)],
  ["with two hyphens", "AAAAAAAAAA-BBBBBBBBBBB-BBBBBBBBBB"],
  ["with a short id", "AAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBBB"],
  ["with a long secret", `${unknownToken}B`],
  ["of one character", "x"],
  ["of ten thousand characters", "x".repeat(10_000)],
  ["with a letter beyond ASCII", "AAAAAAAAA\u00e4-BBBBBBBBBBBBBBBBBBBBBB"],
  ["with SQL", "'; drop--1-BBBBBBBBBBBBBBBBBBBBBB"],
];
for (const [what, value] of malformed) {
  test(`a token ${what} is a 401`, async () => {
    const answer = await ask({ "query access_token": value });

    expect(answer.status).toBe(401);
    expect(answer.json.message).toMatch(/signed out/);
  });
}

test("a 401 carries the challenge that OAuth clients start from", async () => {
  const answer = await app.anonymous.get("/users/me");

  expect(answer.headers["www-authenticate"]).toBe(
    'Bearer realm="coder", error="invalid_token", ' +
      'error_description="The access token is missing or invalid", ' +
      'resource_metadata="http://gatehouse.test/.well-known/oauth-protected-resource"',
  );
});

test("the challenge for an expired key says that it expired", async () => {
  clock.advance(24 * 3_600_000 + 1);

  const answer = await ask({ "header Coder-Session-Token": token });

  expect(answer.status).toBe(401);
  expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
  expect(answer.headers["www-authenticate"]).toMatch(/error_description="[^"]*expired[^"]*"/);
  expect(answer.json.detail).toMatch(/expired at 2026-03-02T12:00:00/);
});

test("a key is good until the very moment it expires", async () => {
  clock.advance(24 * 3_600_000);

  expect((await ask({ "header Coder-Session-Token": token })).status).toBe(200);
});

test("an unknown key and a wrong secret are the same bytes", async () => {
  const [id = ""] = token.split("-");
  const wrongSecret = await ask({ cookie: `${id}-BBBBBBBBBBBBBBBBBBBBBB` });
  const unknownId = await ask({ cookie: unknownToken });

  expect(wrongSecret.status).toBe(401);
  expect(wrongSecret.text).toBe(unknownId.text);
  const told = (answer: Answer) => ({
    ...answer.headers,
    date: "",
    "x-coder-request-id": "",
    "set-cookie": "",
  });
  expect(told(wrongSecret)).toEqual(told(unknownId));
});

test("an expired key with a wrong secret does not tell that it expired", async () => {
  const [id = ""] = token.split("-");
  clock.advance(48 * 3_600_000);

  const wrong = await ask({ cookie: `${id}-BBBBBBBBBBBBBBBBBBBBBB` });

  expect(wrong.text).toBe((await ask({ cookie: unknownToken })).text);
});

test("no answer to a bad credential repeats it", async () => {
  const canary = "CanaryCana-CanaryCanaryCanaryCana";
  for (const place of places) {
    const answer = await ask(inPlace(place, canary));
    expect(answer.text + JSON.stringify(answer.headers)).not.toContain("Canary");
  }
});

test("the session of a suspended user is refused with the status in the message", async () => {
  await owner.client.put(`/users/${user.id}/status/suspend`);

  const answer = await user.client.get("/users/me");

  expect(answer.status).toBe(401);
  expect(answer.json.message).toContain("suspended");
  expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
});

async function makeDormant(): Promise<void> {
  await sql`update users set status = 'dormant' where id = ${user.id}`.execute(app.deps.db);
  app.identities.invalidate([user.id]);
}

async function statusInDatabase(): Promise<string> {
  const { rows } = await sql<{ status: string }>`
    select u.status from users u where u.id = ${user.id}`.execute(app.deps.db);
  return rows[0]?.status ?? "";
}

test("a dormant user becomes active by using the API, and that is audited", async () => {
  await makeDormant();

  const answer = await user.client.get("/users/me");

  expect(answer.status).toBe(200);
  expect(answer.json.status).toBe("active");
  expect(await statusInDatabase()).toBe("active");
  const { rows } = await sql<{ additional_fields: unknown }>`
    select a.additional_fields from audit_logs a
    where a.resource_id = ${user.id} and a.action = 'write'`.execute(app.deps.db);
  expect(JSON.stringify(rows)).toContain("dormancy");
});

test("many requests at once activate a dormant user once", async () => {
  await makeDormant();

  const answers = await Promise.all(Array.from({ length: 8 }, () => user.client.get("/users/me")));

  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const { rows } = await sql`
    select 1 from audit_logs a where a.resource_id = ${user.id} and a.action = 'write'`.execute(
    app.deps.db,
  );
  expect(rows).toHaveLength(1);
});

test("a public route does not activate a dormant user", async () => {
  await makeDormant();

  const answer = await user.client.get("/entitlements");

  expect(answer.status).toBe(200);
  expect(answer.json.features.user_limit).not.toHaveProperty("actual");
  expect(await statusInDatabase()).toBe("dormant");
});

test("the metrics do not activate a dormant user and refuse him", async () => {
  await sql`update users set rbac_roles = '{owner}' where id = ${user.id}`.execute(app.deps.db);
  await makeDormant();

  const headers = { "coder-session-token": token, "x-forwarded-for": "192.0.2.1" };
  const answer = await app.anonymous.get("/metrics", { headers });

  expect(answer.status).toBe(401);
  expect(await statusInDatabase()).toBe("dormant");
});

for (const cookie of [unknownToken, "garbage", "%zz", '"'.repeat(50)]) {
  test(`a public route ignores the session cookie ${cookie.slice(0, 10)}`, async () => {
    const headers = { cookie: `coder_session_token=${cookie}` };

    expect((await app.anonymous.get("/buildinfo", { headers })).status).toBe(200);
    expect((await app.anonymous.get("/", { headers })).status).toBe(200);
  });
}

test("an expired cookie does not break public routes", async () => {
  clock.advance(48 * 3_600_000);
  const headers = { cookie: `coder_session_token=${token}` };

  const answer = await app.anonymous.get("/users/authmethods", { headers });

  expect(answer.status).toBe(200);
});

test("the credential of a request is never in the log", async () => {
  const lines: string[] = [];
  const { createLog } = await import("../platform/log.ts");
  const log = createLog({ level: "debug", destination: { write: (line) => lines.push(line) } });
  const logged = await startTestApp({ clock, log, databaseUrl: app.databaseUrl });

  for (const path of ["/users/me", "/nothing", "/users/%zz"]) {
    await logged.anonymous.get(`${path}?coder_session_token=${token}&access_token=${token}`);
    await logged.as(token).get(path, { headers: { authorization: `Bearer ${token}` } });
  }
  await logged.stop();

  expect(lines.length).toBeGreaterThan(3);
  expect(lines.join("")).not.toContain(token.split("-")[1]);
});
