import {
  browserJar,
  callbacks,
  introduce,
  meOf,
  type SignInStage,
  signInWith,
  startSignInStage,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

let stage: SignInStage;
let idp: SignInStage["idp"];
let app: SignInStage["app"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, app } = stage);
});
afterAll(() => stage.stop());

async function linkedIds(email: string): Promise<string[]> {
  const { rows } = await sql<{ linked_id: string }>`
    select l.linked_id from user_links l join users u on u.id = l.user_id
    where u.email = ${email} and not u.deleted`.execute(app.deps.db);
  return rows.map((row) => row.linked_id);
}

test("trap 1: an address does not take over an account that another identity is linked with", async () => {
  const claims = introduce(idp);
  await signInWith(app, idp);
  introduce(idp, { email: claims.email.toUpperCase() });

  expect((await signInWith(app, idp)).answer.status).toBe(403);
  expect(await linkedIds(claims.email)).toEqual([`${idp.issuer}||${claims["sub"]}`]);
});

test("trap 1: a legacy link without an id is found by the address once, and filled in", async () => {
  const claims = introduce(idp);
  await signInWith(app, idp);
  await sql`update user_links set linked_id = '' where linked_id = ${`${idp.issuer}||${claims["sub"]}`}`.execute(
    app.deps.db,
  );

  expect((await signInWith(app, idp)).answer.status).toBe(307);
  expect(await linkedIds(claims.email)).toEqual([`${idp.issuer}||${claims["sub"]}`]);
});

test("trap 1: with the dangerous fallback the address wins and the stored id stays", async () => {
  const fallback = await stage.appWith({ DANGEROUS_OIDC_EMAIL_FALLBACK: "true" });
  const claims = introduce(idp);
  await signInWith(fallback, idp);
  introduce(idp, { email: claims.email });

  expect((await signInWith(fallback, idp)).answer.status).toBe(307);
  expect(await linkedIds(claims.email)).toEqual([`${idp.issuer}||${claims["sub"]}`]);
});

test("trap 1: with the dangerous fallback an identity of another user stays with that one", async () => {
  const fallback = await stage.appWith({ DANGEROUS_OIDC_EMAIL_FALLBACK: "true" });
  const first = introduce(idp);
  await signInWith(app, idp);
  const body = {
    email: `${uniqueName("mail")}@example.com`,
    username: uniqueName(),
    login_type: "oidc",
    organization_ids: ["00000000-0000-0000-0000-000000000000"],
  };
  expect((await stage.owner.client.post("/users", body)).status).toBe(201);
  introduce(idp, { sub: first["sub"], email: body.email });

  expect((await signInWith(fallback, idp)).answer.status).toBe(307);
  expect(await linkedIds(body.email)).toEqual([""]);
  expect(await linkedIds(first.email)).toEqual([`${idp.issuer}||${first["sub"]}`]);
});

test("trap 2: email_verified that is absent or the text false is not verified", async () => {
  for (const value of [undefined, "false", null]) {
    introduce(idp, { email_verified: value });

    expect((await signInWith(app, idp)).answer.status).toBe(403);
  }
});

test("trap 3: the signature of the ID token is verified", async () => {
  introduce(idp, {}, { signer: "unknown" });

  expect((await signInWith(app, idp)).answer.status).toBe(400);
});

test("trap 4: with skipped issuer checks the linked id holds the token's issuer", async () => {
  const skipping = await stage.appWith({ DANGEROUS_OIDC_SKIP_ISSUER_CHECKS: "true" });
  const tenant = "https://login.example/tenant-1/v2.0";
  const claims = introduce(idp, { iss: tenant });

  expect((await signInWith(skipping, idp)).answer.status).toBe(307);
  expect(await linkedIds(claims.email)).toEqual([`${tenant}||${claims["sub"]}`]);
  introduce(idp, { sub: claims["sub"], iss: "https://login.example/tenant-2/v2.0" });
  const other = await meOf((await signInWith(skipping, idp)).browser);
  expect(other["email"]).not.toBe(claims.email);
  introduce(idp, { iss: "https://evil||x" });
  expect((await signInWith(skipping, idp)).answer.status).toBe(400);
  introduce(idp, { iss: tenant }, { signer: "unknown" });
  expect((await signInWith(skipping, idp)).answer.status).toBe(400);
});

test("trap 4: an audience may be a list, when azp names us", async () => {
  introduce(idp, { aud: [idp.clientId, "other"], azp: idp.clientId });

  expect((await signInWith(app, idp)).answer.status).toBe(307);
});

test("trap 5: oidc_merge_state does not fix the state of a browser", async () => {
  expect((await app.anonymous.get(`${callbacks.oidc}?oidc_merge_state=chosen`)).status).toBe(400);
  const browser = browserJar(app.anonymous);
  introduce(idp);
  const query = `?oidc_merge_state=convert-${"a".repeat(32)}`;
  expect((await signInWith(app, idp, { browser, query })).answer.status).toBe(400);
  expect(browser.cookies.has("coder_session_token")).toBe(false);
});

test("trap 6: in host-prefix mode the cookies of a sign-in are out of reach of sibling domains", async () => {
  const prefixed = await stage.appWith({
    HOST_PREFIX_COOKIE: "true",
    ACCESS_URL: "https://gatehouse.test",
  });
  const browser = browserJar(prefixed.anonymous);

  const start = await browser.get(`${callbacks.oidc}?redirect=%2Fx`);

  expect([...browser.cookies.keys()]).toContain("__Host-oauth_state");
  introduce(idp);
  const search = idp.authorize(String(start.headers["location"]));
  browser.cookies.set("oauth_state", "planted");
  const answer = await browser.get(`${callbacks.oidc}${search}`);
  expect([answer.status, answer.headers["location"]]).toEqual([307, "/x"]);
});

test("trap 7: the redirect URI comes from the configuration, and follows oidc-redirect-url", async () => {
  const other = await stage.appWith({ OIDC_REDIRECT_URL: "https://login.example.com/ignored?x" });

  const start = await other.anonymous.get(callbacks.oidc, { headers: { host: "evil.example" } });

  const uri = new URL(String(start.headers["location"])).searchParams.get("redirect_uri");
  expect(uri).toBe("https://login.example.com/api/v2/users/oidc/callback");
});

test("trap 7: with several hosts only listed ones sign in, and both legs under the same", async () => {
  const several = await stage.appWith({ OIDC_REDIRECT_ALLOWED_HOSTS: "a.example,B.example" });
  const uriOf = (answer: { headers: Record<string, unknown> }) =>
    new URL(String(answer.headers["location"])).searchParams.get("redirect_uri");
  const start = async (host: string, browser = browserJar(several.anonymous)) => ({
    browser,
    answer: await browser.get(callbacks.oidc, { headers: { host } }),
  });

  const listed = await start("A.example:8443");
  const refused = await start("evil.example");
  introduce(idp);
  const search = idp.authorize(String(listed.answer.headers["location"]));
  const swapped = await listed.browser.get(`${callbacks.oidc}${search}`, {
    headers: { host: "b.example" },
  });
  const again = await start("b.example");
  const done = await again.browser.get(
    `${callbacks.oidc}${idp.authorize(String(again.answer.headers["location"]))}`,
    { headers: { host: "b.example" } },
  );

  expect(uriOf(listed.answer)).toBe("http://a.example:8443/api/v2/users/oidc/callback");
  expect([refused.answer.status, swapped.status, done.status]).toEqual([400, 400, 307]);
});
