import {
  type Answer,
  createOwner,
  type SendOptions,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

/** The pair that a released frontend has built in (spec users §2.5). */
const cookieVector = "JXm9hOUdZctWt0ZZGAy9xiS/gxMKYOThdxjjMnMUyn4=";
const headerVector =
  "KNKvagCBEHZK7ihe2t7fj6VeJ0UyTDco1yVUJE8N06oNqxLu5Zx1vRxZbgfC0mJJgeGkVjgs08mgPbcWPBkZ1A==";
const stranger = "AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB";

const session = (): string => `coder_session_token=${owner.client.token}`;

interface Browser {
  cookie: string;
  headers?: Record<string, string>;
  path?: string;
}

/** Changes something that every user may change, the way a browser would. */
function change({ cookie, headers = {}, path = "/users/me/appearance" }: Browser): Promise<Answer> {
  const options: SendOptions = { headers: { cookie, ...headers } };
  const body = { theme_preference: "dark", terminal_font: "ibm-plex-mono" };
  return app.anonymous.put(path, body, options);
}

test("a change with nothing but the session cookie is refused with 400", async () => {
  const answer = await change({ cookie: session() });

  expect(answer.status).toBe(400);
  expect(answer.json.message).toMatch(/CSRF/);
});

test("the pair that released frontends carry is accepted", async () => {
  const answer = await change({
    cookie: `${session()}; csrf_token=${cookieVector}`,
    headers: { "x-csrf-token": headerVector },
  });

  expect(answer.status).toBe(200);
});

test("the token is accepted without its mask, too", async () => {
  const answer = await change({
    cookie: `${session()}; csrf_token=${cookieVector}`,
    headers: { "x-csrf-token": cookieVector },
  });

  expect(answer.status).toBe(200);
});

test("a token of another browser is refused", async () => {
  const other = Buffer.alloc(32, 1).toString("base64");
  const answer = await change({
    cookie: `${session()}; csrf_token=${other}`,
    headers: { "x-csrf-token": headerVector },
  });

  expect(answer.status).toBe(400);
});

test("a header without its cookie is refused", async () => {
  const answer = await change({ cookie: session(), headers: { "x-csrf-token": headerVector } });

  expect(answer.status).toBe(400);
});

const proofs: readonly (readonly [string, (token: string) => Omit<Browser, "cookie">])[] = [
  ["the session token as header", (token) => ({ headers: { "coder-session-token": token } })],
  [
    "the session token in the query",
    (token) => ({ path: `/users/me/appearance?coder_session_token=${token}` }),
  ],
  ["a bearer token", () => ({ headers: { authorization: `Bearer ${stranger}` } })],
];
for (const [what, proof] of proofs) {
  test(`${what} shows that the request is no forgery`, async () => {
    const answer = await change({ cookie: session(), ...proof(owner.client.token ?? "") });

    expect(answer.status).toBe(200);
  });
}

test("a cookie and another token in the header are told apart from a missing token", async () => {
  const answer = await change({
    cookie: session(),
    headers: { "coder-session-token": stranger },
  });

  expect(answer.status).toBe(400);
  expect(answer.json.message).toMatch(/two different session tokens/);
});

test("a stale cookie beside a valid header is refused as forgery, not as signed out", async () => {
  const answer = await change({
    cookie: `coder_session_token=${stranger}`,
    headers: { "coder-session-token": owner.client.token ?? "" },
  });

  expect(answer.status).toBe(400);
});

test("a header alone needs no CSRF token", async () => {
  const body = { theme_preference: "dark", terminal_font: "ibm-plex-mono" };

  expect((await owner.client.put("/users/me/appearance", body)).status).toBe(200);
});

test("a read with nothing but the session cookie is answered", async () => {
  const answer = await app.anonymous.get("/users/me", { headers: { cookie: session() } });

  expect(answer.status).toBe(200);
});

test("a login from a browser that still holds a session needs the token", async () => {
  const body = { email: owner.email, password: owner.password };

  const without = await app.anonymous.post("/users/login", body, {
    headers: { cookie: session() },
  });
  const withToken = await app.anonymous.post("/users/login", body, {
    headers: { cookie: `${session()}; csrf_token=${cookieVector}`, "x-csrf-token": headerVector },
  });

  expect(without.status).toBe(400);
  expect(withToken.status).toBe(201);
});

for (const [path, expected] of [
  ["/csp/reports", 200],
  ["/users/first", 409],
] as const) {
  test(`${path} needs no token, because browsers send it without`, async () => {
    const body = {
      "csp-report": {},
      username: "somebody",
      email: "somebody@example.com",
      password: owner.password,
    };

    const answer = await app.anonymous.post(path, body, { headers: { cookie: session() } });

    expect(answer.status).toBe(expected);
  });
}

for (const path of [
  "//api/v2/users/me/appearance",
  "/api/v2//users/me/appearance/",
  "/%61pi/v2/users/me/appearance",
  "/api/v2/csp/reports/../../users/me/appearance",
]) {
  test(`no spelling of a path escapes the check: ${path}`, async () => {
    const target = path.startsWith("/%") ? `/${path}` : path;

    const answer = await change({ cookie: session(), path: target });

    expect([400, 404]).toContain(answer.status);
  });
}

for (const site of ["cross-site", "same-site"]) {
  test(`a request that the browser calls ${site} is refused even with a token`, async () => {
    const answer = await change({
      cookie: `${session()}; csrf_token=${cookieVector}`,
      headers: { "x-csrf-token": headerVector, "sec-fetch-site": site },
    });

    expect(answer.status).toBe(400);
  });
}

test("a planted second CSRF cookie does not help its planter", async () => {
  const planted = Buffer.alloc(32, 3).toString("base64");
  const answer = await change({
    cookie: `${session()}; csrf_token=${planted}; csrf_token=${cookieVector}`,
    headers: { "x-csrf-token": planted },
  });

  expect(answer.status).toBe(400);
});
