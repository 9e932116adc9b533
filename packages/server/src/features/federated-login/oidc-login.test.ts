import {
  type Answer,
  type BrowserJar,
  browserJar,
  createOwner,
  startOidcProvider,
  startTestApp,
  type TestApp,
  type TestOidcProvider,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

const callback = "/users/oidc/callback";
let provider: TestOidcProvider;
let app: TestApp;
let owner: TestUser;

beforeAll(async () => {
  provider = await startOidcProvider();
  app = await startTestApp({
    settings: {
      OIDC_ISSUER_URL: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      DANGEROUS_OIDC_ALLOW_HTTP: "true",
    },
  });
  owner = await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
});

interface Person {
  sub: string;
  email: string;
  email_verified: boolean;
  preferred_username: string;
  name: string;
}

async function person(change: Partial<Person> = {}): Promise<Person> {
  const sub = change.sub ?? uniqueName("sub");
  const made = {
    sub,
    email: `${sub}@example.com`,
    email_verified: true,
    preferred_username: sub,
    name: "Some Body",
    ...change,
  };
  await provider.addAccount(made);
  return made;
}

/** The query that the provider sends back to the callback. */
async function authorized(browser: BrowserJar, login: string, query = ""): Promise<string> {
  const start = await browser.get(`${callback}${query}`);
  expect(start.status).toBe(307);
  const answer = await provider.authorize(String(start.headers["location"]), login);
  return new URL(answer).search;
}

async function signIn(login: string, query = ""): Promise<{ browser: BrowserJar; answer: Answer }> {
  const browser = browserJar(app.anonymous);
  const search = await authorized(browser, login, query);
  return { browser, answer: await browser.get(`${callback}${search}`) };
}

test("a whole sign-in creates the user, stores the link and opens a session", async () => {
  const { email, name, sub } = await person();

  const { answer, browser } = await signIn(sub, "?redirect=%2Fworkspaces%3Fa%3Db");

  expect([answer.status, answer.text]).toEqual([307, ""]);
  expect(answer.headers["location"]).toBe("/workspaces?a=b");
  const me = await browser.get("/users/me");
  expect(me.json).toMatchObject({
    email,
    name,
    username: sub,
    login_type: "oidc",
    status: "active",
  });
  expect([...browser.cookies.keys()].sort()).toEqual(["coder_session_token", "csrf_token"]);
  expect((await owner.client.get(`/users/${sub}`)).status).toBe(200);
});
