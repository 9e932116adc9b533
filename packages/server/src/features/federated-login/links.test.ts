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
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let idp: HostileIdp;
let app: TestApp;
let owner: TestUser;

beforeAll(async () => {
  idp = await startHostileIdp();
  app = await startTestApp({ settings: oidcSettings(idp) });
  owner = await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await idp.stop();
});

/** Somebody new who signed in. */
async function signedIn(change: Record<string, unknown> = {}) {
  const claims = introduce(idp, change);
  const { answer, browser } = await signInWith(app, idp);
  expect(answer.status).toBe(307);
  const me = await browser.get("/users/me");
  return { claims, browser, id: String(me.json.id), username: String(me.json.username) };
}

const issuersOf = async (claims: Record<string, unknown>) =>
  (
    await sql<{ linked_id: string }>`
      select l.linked_id from user_links l where l.linked_id like ${`%||${String(claims["sub"])}`}`.execute(
      app.deps.db,
    )
  ).rows.map(({ linked_id }) => linked_id);

async function auditOf(field: string) {
  const { rows } = await sql<{
    fields: Record<string, unknown>;
    diff: string;
    status_code: number;
  }>`
    select a.additional_fields as fields, a.diff::text as diff, a.status_code from audit_logs a
    where a.additional_fields ? ${field} order by a.time desc limit 1`.execute(app.deps.db);
  return rows[0];
}

describe("links of a user", () => {
  test("an owner sees the identities of a user, without tokens and claims", async () => {
    const { claims, username } = await signedIn();

    const answer = await owner.client.get(`/users/${username}/links`);

    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.json).toEqual({
      links: [
        {
          login_type: "oidc",
          linked_id: `${idp.issuer}||${String(claims["sub"])}`,
          issuer: idp.issuer,
          last_login_at: expect.stringMatching(/Z$/),
          refresh_failed_at: null,
          refresh_failure: "",
          created_at: expect.stringMatching(/Z$/),
          updated_at: expect.stringMatching(/Z$/),
        },
      ],
    });
    expect((await owner.client.get("/users/me/links")).json).toEqual({ links: [] });
  });

  test("a disconnected user is signed out, found by e-mail once, and linked with the new identity", async () => {
    const { browser, claims, id } = await signedIn();

    const answer = await owner.client.delete(`/users/${id}/links/oidc`);
    const signedOut = await browser.get("/users/me");
    introduce(idp, { ...claims, sub: "another subject" });
    const again = await signInWith(app, idp);
    const me = await again.browser.get("/users/me");
    const revived = await browser.get("/users/me");

    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect([signedOut.status, revived.status]).toEqual([401, 401]);
    expect([again.answer.status, me.json.id]).toEqual([307, id]);
    const links = await owner.client.get(`/users/${id}/links`);
    expect(links.json.links[0].linked_id).toBe(`${idp.issuer}||another subject`);
  });

  test("disconnecting is audited with provider and number of sessions, never with the id", async () => {
    const { claims, id } = await signedIn();

    await owner.client.delete(`/users/${id}/links/oidc`);

    const entry = await auditOf("unlinked");
    expect(entry?.fields).toEqual({ unlinked: "oidc", issuer: idp.issuer, ended_sessions: 1 });
    expect(JSON.stringify(entry)).not.toContain(String(claims["sub"]));
  });

  test("API tokens of the user stay", async () => {
    const { browser, id } = await signedIn();
    const made = await browser.post("/users/me/keys/tokens", {});
    expect(made.status).toBe(201);

    await owner.client.delete(`/users/${id}/links/oidc`);

    expect((await app.as(String(made.json.key)).get("/users/me")).status).toBe(200);
  });

  test.each(["oidc", "github", "password", "OIDC", "nonsense", "%00", "oidc%7C"])(
    "what is not linked cannot be disconnected: %s is a 404",
    async (loginType) => {
      const user = await createUser(app, owner);

      expect((await owner.client.delete(`/users/${user.id}/links/${loginType}`)).status).toBe(404);
    },
  );

  test("only owners see and change links, not even the user himself", async () => {
    const { browser, id } = await signedIn();
    const admin = await createUser(app, owner, { roles: ["user-admin"] });
    const path = `/users/${id}/links`;

    expect((await browser.get("/users/me/links")).status).toBe(403);
    expect((await admin.client.get(path)).status).toBe(403);
    expect((await admin.client.delete(`${path}/oidc`)).status).toBe(403);
    expect((await app.anonymous.delete(`${path}/oidc`)).status).toBe(401);
    expect((await owner.client.get(path)).json.links).toHaveLength(1);
  });
});

describe("migration of the issuer", () => {
  const migrate = (body: unknown) => owner.client.post("/settings/oidc/issuer-migration", body);
  /** Moves somebody's link to an issuer of the past. */
  async function linkedWith(issuer: string) {
    const person = await signedIn();
    await sql`update user_links l set linked_id = ${`${issuer}||${String(person.claims["sub"])}`}
      where l.user_id = ${person.id}::uuid`.execute(app.deps.db);
    return person;
  }

  test("links of the old issuer become links of the new one, and their users sign in without the address", async () => {
    const old = "https://old.example/realm";
    const { claims, id } = await linkedWith(old);
    const other = await linkedWith(`${old}2`);
    introduce(idp, { ...claims, email: `moved-${claims.email}` });

    const rehearsal = await migrate({ from: old, to: idp.issuer, dry_run: true });
    const before = await issuersOf(claims);
    const done = await migrate({ from: old, to: idp.issuer });
    const { browser } = await signInWith(app, idp);

    expect([rehearsal.status, rehearsal.json]).toEqual([200, { links: 1, conflicts: 0 }]);
    expect(before).toEqual([`${old}||${String(claims["sub"])}`]);
    expect([done.status, done.json]).toEqual([200, { links: 1, conflicts: 0 }]);
    expect((await browser.get("/users/me")).json.id).toBe(id);
    expect(await issuersOf(other.claims)).toEqual([`${old}2||${String(other.claims["sub"])}`]);
    expect((await auditOf("migrated_links"))?.fields).toEqual({
      migrated_links: 1,
      from_issuer: old,
      to_issuer: idp.issuer,
    });
  });

  test("an id that another user has by now is a 409, and nothing is changed", async () => {
    const old = "https://clash.example";
    const first = await linkedWith(old);
    const second = await linkedWith(old);
    const taken = await signedIn();
    const sub = String(first.claims["sub"]);
    await sql`update user_links l set linked_id = ${`${idp.issuer}||${sub}`}
      where l.user_id = ${taken.id}::uuid`.execute(app.deps.db);

    const rehearsal = await migrate({ from: old, to: idp.issuer, dry_run: true });
    const refused = await migrate({ from: old, to: idp.issuer });

    expect(rehearsal.json).toEqual({ links: 2, conflicts: 1 });
    expect(refused.status).toBe(409);
    expect(await issuersOf(second.claims)).toEqual([`${old}||${String(second.claims["sub"])}`]);
  });

  test("an issuer without links is migrated as well: there is nothing to do", async () => {
    const answer = await migrate({ from: "https://nobody.example", to: idp.issuer });

    expect([answer.status, answer.json]).toEqual([200, { links: 0, conflicts: 0 }]);
  });

  test.each<[unknown, string[]]>([
    [{}, ["from", "to"]],
    [{ from: "a||b", to: "b||c" }, ["from", "to"]],
    [{ from: "https://a.example", to: "no url" }, ["to"]],
    [{ from: "https://a.example", to: "javascript:alert(1)" }, ["to"]],
    [{ from: "https://a.example", to: "https://b.example/?q" }, ["to"]],
    [{ from: "https://a.example", to: "https://a.example" }, ["to"]],
    [{ from: "a\u0000", to: "https://b.example" }, ["from"]],
    [{ from: "x".repeat(3000), to: "https://b.example" }, ["from"]],
  ])("issuers that cannot be are a 400 with every field: %j", async (body, fields) => {
    const answer = await migrate(body);

    expect(answer.status).toBe(400);
    const named = (answer.json.validations as { field: string }[]).map(({ field }) => field);
    expect(named).toEqual(fields);
  });

  test("the issuers in use are listed with their numbers, for owners", async () => {
    await linkedWith("https://listed.example");
    const admin = await createUser(app, owner, { roles: ["user-admin"] });

    const answer = await owner.client.get("/settings/oidc/issuers");

    expect(answer.json.issuers).toContainEqual({ issuer: "https://listed.example", links: 1 });
    expect((await admin.client.get("/settings/oidc/issuers")).status).toBe(403);
    const refused = await admin.client.post("/settings/oidc/issuer-migration", {});
    expect(refused.status).toBe(403);
  });
});
