import {
  type Answer,
  createOwner,
  openSocket,
  readToEnd,
  sendRaw,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let app: TestApp;
let origin: string;
let owner: TestUser;
beforeAll(async () => {
  app = await startTestApp({ settings: { STRICT_TRANSPORT_SECURITY: "3600" } });
  origin = await app.listen();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Headers = Readonly<Record<string, unknown>>;

function expectCommonHeaders(headers: Headers): void {
  expect(headers["x-coder-build-version"]).toMatch(/^v\d+\.\d+\.\d+/);
  expect(headers["x-gatehouse-version"]).toMatch(/^v\d+\.\d+\.\d+/);
  expect(headers["x-coder-request-id"]).toMatch(uuid);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["vary"]).toMatch(/\bCookie\b/);
}

const json = "application/json; charset=utf-8";
const body = { theme_preference: "dark", terminal_font: "ibm-plex-mono" };
const sameSettings = { dismissed_healthchecks: [] };

const answers: readonly (readonly [string, number, () => Promise<Answer>])[] = [
  ["a read", 200, () => owner.client.get("/users/me")],
  ["a creation", 201, () => app.anonymous.post("/users/login", credentials())],
  ["nothing to say", 204, () => owner.client.put("/debug/health/settings", sameSettings)],
  ["a malformed body", 400, () => owner.client.put("/users/me/appearance", "{")],
  ["a malformed path", 400, () => app.anonymous.get("/api/v2/%zz")],
  ["no credential", 401, () => app.anonymous.get("/users/me")],
  ["an unknown user", 404, () => owner.client.get("/users/nobody")],
  ["an unknown route", 404, () => app.anonymous.get("/nothing")],
  ["a wrong method", 405, () => app.anonymous.delete("/buildinfo")],
  ["a refused set-up", 409, () => app.anonymous.post("/users/first", firstUser())],
  ["a body too large", 413, () => app.anonymous.post("/csp/reports", "x".repeat(70_000))],
  ["the start page", 200, () => app.anonymous.get("/")],
  ["a missing page", 404, () => app.anonymous.get("//nothing-here")],
  ["the reference", 200, () => app.anonymous.get("/docs")],
  ["a style sheet", 200, () => app.anonymous.get("/docs/style.css")],
  ["the API document", 200, () => app.anonymous.get("/openapi.json")],
  ["a probe", 200, () => app.anonymous.get("/healthz")],
  ["a change", 200, () => owner.client.put("/users/me/appearance", body)],
];

const credentials = () => ({ email: owner.email, password: owner.password });
const firstUser = () => ({ ...credentials(), username: "somebody" });

for (const [what, status, ask] of answers) {
  test(`the headers that clients rely on are on ${what} (${status})`, async () => {
    const answer = await ask();

    expect(answer.status).toBe(status);
    expectCommonHeaders(answer.headers);
    const typed = answer.text.startsWith("{") ? json : answer.headers["content-type"];
    expect(answer.headers["content-type"]).toBe(typed);
  });
}

const refusedByParser: readonly (readonly [string, number, string])[] = [
  ["headers too large", 431, `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
  ["no HTTP at all", 400, "\u0016\u0003\u0001 hello\r\n\r\n"],
  ["a broken header", 400, "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"],
];
for (const [what, status, bytes] of refusedByParser) {
  test(`the headers that clients rely on are on the refusal of ${what} (${status})`, async () => {
    const answer = await sendRaw(origin, bytes);

    expect(answer?.status).toBe(status);
    expectCommonHeaders(answer?.headers ?? {});
    expect(JSON.parse(answer?.body ?? "").message).not.toBe("");
    expect(answer?.headers["content-type"]).toBe(json);
    expect(answer?.headers["connection"]).toBe("close");
  });
}

test("the headers that clients rely on are on a refused upgrade", async () => {
  const answer = await sendRaw(
    origin,
    "GET /api/v2/debug/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );

  expect(answer?.status).toBe(401);
  expectCommonHeaders(answer?.headers ?? {});
  expect(answer?.headers["www-authenticate"]).toContain('error="invalid_token"');
  expect(JSON.parse(answer?.body ?? "").message).toMatch(/signed out/);
});

test("every request has an id of its own, whatever the client claims", async () => {
  const headers = { "x-coder-request-id": "11111111-1111-4111-8111-111111111111" };
  const first = await app.anonymous.get("/buildinfo", { headers });
  const second = await app.anonymous.get("/buildinfo", { headers });

  const ids = [first, second].map((answer) => answer.headers["x-coder-request-id"]);
  expect(new Set([...ids, headers["x-coder-request-id"]]).size).toBe(3);
});

test("the version that clients compare is the configured one", async () => {
  const other = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { COMPAT_VERSION: "v2.20.1" },
  });
  const answer = await other.anonymous.get("/users/first");
  const info = await other.anonymous.get("/buildinfo");
  await other.stop();

  expect(answer.headers["x-coder-build-version"]).toBe("v2.20.1");
  expect(info.json.version).toBe("v2.20.1");
});

test("policy and transport security are on pages and their files", async () => {
  for (const path of ["/", "/docs", "/docs/style.css", "//nothing-here"]) {
    const { headers } = await app.anonymous.get(path, { headers: { host: "gatehouse.test" } });

    expect([path, headers["strict-transport-security"]]).toEqual([path, "max-age=3600"]);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("report-uri /api/v2/csp/reports");
    expect(policy).toContain("connect-src 'self' ws://gatehouse.test wss://gatehouse.test");
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  }
});

test("policy and transport security are never on answers of the API", async () => {
  for (const path of ["/buildinfo", "/users/me", "/nothing", "/openapi.json", "/healthz"]) {
    const { headers } = await app.anonymous.get(path);

    expect(headers).not.toHaveProperty("content-security-policy");
    expect(headers).not.toHaveProperty("strict-transport-security");
  }
});

for (const host of ["evil.example;script-src *", "a b", "x\u00e9", "[::1", "h:99999"]) {
  test(`the host header ${host} does not get into the policy`, async () => {
    const { headers } = await app.anonymous.get("/", { headers: { host } });

    expect(String(headers["content-security-policy"])).toContain("connect-src 'self';");
  });
}

test("an operator's additions are in the policy", async () => {
  const other = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { ADDITIONAL_CSP_POLICY: "frame-src https://example.com,nonsense-src x" },
  });
  const { headers } = await other.anonymous.get("/");
  await other.stop();

  expect(headers["content-security-policy"]).toContain("frame-src 'self' https://example.com");
  expect(headers["content-security-policy"]).not.toContain("nonsense");
});

test("without the option there is no transport security header", async () => {
  const other = await startTestApp({ databaseUrl: app.databaseUrl });
  const { headers } = await other.anonymous.get("/");
  await other.stop();

  expect(headers).not.toHaveProperty("strict-transport-security");
});

test("several requests on one connection are answered in order", async () => {
  const socket = await openSocket(origin);
  const received = readToEnd(socket);
  const ask = (path: string, extra = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${extra}\r\n`;

  socket.write(ask("/healthz") + ask("/api/v2/nothing") + ask("/api/v2", "Connection: close\r\n"));
  const text = (await received).toString();

  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1]);
  expect(statuses).toEqual(["200", "404", "200"]);
});
