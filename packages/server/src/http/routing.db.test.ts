import { once } from "node:events";
import { Agent, request } from "node:http";
import {
  createOwner,
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
  app = await startTestApp();
  origin = await app.listen();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

for (const path of [
  "//api/v2/users/me",
  "//api//v2///users////me",
  "/users/me/",
  "//api/v2/users/me//",
  "/users/%6De",
]) {
  test(`slashes too many and escapes do not matter: ${path}`, async () => {
    const answer = await owner.client.get(path);

    expect(answer.status).toBe(200);
    expect(answer.json.id).toBe(owner.id);
  });
}

test("a collection answers with and without its trailing slash", async () => {
  expect((await owner.client.get("/users")).json).toEqual((await owner.client.get("/users/")).json);
  expect((await app.anonymous.get("/api/v2")).status).toBe(200);
  expect((await app.anonymous.get("/api/v2/")).status).toBe(200);
});

test("paths are case-sensitive", async () => {
  expect((await owner.client.get("/Users/me")).status).toBe(404);
  expect((await owner.client.get("/users/me/Appearance")).status).toBe(404);
});

test("an unknown API path says that the route does not exist, an unknown object that it was not found", async () => {
  const route = await owner.client.get("/nothing");
  const object = await owner.client.get("/users/nobody");

  expect([route.status, object.status]).toEqual([404, 404]);
  expect(route.json.message).not.toBe(object.json.message);
});

for (const path of [
  "/api/v2/nothing",
  "/api",
  "//api/nothing",
  "//%61pi/v2/nothing",
  "//api?x=1",
  "/oauth2/nothing",
  "/.well-known/nothing",
]) {
  test(`an unknown path of the API is JSON: ${path}`, async () => {
    const answer = await app.anonymous.get(path);

    expect(answer.status).toBe(404);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.json.message).toBe("This route does not exist.");
  });
}

for (const path of ["//setup", "//templates/x/y", "//apis/v2"]) {
  test(`an unknown path elsewhere is a page: ${path}`, async () => {
    const answer = await app.anonymous.get(path);

    expect(answer.status).toBe(404);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  });
}

const wrongMethods = [
  ["POST", "/buildinfo"],
  ["PATCH", "/users"],
  ["DELETE", "/users/me/appearance"],
  ["PUT", "/users/first"],
  ["POST", "/users/me"],
  ["OPTIONS", "/users/me"],
  ["OPTIONS", "/buildinfo"],
] as const;
for (const [method, path] of wrongMethods) {
  test(`${method} ${path} is a known path and a wrong method: 405 and nothing else`, async () => {
    const answer = await owner.client.send(method, path);

    expect(answer.status).toBe(405);
    expect(answer.text).toBe("");
  });
}

test("a wrong method on a known path does not tell whether one is signed in", async () => {
  const signedIn = await owner.client.send("PATCH", "/users/me");
  const stranger = await app.anonymous.send("PATCH", "/users/me");

  expect([signedIn.status, stranger.status]).toEqual([405, 405]);
});

test("HEAD answers like GET, without the body", async () => {
  const head = await owner.client.send("HEAD", "/users/me");
  const get = await owner.client.get("/users/me");

  expect(head.status).toBe(200);
  expect(head.text).toBe("");
  expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
  expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
});

test("HEAD is refused like GET", async () => {
  expect((await app.anonymous.send("HEAD", "/users/me")).status).toBe(401);
  expect((await app.anonymous.send("HEAD", "/nothing")).status).toBe(404);
});

test("fixed names below users are no user names", async () => {
  for (const path of ["/users/first", "/users/authmethods"]) {
    expect((await app.anonymous.get(path)).status).toBe(200);
  }
  expect((await app.anonymous.get("/users/login")).status).toBe(405);
  expect((await app.anonymous.get("/users/validate-password")).status).toBe(405);
});

const anyType = [
  undefined,
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain; charset=utf-16",
  "nonsense",
  "a/b/c;;;=",
  "application/json; charset=\u00e9",
  "",
];
for (const type of anyType) {
  test(`a JSON body is read whatever its type says: ${JSON.stringify(type)}`, async () => {
    const body = JSON.stringify({ email: owner.email, password: owner.password });
    const headers = type === undefined ? {} : { "content-type": type };

    const answer = await app.anonymous.post("/users/login", body, { headers });

    expect(answer.status).toBe(201);
  });
}

for (const type of anyType) {
  test(`an endpoint without body takes an empty one of the type ${JSON.stringify(type)}`, async () => {
    const headers = type === undefined ? {} : { "content-type": type };

    const answer = await owner.client.put("/users/me/gitsshkey", undefined, { headers });

    expect(answer.status).toBe(200);
  });
}

test("an endpoint without body ignores the one it gets", async () => {
  const answer = await owner.client.put("/users/me/gitsshkey", "{ this is no JSON");

  expect(answer.status).toBe(200);
});

/** What some HTTP clients send with every request on plain HTTP. */
const wish = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
const closing = wish.replace("Connection: ", "Connection: close, ");

test("the wish for another protocol is ignored", async () => {
  const answer = await sendRaw(
    origin,
    `GET /api/v2/buildinfo HTTP/1.1\r\nHost: x\r\n${closing}\r\n`,
  );

  expect(answer?.status).toBe(200);
  expect(JSON.parse(answer?.body ?? "")).toHaveProperty("version");
});

test("the wish for another protocol is ignored on a request with a body", async () => {
  const body = JSON.stringify({ password: "x" });
  const head = `POST /api/v2/users/validate-password HTTP/1.1\r\nHost: x\r\n${closing}`;

  const answer = await sendRaw(origin, `${head}Content-Length: ${body.length}\r\n\r\n${body}`);

  expect(answer?.status).toBe(200);
  expect(JSON.parse(answer?.body ?? "")).toHaveProperty("valid");
});

test("a connection goes on after an ignored wish", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c" };
  const sockets = new Set<unknown>();

  for (const path of ["/healthz", "/api/v2/buildinfo", "/api/v2/users/authmethods"]) {
    const asked = request(`${origin}${path}`, { agent, headers });
    asked.once("socket", (socket) => sockets.add(socket));
    asked.end();
    const [answer] = await once(asked, "response");
    expect(answer.statusCode).toBe(200);
    await once(answer.resume(), "end");
  }
  agent.destroy();

  expect(sockets.size).toBe(1);
});

test("an unknown path of the API is JSON in absolute form, too", async () => {
  const target = "http://elsewhere.example/api/v2/nothing";
  const answer = await sendRaw(
    origin,
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );

  expect(answer?.status).toBe(404);
  expect(answer?.headers["content-type"]).toBe("application/json; charset=utf-8");
});

test("what clients tell about themselves never fails a request", async () => {
  const headers = { "coder-cli-telemetry": "x".repeat(9000), "coder-desktop-telemetry": "%%%" };

  expect((await owner.client.get("/users/me", { headers })).status).toBe(200);
});

test("a websocket elsewhere is answered like any request", async () => {
  const websocket = "Connection: close, Upgrade\r\nUpgrade: websocket\r\n";
  const ask = (path: string) =>
    sendRaw(origin, `GET ${path} HTTP/1.1\r\nHost: x\r\n${websocket}\r\n`);

  expect((await ask("/api/v2/nothing"))?.status).toBe(404);
  expect((await ask("/api/v2/users/me"))?.status).toBe(401);
  expect((await ask("/healthz"))?.status).toBe(200);
});

test("by default no page of another origin may read anything", async () => {
  const headers = { origin: "https://evil.example", "access-control-request-method": "GET" };
  for (const path of ["/buildinfo", "/users/me", "/healthz"]) {
    for (const method of ["GET", "OPTIONS"] as const) {
      const answer = await app.anonymous.send(method, path, { headers });
      const allowances = Object.keys(answer.headers).filter((name) => name.startsWith("access-"));
      expect([path, method, allowances]).toEqual([path, method, []]);
    }
  }
});

test("the latency check may be read from everywhere, without credentials", async () => {
  const headers = { origin: "https://proxy.example" };
  const answer = await app.anonymous.get("/latency-check", { headers });

  expect(answer.text).toBe("OK");
  expect(answer.headers).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-credentials": "false",
    "timing-allow-origin": "*",
  });
});

test("the dangerous switch opens reading and nothing else, never with credentials", async () => {
  const open = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: { DANGEROUS_ALLOW_CORS_REQUESTS: "true" },
  });
  const origin = "https://other.example";
  const read = await open.anonymous.get("/buildinfo", { headers: { origin } });
  const asking = (method: string) =>
    open.anonymous.send("OPTIONS", "/users/me", {
      headers: { origin, "access-control-request-method": method },
    });
  const preflight = await asking("GET");
  const writing = await asking("PUT");
  await open.stop();

  expect(read.headers["access-control-allow-origin"]).toBe("*");
  expect(preflight.status).toBe(204);
  expect(preflight.headers["access-control-allow-methods"]).toBe("OPTIONS, GET");
  expect(writing.headers).not.toHaveProperty("access-control-allow-origin");
  for (const { headers } of [read, preflight, writing]) {
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  }
});
