import {
  callbacks,
  introduce,
  meOf,
  type SignInStage,
  signInWith,
  startSignInStage,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

let stage: SignInStage;
let idp: SignInStage["idp"];
let app: SignInStage["app"];
let owner: SignInStage["owner"];
let logged: SignInStage["logged"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, app, owner, logged } = stage);
});
afterAll(() => stage.stop());

test("trap 19: the wire names of the button are camel case", async () => {
  const named = await stage.appWith({
    OIDC_SIGN_IN_TEXT: "Company login",
    OIDC_ICON_URL: "https://example.com/i.svg",
  });

  const methods = (await named.anonymous.get("/users/authmethods")).json;

  expect(methods).toEqual({
    password: { enabled: true },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: true, signInText: "Company login", iconUrl: "https://example.com/i.svg" },
  });
});

test("trap 20: every start sets the redirect cookie, also an empty one", async () => {
  const start = await app.anonymous.get(callbacks.oidc);

  const cookies = [start.headers["set-cookie"]].flat().map(String);
  const redirect = cookies.find((cookie) => cookie.startsWith("oauth_redirect="));
  expect(redirect).toMatch(/^oauth_redirect=; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/);
});

test("trap 21: the callback answers 307, and takes nothing but GET", async () => {
  introduce(idp);

  expect((await signInWith(app, idp)).answer.status).toBe(307);
  expect((await app.anonymous.post(callbacks.oidc, "code=x&state=y")).status).toBe(405);
});

test("trap 22: a redirect with an encoded query is decoded once", async () => {
  introduce(idp);
  const wanted = "/cli-auth?x=%2Fa%3Fb%3Dc&y=1";

  const { answer } = await signInWith(app, idp, {
    query: `?redirect=${encodeURIComponent(wanted)}`,
  });

  expect(answer.headers["location"]).toBe(wanted);
});

test("trap 23: the username never follows the provider", async () => {
  const claims = introduce(idp);
  const before = await meOf((await signInWith(app, idp)).browser);
  introduce(idp, { ...claims, preferred_username: uniqueName("renamed") });

  const after = await meOf((await signInWith(app, idp)).browser);

  expect(after["username"]).toBe(before["username"]);
});

test("trap 24: a deleted user's identity may sign up again", async () => {
  const claims = introduce(idp);
  const { id } = await meOf((await signInWith(app, idp)).browser);
  await owner.client.delete(`/users/${id}`);

  const again = await meOf((await signInWith(app, idp)).browser);

  expect(again["email"]).toBe(claims.email);
  expect(again["id"]).not.toBe(id);
});

test("trap 25: a login replaces the stored claims", async () => {
  const claims = introduce(idp, { department: "one" });
  await signInWith(app, idp);
  introduce(idp, { ...claims, department: "two" });

  const { browser } = await signInWith(app, idp);

  expect((await browser.get("/users/oidc-claims")).json.claims.department).toBe("two");
});

test("trap 28: U+0000 in claims is stripped, in names too", async () => {
  introduce(idp, { "na\u0000me2": "va\u0000lue", name: "Nu\u0000l" });

  const { answer, browser } = await signInWith(app, idp);

  expect(answer.status).toBe(307);
  expect((await browser.get("/users/oidc-claims")).json.claims).toMatchObject({
    name2: "value",
    name: "Nul",
  });
});

test("trap 29: a pointer to claims elsewhere counts as a missing claim, and the log says so", async () => {
  logged.length = 0;
  introduce(idp, { _claim_names: { groups: "src1" } });

  expect((await signInWith(app, idp)).answer.status).toBe(307);
  expect(logged.join("")).toContain("_claim_names");
});
