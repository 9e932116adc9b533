import {
  createOwner,
  createUser,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let idp: HostileIdp;
const apps = new Map<string, TestApp>();
let owner: TestUser;
let app: TestApp;

/** A server with these settings on the one database; made once. */
async function appWith(settings: Record<string, string>): Promise<TestApp> {
  const name = JSON.stringify(settings);
  const made =
    apps.get(name) ??
    (await startTestApp({ databaseUrl: app.databaseUrl, settings: oidcSettings(idp, settings) }));
  apps.set(name, made);
  return made;
}

beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp({ settings: oidcSettings(idp) });
  owner = await createOwner(app);
});
afterAll(async () => {
  for (const other of apps.values()) await other.stop();
  await app.stop();
  await idp.stop();
});

const me = async (browser: { get: (path: string) => Promise<{ json: unknown }> }) =>
  (await browser.get("/users/me")).json as Record<string, unknown>;

describe("claims", () => {
  test("no claims at all are a 400 that asks for the e-mail claim", async () => {
    introduce(idp, { email: undefined, preferred_username: undefined, email_verified: undefined });

    const { answer } = await signInWith(app, idp);

    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain("email");
  });

  test("an e-mail address alone is enough: the username comes from it", async () => {
    const name = uniqueName("mail");
    introduce(idp, {
      email: `${name}@example.com`,
      preferred_username: undefined,
      name: undefined,
    });

    const { answer, browser } = await signInWith(app, idp);

    expect(answer.status).toBe(307);
    expect(await me(browser)).toMatchObject({ username: name });
  });

  test("an e-mail address as username claim stands in for the e-mail claim", async () => {
    const name = uniqueName("upn");
    introduce(idp, { email: undefined, preferred_username: `${name}@example.com` });

    const { browser } = await signInWith(app, idp);

    expect(await me(browser)).toMatchObject({ username: name, email: `${name}@example.com` });
  });

  test("an e-mail claim that is no text is a 400", async () => {
    introduce(idp, { email: ["a@example.com"] });

    expect((await signInWith(app, idp)).answer.status).toBe(400);
  });

  test.each([
    ["kyle@kwc.io", "kyle"],
    ["first.last_name@example.com", "firstlastname"],
    ["a@b@example.com", "ab"],
  ])("the username claim %s becomes %s", async (stated, expected) => {
    const ending = uniqueName("x");
    introduce(idp, { preferred_username: stated.replace("@", `${ending}@`) });

    const { browser } = await signInWith(app, idp);

    const { username } = await me(browser);
    const cleaned = expected.startsWith("ab") ? `a${ending}b` : `${expected}${ending}`;
    expect(username).toBe(cleaned.slice(0, 32));
  });

  test("a taken username gets a random end and stays a name", async () => {
    const taken = `a-name-of-exactly-32-characters0`;
    await createUser(app, owner, { username: taken });
    introduce(idp, { preferred_username: taken });

    const { browser } = await signInWith(app, idp);

    const { username } = await me(browser);
    expect(username).not.toBe(taken);
    expect(username).toMatch(/^a-name-of-exactly-32-[a-z-]*[a-z0-9]+$/);
    expect(String(username).length).toBeLessThanOrEqual(32);
  });

  test("a username that is too long is replaced by an invented one", async () => {
    introduce(idp, { preferred_username: "x".repeat(33) });

    const { browser } = await signInWith(app, idp);

    expect((await me(browser))["username"]).toMatch(/^[a-z]+-[a-z]+\d$/);
  });

  test("a reserved username is not handed out", async () => {
    introduce(idp, { preferred_username: "oidc-claims" });

    const { browser } = await signInWith(app, idp);

    expect((await me(browser))["username"]).not.toBe("oidc-claims");
  });

  test("a full name with surplus space is tidied, and one that is too long is cut", async () => {
    introduce(idp, { name: "  Pavel \t  Bure\n " });
    const spaced = await signInWith(app, idp);
    introduce(idp, { name: "n".repeat(300) });
    const long = await signInWith(app, idp);

    expect((await me(spaced.browser))["name"]).toBe("Pavel Bure");
    expect((await me(long.browser))["name"]).toBe("n".repeat(128));
  });

  test("an empty picture is no picture, and one that is no web address is left out", async () => {
    for (const picture of ["", "javascript:alert(1)", "data:image/png;base64,AA", 5]) {
      introduce(idp, { picture });
      const { browser } = await signInWith(app, idp);

      expect((await me(browser))["avatar_url"] ?? "").toBe("");
    }
  });

  test("groups are not required", async () => {
    introduce(idp, { groups: undefined });

    expect((await signInWith(app, idp)).answer.status).toBe(307);
  });

  test("claims of 64 KB are taken", async () => {
    introduce(idp, {
      groups: Array.from({ length: 2000 }, (_, index) => `group-${index}-${"x".repeat(24)}`),
    });

    expect((await signInWith(app, idp)).answer.status).toBe(307);
  });
});

describe("e-mail verification", () => {
  test.each([[true], ["true"], ["True"], ["TRUE"], ["1"], ["t"], [1]])(
    "email_verified %j counts as verified",
    async (value) => {
      introduce(idp, { email_verified: value });

      expect((await signInWith(app, idp)).answer.status).toBe(307);
    },
  );

  test.each([[false], ["false"], ["0"], ["yes"], [0], [2], [null], [undefined], [[true]], [{}]])(
    "email_verified %j counts as unverified",
    async (value) => {
      const { email } = introduce(idp, { email_verified: value });

      const { answer } = await signInWith(app, idp);

      expect(answer.status).toBe(403);
      expect(answer.headers["content-type"]).toContain("text/html");
      expect(answer.text).toContain(email);
    },
  );

  test("an unverified address signs in where the operator ignores it", async () => {
    introduce(idp, { email_verified: false });
    const ignoring = await appWith({ OIDC_IGNORE_EMAIL_VERIFIED: "true" });

    expect((await signInWith(ignoring, idp)).answer.status).toBe(307);
  });

  test("another claim tells it where the operator says so", async () => {
    introduce(idp, { email_verified: undefined, xms_edov: "1" });
    const entra = await appWith({ OIDC_EMAIL_VERIFIED_CLAIM: "xms_edov" });

    expect((await signInWith(entra, idp)).answer.status).toBe(307);
  });
});

describe("e-mail domains", () => {
  const domains = "kwc.io,@Coder.example";

  test.each([
    ["@kwc.io", 307],
    ["@KWC.io", 307],
    ["@coder.example", 307],
    ["@sub.kwc.io", 403],
    ["@evilkwc.io", 403],
    ["@kwc.io.evil.example", 403],
    ["@good@kwc.io@evil.example", 400],
  ])("an address that ends in %s is answered with %i", async (ending, status) => {
    introduce(idp, { email: `${uniqueName("d")}${ending}` });
    const strict = await appWith({ OIDC_EMAIL_DOMAIN: domains });

    const { answer } = await signInWith(strict, idp);

    expect(answer.status).toBe(status);
  });

  test("the refusal shows the person's address and none of the domains", async () => {
    const { email } = introduce(idp, { email: `${uniqueName("d")}@elsewhere.example` });
    const strict = await appWith({ OIDC_EMAIL_DOMAIN: domains });

    const { answer } = await signInWith(strict, idp);

    expect(answer.text).toContain(email);
    expect(answer.text.toLowerCase()).not.toContain("kwc.io");
    expect(answer.text.toLowerCase()).not.toContain("coder.example");
  });
});

describe("other sources of claims", () => {
  test("userinfo overrides the ID token", async () => {
    const other = uniqueName("ui");
    const claims = introduce(idp);
    const email = `${other}@example.com`;
    idp.behaviour.userinfo = {
      sub: claims["sub"],
      email,
      email_verified: true,
      preferred_username: other,
    };

    const { browser } = await signInWith(app, idp);

    expect(await me(browser)).toMatchObject({ email, username: other });
  });

  test("userinfo without sub is tolerated", async () => {
    introduce(idp, {}, { userinfo: { name: "From Userinfo" } });

    const { browser } = await signInWith(app, idp);

    expect((await me(browser))["name"]).toBe("From Userinfo");
  });

  test("signed userinfo is verified and used; a forged one is refused", async () => {
    const claims = introduce(idp);
    const signed = idp.sign({
      sub: claims["sub"],
      iss: idp.issuer,
      aud: idp.clientId,
      name: "Signed",
    });
    idp.behaviour.userinfo = { body: signed, contentType: "application/jwt" };
    const good = await signInWith(app, idp);
    const bad = introduce(idp, {}, { signer: "unknown" });
    const forged = idp.sign({
      sub: bad["sub"],
      iss: idp.issuer,
      aud: idp.clientId,
      name: "Forged",
    });
    idp.behaviour = {
      ...idp.behaviour,
      signer: "published",
      userinfo: { body: forged, contentType: "application/jwt" },
    };

    expect((await me(good.browser))["name"]).toBe("Signed");
    expect((await signInWith(app, idp)).answer.status).toBe(400);
  });

  test("userinfo that is not JSON is a 500 that says so", async () => {
    introduce(idp, {}, { userinfo: { body: "<html>" } });

    const { answer } = await signInWith(app, idp);

    expect(answer.status).toBe(500);
    expect(answer.json.detail).toContain("userinfo");
  });

  test("a provider without a userinfo endpoint signs people in all the same", async () => {
    const plain = await appWith({ OIDC_SIGN_IN_TEXT: "without userinfo" });
    introduce(
      idp,
      {},
      { metadata: { userinfo_endpoint: undefined }, userinfo: { status: 500, body: "" } },
    );

    expect((await signInWith(plain, idp)).answer.status).toBe(307);
  });

  test("userinfo is not asked where it is ignored", async () => {
    const ignoring = await appWith({ OIDC_IGNORE_USERINFO: "true" });
    const claims = introduce(idp);
    idp.behaviour.userinfo = { sub: claims["sub"], name: "Other" };

    const { browser } = await signInWith(ignoring, idp);

    expect((await me(browser))["name"]).toBe("Some Body");
  });

  test("an access token adds claims, and the ID token wins", async () => {
    const both = await appWith({
      OIDC_IGNORE_USERINFO: "true",
      OIDC_ACCESS_TOKEN_CLAIMS: "true",
      OIDC_NAME_FIELD: "display",
    });
    const claims = introduce(idp);
    const base = {
      iss: idp.issuer,
      aud: idp.clientId,
      sub: claims["sub"],
      exp: Date.now() / 1000 + 60,
    };
    idp.behaviour.tokens = {
      access_token: idp.sign({ ...base, display: "From Access", email: "other@example.com" }),
    };

    const { browser } = await signInWith(both, idp);

    expect(await me(browser)).toMatchObject({ name: "From Access", email: claims.email });
  });

  test("an access token for another audience, or that is no JWT, is a 400", async () => {
    const both = await appWith({
      OIDC_IGNORE_USERINFO: "true",
      OIDC_ACCESS_TOKEN_CLAIMS: "true",
      OIDC_NAME_FIELD: "display",
    });
    introduce(idp);
    const foreign = { iss: idp.issuer, aud: "other", sub: "x", exp: Date.now() / 1000 + 60 };
    for (const token of [idp.sign(foreign), "opaque"]) {
      introduce(idp, {}, { tokens: { access_token: token } });

      expect((await signInWith(both, idp)).answer.status).toBe(400);
    }
  });
});

describe("groups and roles that decide", () => {
  test("only members of an allowed group get in", async () => {
    const strict = await appWith({
      OIDC_GROUP_FIELD: "groups",
      OIDC_ALLOWED_GROUPS: "staff,admins",
    });
    const statuses: number[] = [];
    for (const groups of [
      ["x", "staff"],
      "admins",
      ["Staff"],
      [],
      undefined,
      null,
      "x,staff",
      5,
      ["a", 1],
    ]) {
      introduce(idp, { groups });
      statuses.push((await signInWith(strict, idp)).answer.status);
    }

    expect(statuses).toEqual([307, 307, 403, 403, 403, 403, 400, 400, 400]);
  });

  test("a group claim of the wrong type is nobody's business without an allow list", async () => {
    introduce(idp, { groups: { a: 1 } });

    expect((await signInWith(app, idp)).answer.status).toBe(307);
  });

  test("a role claim of the wrong type is a 400 while roles are synchronized", async () => {
    const strict = await appWith({ OIDC_USER_ROLE_FIELD: "roles" });
    introduce(idp, { roles: { a: 1 } });

    expect((await signInWith(strict, idp)).answer.status).toBe(400);
  });
});

describe("sign-ups", () => {
  test("a stranger is turned away with the operator's text, and nothing is written", async () => {
    const text =
      "Ask **Ann** at [the desk](https://desk.example) <script>alert(1)</script> [x](javascript:alert(1))";
    const closed = await appWith({ OIDC_ALLOW_SIGNUPS: "false", OIDC_SIGNUPS_DISABLED_TEXT: text });
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
    const closed = await appWith({ OIDC_ALLOW_SIGNUPS: "false" });
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
    const before = await me(first.browser);
    const email = `${uniqueName("new")}@example.com`;
    introduce(idp, {
      sub: claims["sub"],
      email,
      name: "New Name",
      picture: "https://example.com/b.png",
      preferred_username: uniqueName(),
    });

    const second = await signInWith(app, idp);

    expect(await me(second.browser)).toMatchObject({
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
    const absent = await me((await signInWith(app, idp)).browser);
    introduce(idp, { sub: claims["sub"], email: claims.email, name: "", picture: "" });
    const empty = await me((await signInWith(app, idp)).browser);

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
    const { id } = await me(browser);
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
