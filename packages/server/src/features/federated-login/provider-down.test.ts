import {
  callbacks,
  createOwner,
  eventually,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
  startWitness,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

let idp: HostileIdp;
let app: TestApp;
let owner: TestUser;
const others: TestApp[] = [];

beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp({ settings: oidcSettings(idp) });
  owner = await createOwner(app);
});
afterEach(async () => {
  introduce(idp);
  for (const other of others.splice(0)) await other.stop();
});
afterAll(async () => {
  await app.stop();
  await idp.stop();
});

async function freshApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const fresh = await startTestApp({
    databaseUrl: app.databaseUrl,
    settings: oidcSettings(idp, settings),
  });
  others.push(fresh);
  return fresh;
}

test.each([
  ["answers 500", { discovery: { status: 500, body: "" } }],
  ["answers garbage", { discovery: { body: "<html>" } }],
  ["names another issuer", { metadata: { issuer: "https://other.example" } }],
  ["lacks an endpoint", { metadata: { token_endpoint: undefined } }],
])(
  "a provider whose discovery %s keeps the server running: sign-in is a 503",
  async (_how, behaviour) => {
    introduce(idp, {}, behaviour);
    const fresh = await freshApp();

    const start = await fresh.anonymous.get(callbacks.oidc);
    const methods = await fresh.anonymous.get("/users/authmethods");

    expect(start.status).toBe(503);
    expect(start.json.message).toContain("cannot be reached");
    expect(methods.json.oidc.enabled).toBe(true);
    expect((await owner.client.get("/users/me")).status).toBe(200);
  },
);

test("a provider that was down is found when it is back, without a restart", async () => {
  introduce(idp, {}, { discovery: { status: 503, body: "" } });
  const fresh = await freshApp();
  expect((await fresh.anonymous.get(callbacks.oidc)).status).toBe(503);
  introduce(idp);

  await eventually(async () => {
    await fresh.deps.signIn.oidc?.keepReady();
    return fresh.deps.signIn.oidc?.state().issuer === idp.issuer;
  }, "the provider is found");

  expect((await signInWith(fresh, idp)).answer.status).toBe(307);
});

test("an address where nobody listens is a 503 page for people", async () => {
  const fresh = await freshApp({ OIDC_ISSUER_URL: "http://127.0.0.1:1" });

  const answer = await fresh.anonymous.get(callbacks.oidc, { headers: { accept: "text/html" } });

  expect(answer.status).toBe(503);
  expect(answer.headers["content-type"]).toContain("text/html");
  expect(answer.text).toContain("try again");
});

test.each([
  ["500", { status: 500, body: "oops" }, "status 500"],
  ["garbage", { body: "<html>garbage</html>" }, "not usable"],
  ["an answer without tokens", { body: {} }, "not usable"],
  [
    "an OAuth error",
    { status: 400, body: { error: "invalid_client", error_description: "Bad secret" } },
    "invalid_client: Bad secret",
  ],
])("a token endpoint that answers %s is a 500 that says so", async (_what, token, detail) => {
  introduce(idp, {}, { token });

  const { answer, browser } = await signInWith(app, idp);

  expect(answer.status).toBe(500);
  expect(answer.json.detail).toContain(detail);
  expect(answer.json.detail).not.toContain("html");
  expect(browser.cookies.has("oauth_state")).toBe(false);
});

test("keys that cannot be read are a 500, and a rotated key is found", async () => {
  introduce(idp, {}, { jwks: { status: 500, body: "" } });
  const fresh = await freshApp();
  const failed = await signInWith(fresh, idp);
  introduce(idp);
  const healthy = await signInWith(fresh, idp);

  expect([failed.answer.status, healthy.answer.status]).toEqual([500, 307]);
  expect(failed.answer.json.detail).toContain("keys");
});

test("a provider that does not answer is given up after ten seconds, and other requests do not notice", async () => {
  introduce(idp, {}, { silent: new Set(["/token"]) });
  const fresh = await freshApp();
  const witness = startWitness(await fresh.listen());

  const { answer } = await signInWith(fresh, idp);
  await witness.verdict();

  expect(answer.status).toBe(500);
  expect(answer.json.detail).toContain("no answer within 10 seconds");
});

test("whatever of the provider does not answer is told after ten seconds: discovery, keys, userinfo", async () => {
  const told = await Promise.all(
    ["/.well-known/openid-configuration", "/jwks", "/userinfo"].map(async (path) => {
      const slow = await startHostileIdp();
      introduce(slow, {}, { silent: new Set([path]) });
      const { databaseUrl } = app;
      const on = await startTestApp({ databaseUrl, settings: oidcSettings(slow) });
      const start = await on.anonymous.get(callbacks.oidc);
      const answer = start.status === 307 ? (await signInWith(on, slow)).answer : start;
      await on.stop();
      await slow.stop();
      return [path, answer.status, String(answer.json.detail ?? answer.json.message)];
    }),
  );

  expect(told).toEqual([
    ["/.well-known/openid-configuration", 503, expect.stringContaining("cannot be reached")],
    ["/jwks", 500, expect.stringContaining("keys")],
    ["/userinfo", 500, expect.stringContaining("no answer within 10 seconds")],
  ]);
});

test("an answer beyond 1 MiB is not read to its end", async () => {
  introduce(idp, {}, { userinfo: { body: `{"a":"${"x".repeat(2_000_000)}"}` } });

  const { answer } = await signInWith(app, idp);

  expect(answer.status).toBe(500);
  expect(answer.json.detail).toContain("too large");
});
