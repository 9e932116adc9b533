import {
  createUser,
  introduce,
  meOf,
  type SignInStage,
  signInWith,
  startSignInStage,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let stage: SignInStage;
let idp: SignInStage["idp"];
let app: SignInStage["app"];
let owner: SignInStage["owner"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, app, owner } = stage);
});
afterAll(() => stage.stop());

describe("sign-ups", () => {
  test("a stranger is turned away with the operator's text, and nothing is written", async () => {
    const text =
      "Ask **Ann** at [the desk](https://desk.example) <script>alert(1)</script> [x](javascript:alert(1))";
    const closed = await stage.appWith({
      OIDC_ALLOW_SIGNUPS: "false",
      OIDC_SIGNUPS_DISABLED_TEXT: text,
    });
    const { email } = introduce(idp);

    const { answer, browser } = await signInWith(closed, idp);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain("<strong>Ann</strong>");
    expect(answer.text).toContain('href="https://desk.example"');
    expect(answer.text).not.toContain("<script>");
    expect(answer.text).not.toContain('href="javascript');
    expect(browser.cookies.has("coder_session_token")).toBe(false);
    const found = await sql`select 1 from users u where u.email = ${email}`.execute(app.deps.db);
    expect(found.rows).toEqual([]);
  });

  test("a user whom an administrator made gets in while sign-ups are off, and is linked", async () => {
    const closed = await stage.appWith({ OIDC_ALLOW_SIGNUPS: "false" });
    const claims = introduce(idp);
    const body = {
      email: claims.email,
      username: uniqueName(),
      login_type: "oidc",
      organization_ids: ["00000000-0000-0000-0000-000000000000"],
    };
    expect((await owner.client.post("/users", body)).status).toBe(201);

    const { answer } = await signInWith(closed, idp);

    expect(answer.status).toBe(307);
    const links = await sql<{ linked_id: string }>`
      select l.linked_id from user_links l join users u on u.id = l.user_id
      where u.email = ${claims.email}`.execute(app.deps.db);
    expect(links.rows).toEqual([{ linked_id: `${idp.issuer}||${claims["sub"]}` }]);
  });
});

describe("what follows the provider", () => {
  test("e-mail, name and picture follow on every login, the username never", async () => {
    const claims = introduce(idp, { picture: "https://example.com/a.png" });
    const first = await signInWith(app, idp);
    const before = await meOf(first.browser);
    const email = `${uniqueName("new")}@example.com`;
    introduce(idp, {
      sub: claims["sub"],
      email,
      name: "New Name",
      picture: "https://example.com/b.png",
      preferred_username: uniqueName(),
    });

    const second = await signInWith(app, idp);

    expect(await meOf(second.browser)).toMatchObject({
      id: before["id"],
      username: before["username"],
      email,
      name: "New Name",
      avatar_url: "https://example.com/b.png",
    });
  });

  test("a claim that is absent leaves what is stored, and an empty one clears it", async () => {
    const claims = introduce(idp, { picture: "https://example.com/a.png" });
    await signInWith(app, idp);
    introduce(idp, {
      sub: claims["sub"],
      email: claims.email,
      name: undefined,
      picture: undefined,
    });
    const absent = await meOf((await signInWith(app, idp)).browser);
    introduce(idp, { sub: claims["sub"], email: claims.email, name: "", picture: "" });
    const empty = await meOf((await signInWith(app, idp)).browser);

    expect(absent).toMatchObject({
      name: "Some Body",
      avatar_url: "https://example.com/a.png",
    });
    expect([empty["name"] ?? "", empty["avatar_url"] ?? ""]).toEqual(["", ""]);
  });

  test("an address that another user has is a 409 page, and the login changes nothing", async () => {
    const other = await createUser(app, owner);
    const claims = introduce(idp);
    await signInWith(app, idp);
    introduce(idp, { sub: claims["sub"], email: other.email, name: "Changed" });

    const { answer } = await signInWith(app, idp);

    expect(answer.status).toBe(409);
    expect(answer.headers["content-type"]).toContain("text/html");
    const found = await sql<{
      name: string;
    }>`select u.name from users u where u.email = ${claims.email}`.execute(app.deps.db);
    expect(found.rows).toEqual([{ name: "Some Body" }]);
  });
});

describe("stored claims", () => {
  test("the caller reads his merged claims, with every digit", async () => {
    const claims = introduce(idp, { nul: "a\u0000b" });
    idp.behaviour.userinfo = {
      body: `{"sub":${JSON.stringify(claims["sub"])},"big":1234567890123456789}`,
    };

    const { browser } = await signInWith(app, idp);
    const answer = await browser.get("/users/oidc-claims");

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"big":1234567890123456789');
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.json.claims).toMatchObject({
      sub: claims["sub"],
      email: claims.email,
      nul: "ab",
    });
  });

  test("accounts of another login type have no claims: 400", async () => {
    expect((await owner.client.get("/users/oidc-claims")).status).toBe(400);
  });

  test("an owner reads the link of a user, which is audited; nobody else may", async () => {
    const claims = introduce(idp);
    const { browser } = await signInWith(app, idp);
    const { id } = await meOf(browser);
    const member = await createUser(app, owner);

    const read = await owner.client.get(`/debug/${id}/debug-link`);
    const refused = await browser.get(`/debug/${id}/debug-link`);

    expect(read.status).toBe(200);
    expect(Object.keys(read.json).sort()).toEqual([
      "id_token_claims",
      "merged_claims",
      "user_info_claims",
    ]);
    expect(read.json.merged_claims.sub).toBe(claims["sub"]);
    expect(refused.status).toBe(403);
    expect((await member.client.get(`/debug/${id}/debug-link`)).status).toBe(404);
    expect((await owner.client.get(`/debug/${member.id}/debug-link`)).status).toBe(400);
    const entries =
      await sql`select 1 from audit_logs a where a.action = 'open' and a.resource_id = ${String(id)}::uuid
      and a.user_id = ${owner.id}::uuid`.execute(app.deps.db);
    expect(entries.rows).toHaveLength(1);
  });
});
