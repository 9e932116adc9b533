import { createServer } from "node:net";
import {
  createOwner,
  createUser,
  eventually,
  openSocket,
  sendRaw,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../db/transaction.ts";
import { WebSocket } from "../../platform/websocket.ts";

let app: TestApp;
let origin: string;
let owner: TestUser;
let member: TestUser;
beforeAll(async () => {
  const port = await freePort();
  app = await startTestApp({ settings: { ACCESS_URL: `http://127.0.0.1:${port}` } });
  origin = await app.http.listen({ host: "127.0.0.1", port });
  owner = await createOwner(app);
  member = await createUser(app, owner);
});
afterAll(() => app.stop());

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

const echoUrl = () => `${origin.replace("http", "ws")}/api/v2/debug/ws`;

/** What the server answers to the wish for a websocket: the status of a refusal, or 101. */
function dial(headers: Record<string, string>, query = ""): Promise<number> {
  const socket = new WebSocket(`${echoUrl()}${query}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("error", reject);
  });
}

const asHeader = (user: TestUser) => ({ "coder-session-token": user.client.token ?? "" });
const asCookie = (user: TestUser) => ({ cookie: `coder_session_token=${user.client.token}` });

test("the health check finds that websockets get through", async () => {
  const { json } = await owner.client.get("/debug/health?force=true");

  expect(json.websocket).toMatchObject({ healthy: true, severity: "ok", code: 101 });
  expect(json.access_url).toMatchObject({ healthy: true, healthz_response: "OK" });
});

test("messages come back as they were sent, texts as texts and bytes as bytes", async () => {
  const socket = new WebSocket(echoUrl(), { headers: asHeader(owner) });
  const received: unknown[] = [];
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    received.push(isBinary ? [...data] : data.toString());
  });
  socket.on("open", () => {
    socket.send("one");
    socket.send(Buffer.from([0, 255]));
    socket.send("");
  });

  await eventually(() => received.length === 3, "three echoes");
  socket.terminate();

  expect(received).toEqual(["one", [0, 255], ""]);
});

test("the upgrade needs a credential that may read debug information", async () => {
  expect(await dial({})).toBe(401);
  expect(await dial({ "coder-session-token": "AAAAAAAAAA-BBBBBBBBBBBBBBBBBBBBBB" })).toBe(401);
  expect(await dial(asHeader(member))).toBe(403);
  expect(await dial(asHeader(owner))).toBe(101);
  expect(await dial({}, `?coder_session_token=${owner.client.token}`)).toBe(101);
});

test("a page of another origin cannot use the cookie of its visitor", async () => {
  const own = origin.replace(/\/$/, "");

  expect(await dial({ ...asCookie(owner), origin: own })).toBe(101);
  expect(await dial(asCookie(owner))).toBe(101);
  for (const foreign of ["https://evil.example", "null", `${own}.evil.example`, "file://"]) {
    expect([foreign, await dial({ ...asCookie(owner), origin: foreign })]).toEqual([foreign, 403]);
  }
});

test("a program with a header of its own may come from anywhere", async () => {
  expect(await dial({ ...asHeader(owner), origin: "https://elsewhere.example" })).toBe(101);
});

test("the session of a suspended owner opens nothing", async () => {
  const second = await createUser(app, owner, { roles: ["owner"] });
  await owner.client.put(`/users/${second.id}/roles`, { roles: [] });
  await owner.client.put(`/users/${second.id}/status/suspend`);

  expect(await dial(asHeader(second))).toBe(401);
});

test("a message beyond the bound ends its connection and no other", async () => {
  const large = new WebSocket(echoUrl(), { headers: asHeader(owner) });
  large.on("error", () => undefined);
  large.on("open", () => large.send("x".repeat(100_000)));

  await eventually(() => large.readyState === WebSocket.CLOSED, "the connection ends");

  expect(await dial(asHeader(owner))).toBe(101);
});

test("a broken handshake is a 400 and harms nobody", async () => {
  const wish = "Connection: Upgrade, close\r\nUpgrade: websocket\r\n";
  const token = `Coder-Session-Token: ${owner.client.token}\r\n`;
  const head = `GET /api/v2/debug/ws HTTP/1.1\r\nHost: x\r\n${wish}${token}`;

  const noKey = await sendRaw(origin, `${head}Sec-WebSocket-Version: 13\r\n\r\n`);
  const reset = await openSocket(origin);
  reset.write(`${head}\r\n`);
  reset.resetAndDestroy();

  expect(noKey?.status).toBe(400);
  expect(noKey?.headers).toHaveProperty("x-coder-build-version");
  expect(await dial(asHeader(owner))).toBe(101);
});

test("a stop ends open websockets", async () => {
  const other = await startTestApp({ databaseUrl: app.databaseUrl });
  const address = await other.listen();
  const socket = new WebSocket(`${address.replace("http", "ws")}/api/v2/debug/ws`, {
    headers: asHeader(owner),
  });
  await eventually(() => socket.readyState === WebSocket.OPEN, "open");

  await other.stop();

  await eventually(() => socket.readyState === WebSocket.CLOSED, "closed");
});

/** An open connection, what it received, and the code it was closed with. */
async function connected(headers: Record<string, string>) {
  const socket = new WebSocket(echoUrl(), { headers });
  const received: string[] = [];
  const state: { code: number | null } = { code: null };
  socket.on("message", (data) => received.push(String(data)));
  socket.on("close", (code) => {
    state.code = code;
  });
  await new Promise((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("error", reject);
  });
  return { socket, received, state };
}

test.each([
  [
    "its key is deleted",
    (id: string, key: string) => owner.client.delete(`/users/${id}/keys/${key}`),
  ],
  // No owner can be suspended through the API.
  [
    "its user is suspended",
    (id: string) =>
      inTransaction(app.deps.db, (tx) =>
        sql`update users set status = 'suspended' where id = ${id}::uuid`.execute(tx),
      ),
  ],
  ["the role is taken away", (id: string) => owner.client.put(`/users/${id}/roles`, { roles: [] })],
])("trap 7: a websocket is cut when %s", async (_, revoke) => {
  const admin = await createUser(app, owner, { roles: ["owner"] });
  const { socket, received, state } = await connected(asHeader(admin));
  socket.send("before");
  await eventually(async () => received.length === 1, "the first message came back");

  await revoke(admin.id, (admin.client.token ?? "").split("-")[0] ?? "");
  socket.send("after");

  await eventually(async () => state.code !== null, "the connection is closed");
  expect(state.code).toBe(1008);
  expect(received).toEqual(["before"]);
});
