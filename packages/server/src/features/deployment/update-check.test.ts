import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createTestDatabase,
  startTestApp,
  type TestApp,
  type TestDatabase,
} from "@gatehouse/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { isCurrent } from "./update-check.ts";

/** A real feed of releases; what it answers is up to each test. */
let feed: Server;
let feedUrl: string;
let answerWith: RequestListener;
let asked = 0;
let database: TestDatabase;
const apps: TestApp[] = [];

beforeAll(async () => {
  feed = createServer((request, response) => {
    asked += 1;
    answerWith(request, response);
  });
  await new Promise<void>((resolve) => feed.listen(0, "127.0.0.1", resolve));
  feedUrl = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/latest`;
});
afterAll(() => {
  feed.closeAllConnections();
  feed.close();
});
beforeEach(async () => {
  asked = 0;
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await database.drop();
});

async function start(settings: Record<string, string> = {}): Promise<TestApp> {
  const app = await startTestApp({
    databaseUrl: database.url,
    settings: { UPDATE_CHECK: "true", UPDATE_CHECK_URL: feedUrl, ...settings },
  });
  apps.push(app);
  return app;
}

const release = (version: string): RequestListener => {
  const body = JSON.stringify({ version, url: "https://example.com/release", other: 1 });
  return (_request, response) => response.end(body);
};

const read = async (app: TestApp) => (await app.anonymous.get("/updatecheck")).json;

test("before the first success the deployment is current", async () => {
  const app = await start();

  const told = await read(app);

  expect(told.current).toBe(true);
  expect(told.version).toBe(app.deps.deployment.version);
  expect(told.url).not.toBe("");
});

test("a newer release of the feed is told to everybody", async () => {
  const app = await start();
  answerWith = release("v99.0.1");

  await app.deps.updates.check();

  expect(await read(app)).toEqual({
    current: false,
    version: "v99.0.1",
    url: "https://example.com/release",
  });
});

test("an older or equal release of the feed leaves the deployment current", async () => {
  const app = await start();
  answerWith = release(app.deps.deployment.version);

  await app.deps.updates.check();

  expect((await read(app)).current).toBe(true);
});

test("what one replica learned another one reads, and a restart keeps it", async () => {
  const here = await start();
  const there = await start();
  answerWith = release("v99.0.0");

  await here.deps.updates.check();
  await there.deps.updates.reload();

  expect((await read(there)).version).toBe("v99.0.0");
  expect(asked).toBe(1);
});

test("requests never ask the feed", async () => {
  const app = await start();
  for (let index = 0; index < 5; index += 1) await read(app);

  expect(asked).toBe(0);
});

const failures: readonly (readonly [string, RequestListener])[] = [
  ["an error", (_request, response) => response.writeHead(500).end("broken")],
  ["no JSON", (_request, response) => response.end("<html>")],
  ["no version", (_request, response) => response.end('{"url":"https://example.com"}')],
  ["a script as address", (_request, response) => response.end(scriptRelease)],
  ["too much", (_request, response) => response.end(`{"version":"${"1".repeat(100_000)}"}`)],
  ["a cut connection", (request) => request.socket.destroy()],
];
const scriptRelease = '{"version":"v99.0.0","url":"javascript:alert(1)"}';

for (const [what, listener] of failures) {
  test(`a feed that answers with ${what} leaves the last known release`, async () => {
    const app = await start();
    answerWith = release("v98.0.0");
    await app.deps.updates.check();
    answerWith = listener;

    await app.deps.updates.check();

    expect((await read(app)).version).toBe("v98.0.0");
  });
}

test("with checks switched off nobody is asked", async () => {
  const app = await start({ UPDATE_CHECK: "false" });
  answerWith = release("v99.0.0");

  await app.deps.updates.check();

  expect(asked).toBe(0);
  expect((await read(app)).current).toBe(true);
});

test.each([
  ["v1.2.3", "v1.2.3", true],
  ["v1.2.4", "v1.2.3", true],
  ["v1.10.0", "v1.9.9", true],
  ["v1.9.9", "v1.10.0", false],
  ["v1.2.3-devel+abc", "v1.2.3", true],
  ["v0.9.0", "1.0.0", false],
  ["v2.0.0", "v1.99.99", true],
])("%s against %s is current: %s", (own, latest, expected) => {
  expect(isCurrent(own, latest)).toBe(expected);
});
