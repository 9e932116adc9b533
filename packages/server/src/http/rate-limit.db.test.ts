import {
  type Answer,
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { frozenClock } from "../platform/clock.ts";

const clock = frozenClock(new Date("2026-03-01T12:00:00.000Z"));
const settings = {
  DANGEROUS_DISABLE_RATE_LIMITS: "false",
  API_RATE_LIMIT: "5",
  PROXY_TRUSTED_HEADERS: "X-Forwarded-For",
  PROXY_TRUSTED_ORIGINS: "127.0.0.1/32",
};

let unlimited: TestApp;
let app: TestApp;
let owner: TestUser;
let user: TestUser;
beforeAll(async () => {
  unlimited = await startTestApp({ clock });
  owner = await createOwner(unlimited);
  user = await createUser(unlimited, owner);
  app = await startTestApp({ clock, settings, databaseUrl: unlimited.databaseUrl });
});
afterAll(async () => {
  await app.stop();
  await unlimited.stop();
});

// Two windows later nothing of an earlier test is counted any more.
beforeEach(() => clock.advance(180_000));

const minute = 60_000;
let stranger = 0;
beforeEach(() => {
  stranger += 1;
});
/** The headers of a caller at an address of this test's own. */
const from = (last: number | string = 1) => ({ "x-forwarded-for": `10.0.${stranger}.${last}` });

async function times(count: number, ask: () => Promise<Answer>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await ask()).status);
  return statuses;
}

const buildInfo = (headers: Record<string, string> = from()) =>
  app.anonymous.get("/buildinfo", { headers });

test("requests beyond the limit are refused with the envelope and the time to wait", async () => {
  const statuses = await times(5, buildInfo);
  const refused = await buildInfo();

  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  expect(refused.status).toBe(429);
  expect(refused.json.message).toBe("Too many requests. Try again later.");
  expect(refused.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(refused.headers["retry-after"]).toBe("60");
  expect(refused.headers["x-ratelimit-remaining"]).toBe("0");
});

test("every limited answer tells limit, remainder and the end of the window", async () => {
  const answer = await buildInfo();

  const windowEnd = Math.floor(clock.now().getTime() / minute) * 60 + 60;
  expect(answer.headers).toMatchObject({
    "x-ratelimit-limit": "5",
    "x-ratelimit-remaining": "4",
    "x-ratelimit-reset": String(windowEnd),
  });
});

test("refusals carry the limits too: 400, 401, 404 and 413 count", async () => {
  const answers = [
    await app.anonymous.post("/csp/reports", "{", { headers: from() }),
    await app.anonymous.get("/users/me", { headers: from() }),
    await app.as(user.client.token ?? "").get(`/users/${owner.id}`),
    await app.anonymous.post("/csp/reports", "x".repeat(70_000), { headers: from(2) }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([400, 401, 404, 413]);
  for (const { headers } of answers) expect(headers["x-ratelimit-limit"]).toBe("5");
});

test("callers are counted apart: by address, and by user whatever the address", async () => {
  await times(5, buildInfo);

  expect((await buildInfo()).status).toBe(429);
  expect((await buildInfo(from(2))).status).toBe(200);
  const asUser = app.as(user.client.token ?? "");
  expect((await asUser.get("/buildinfo", { headers: from() })).status).toBe(200);
});

test("a user is counted over all his addresses", async () => {
  const asUser = app.as(user.client.token ?? "");
  for (let index = 0; index < 5; index += 1) {
    await asUser.get("/users/me", { headers: from(index + 1) });
  }

  expect((await asUser.get("/users/me", { headers: from(99) })).status).toBe(429);
});

test("an invalid credential does not make a caller of its own", async () => {
  await times(5, buildInfo);
  const headers = { ...from(), "coder-session-token": "AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB" };

  expect((await buildInfo(headers)).status).toBe(429);
});

test("a network of IPv6 addresses is one caller", async () => {
  const at = (host: string) => ({ "x-forwarded-for": `2001:db8:0:${stranger}::${host}` });
  for (const host of ["1", "2", "3", "4", "ffff"]) await buildInfo(at(host));

  expect((await buildInfo(at("abcd"))).status).toBe(429);
  const next = { "x-forwarded-for": `2001:db8:1:${stranger}::1` };
  expect((await buildInfo(next)).status).toBe(200);
});

test("respelled paths share one counter", async () => {
  const spellings = [
    "//api/v2/buildinfo",
    "//api/v2/buildinfo/",
    "//api//v2///buildinfo",
    "//api/v2/%62uildinfo",
    "/buildinfo?x=1",
  ];
  for (const path of spellings) {
    expect((await app.anonymous.get(path, { headers: from() })).status).toBe(200);
  }

  expect((await buildInfo()).status).toBe(429);
});

test("every user has one counter for a route, whoever is named in its path", async () => {
  const asUser = app.as(user.client.token ?? "");
  for (const name of ["a", "b", "c", "d", "e"]) await asUser.get(`/users/${name}`);

  expect((await asUser.get("/users/f")).status).toBe(429);
});

test("paths and methods that nobody serves are limited too, all together", async () => {
  const asked = [
    await app.anonymous.get("/nothing", { headers: from() }),
    await app.anonymous.get("/nothing/else", { headers: from() }),
    await app.anonymous.send("DELETE", "/buildinfo", { headers: from() }),
    await app.anonymous.send("PATCH", "/users", { headers: from() }),
    await app.anonymous.send("POST", "/users/me/nothing", { headers: from() }),
  ];
  const refused = await app.anonymous.get("/anything", { headers: from() });

  expect(asked.map(({ status }) => status)).toEqual([404, 404, 405, 405, 404]);
  expect(asked[0]?.headers["x-ratelimit-remaining"]).toBe("4");
  expect(refused.status).toBe(429);
  expect((await buildInfo()).status).toBe(200);
});

test("pages that do not exist are not limited", async () => {
  const statuses = await times(7, () => app.anonymous.get("//no-page", { headers: from() }));

  expect(statuses).toEqual(Array(7).fill(404));
});

test("routes are counted apart", async () => {
  await times(6, buildInfo);

  const other = await app.anonymous.get("/users/authmethods", { headers: from() });

  expect(other.status).toBe(200);
});

test("a minute later half of the previous window still counts", async () => {
  clock.set(new Date(Math.ceil(clock.now().getTime() / minute) * minute));
  await times(5, buildInfo);

  clock.advance(1.5 * minute);
  const statuses = await times(4, buildInfo);

  expect(statuses.slice(0, 2)).toEqual([200, 200]);
  expect(statuses.at(-1)).toBe(429);
});

test("owners may skip the limits, others are told that they may not", async () => {
  const bypass = { "x-coder-bypass-ratelimit": "true" };
  const asOwner = app.as(owner.client.token ?? "");
  const asUser = app.as(user.client.token ?? "");

  const ownerStatuses = await times(8, () => asOwner.get("/users/me", { headers: bypass }));
  const refused = await asUser.get("/users/me", { headers: bypass });

  expect(ownerStatuses).toEqual(Array(8).fill(200));
  expect(refused.status).toBe(428);
  expect(refused.json.message).not.toBe("");
});

test("a stranger's wish to skip the limits is ignored", async () => {
  const headers = { ...from(), "x-coder-bypass-ratelimit": "true" };
  const statuses = await times(6, () => buildInfo(headers));

  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test("an owner's false wish is counted like none", async () => {
  const asOwner = app.as(owner.client.token ?? "");
  const headers = { "x-coder-bypass-ratelimit": "false" };

  expect(await times(6, () => asOwner.get("/experiments", { headers }))).toContain(429);
});

for (const path of ["/healthz", "/readyz", "/latency-check", "/derp/latency-check", "/docs"]) {
  test(`${path} is never limited`, async () => {
    const answers: Answer[] = [];
    for (let index = 0; index < 7; index += 1) {
      answers.push(await app.anonymous.get(path, { headers: from() }));
    }

    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(200));
    expect(answers[0]?.headers).not.toHaveProperty("x-ratelimit-limit");
  });
}

test("with the switch nothing is limited and nothing is told", async () => {
  const statuses = await times(10, () => unlimited.anonymous.get("/buildinfo"));
  const { headers } = await unlimited.anonymous.get("/buildinfo");

  expect(statuses).toEqual(Array(10).fill(200));
  expect(headers).not.toHaveProperty("x-ratelimit-limit");
});

test("an API limit of zero leaves the limit of logins", async () => {
  const other = await startTestApp({
    clock,
    databaseUrl: unlimited.databaseUrl,
    settings: { ...settings, API_RATE_LIMIT: "0" },
  });
  const free = await times(10, () => other.anonymous.get("/buildinfo"));
  const body = { password: "x" };
  const judged = await times(61, () => other.anonymous.post("/users/validate-password", body));
  await other.stop();

  expect(free).toEqual(Array(10).fill(200));
  expect(judged.slice(0, 60)).toEqual(Array(60).fill(200));
  expect(judged[60]).toBe(429);
});

test("the limiter of logins writes its headers over those of the API", async () => {
  const answer = await app.anonymous.post("/users/login", {}, { headers: from() });

  expect(answer.headers["x-ratelimit-limit"]).toBe("60");
});
