import { createOwner, startTestApp, type TestApp, type TestUser } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

let plain: TestApp;
let owner: TestUser;
beforeAll(async () => {
  plain = await startTestApp();
  stops.push(() => plain.stop());
  owner = await createOwner(plain);
});

async function appWith(settings: Record<string, string>): Promise<TestApp> {
  const app = await startTestApp({ settings, databaseUrl: plain.databaseUrl });
  stops.push(() => app.stop());
  return app;
}

const credentials = () => ({ email: owner.email, password: owner.password });

/** The `Set-Cookie` lines of an answer for one cookie. */
function cookieLines(headers: Readonly<Record<string, unknown>>, name: string): string[] {
  const lines = [headers["set-cookie"] ?? []].flat().map(String);
  return lines.filter((line) => line.startsWith(`${name}=`));
}

const attributesOf = (line: string | undefined): string[] => (line ?? "").split("; ").slice(1);

async function loginCookie(app: TestApp): Promise<string | undefined> {
  const answer = await app.anonymous.post("/users/login", credentials());
  expect(answer.status).toBe(201);
  return cookieLines(answer.headers, "coder_session_token")[0];
}

test("a login hands the session to the browser for a year, out of reach of scripts", async () => {
  const cookie = await loginCookie(plain);

  expect(attributesOf(cookie).toSorted()).toEqual([
    "HttpOnly",
    "Max-Age=31536000",
    "Path=/",
    "SameSite=Lax",
  ]);
});

test("the session cookie of a login is the token of its answer, and works", async () => {
  const answer = await plain.anonymous.post("/users/login", credentials());
  const value = cookieLines(answer.headers, "coder_session_token")[0]?.split(/[=;]/)[1];

  expect(value).toBe(answer.json.session_token);
  const headers = { cookie: `coder_session_token=${value}` };
  expect((await plain.anonymous.get("/users/me", { headers })).status).toBe(200);
});

test("a deployment with an https address sends Secure cookies by default", async () => {
  const app = await appWith({ ACCESS_URL: "https://gatehouse.test" });

  expect(attributesOf(await loginCookie(app))).toContain("Secure");
  const page = await app.anonymous.get("/");
  expect(attributesOf(cookieLines(page.headers, "csrf_token")[0])).toContain("Secure");
});

test("cookies are sent cross-site only where that is configured", async () => {
  const app = await appWith({ SAMESITE_AUTH_COOKIE: "none", SECURE_AUTH_COOKIE: "true" });

  expect(attributesOf(await loginCookie(app))).toContain("SameSite=None");
});

test("a logout removes the session cookie with the attributes it was set with", async () => {
  const login = await plain.anonymous.post("/users/login", credentials());
  const answer = await plain.as(login.json.session_token).post("/users/logout");

  const [line = ""] = cookieLines(answer.headers, "coder_session_token");
  expect(line).toMatch(/^coder_session_token=;/);
  expect(attributesOf(line)).toEqual(
    expect.arrayContaining(["Max-Age=0", "Path=/", "HttpOnly", "SameSite=Lax"]),
  );
});

test("a browser without a valid CSRF cookie gets one with any answer", async () => {
  for (const path of ["/", "/users/me", "/buildinfo"]) {
    const answer = await plain.anonymous.get(path);
    const [line] = cookieLines(answer.headers, "csrf_token");
    const value = decodeURIComponent(line?.split(/[=;]/, 2)[1] ?? "");
    expect([path, Buffer.from(value, "base64").length]).toEqual([path, 32]);
    expect(attributesOf(line)).toEqual(expect.arrayContaining(["HttpOnly", "Path=/"]));
    expect(line).not.toMatch(/max-age|expires/i);
  }
});

test("a valid CSRF cookie is left alone, a broken one replaced", async () => {
  const valid = Buffer.alloc(32, 7).toString("base64");
  const kept = await plain.anonymous.get("/buildinfo", {
    headers: { cookie: `csrf_token=${encodeURIComponent(valid)}` },
  });
  const replaced = await plain.anonymous.get("/buildinfo", {
    headers: { cookie: "csrf_token=broken" },
  });

  expect(cookieLines(kept.headers, "csrf_token")).toEqual([]);
  expect(cookieLines(replaced.headers, "csrf_token")).toHaveLength(1);
});

test("two sessions of one user are two tokens", async () => {
  const first = await loginCookie(plain);
  const second = await loginCookie(plain);

  expect(first).not.toBe(second);
});

const hostPrefix = { HOST_PREFIX_COOKIE: "true", SECURE_AUTH_COOKIE: "true" };

test("in host-prefix mode a login sets the prefixed cookie and no other", async () => {
  const app = await appWith(hostPrefix);

  const answer = await app.anonymous.post("/users/login", credentials());

  expect(cookieLines(answer.headers, "coder_session_token")).toEqual([]);
  const [line] = cookieLines(answer.headers, "__Host-coder_session_token");
  expect(attributesOf(line)).toEqual(expect.arrayContaining(["Secure", "Path=/"]));
  expect(line).not.toMatch(/domain/i);
});

test("in host-prefix mode the prefixed cookie is a credential and the plain one is none", async () => {
  const app = await appWith(hostPrefix);
  const token = owner.client.token;
  const ask = (cookie: string) => app.anonymous.get("/users/me", { headers: { cookie } });

  expect((await ask(`__Host-coder_session_token=${token}`)).status).toBe(200);
  const refused = await ask(`coder_session_token=${token}`);
  expect(refused.status).toBe(401);
  expect(cookieLines(refused.headers, "coder_session_token")[0]).toContain("Max-Age=0");
});

test("in host-prefix mode a planted plain cookie does not replace the prefixed one", async () => {
  const app = await appWith(hostPrefix);
  const planted = "coder_session_token=AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB";
  const own = `__Host-coder_session_token=${owner.client.token}`;

  const answer = await app.anonymous.get("/users/me", {
    headers: { cookie: `${planted}; ${own}` },
  });

  expect(answer.status).toBe(200);
  expect(cookieLines(answer.headers, "coder_session_token")[0]).toContain("Max-Age=0");
});

test("without host-prefix mode a prefixed cookie means nothing", async () => {
  const headers = { cookie: `__Host-coder_session_token=${owner.client.token}` };

  expect((await plain.anonymous.get("/users/me", { headers })).status).toBe(401);
});

test("a server with host-prefix cookies that browsers would discard does not start", async () => {
  const started = startTestApp({
    databaseUrl: plain.databaseUrl,
    settings: { HOST_PREFIX_COOKIE: "true", SECURE_AUTH_COOKIE: "false" },
  });

  await expect(started).rejects.toThrow(/host-prefix/);
});
