import {
  callbacks,
  createUser,
  githubAccount,
  type HostileBehaviour,
  introduce,
  oidcSettings,
  type SignInStage,
  signInWith,
  startSignInStage,
  startTestApp,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

let stage: SignInStage;
let idp: SignInStage["idp"];
let github: SignInStage["github"];
let app: SignInStage["app"];
let owner: SignInStage["owner"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, github, app, owner } = stage);
});
afterEach(async () => expect(await stage.halfMadeUsers()).toEqual([]));
afterAll(() => stage.stop());

describe("accounts of others", () => {
  test("an unverified address does not claim an existing account", async () => {
    const victim = await createUser(app, owner);
    introduce(idp, { email: victim.email, email_verified: false });

    const { answer, browser } = await signInWith(app, idp);

    expect(answer.status).toBe(403);
    expect(browser.cookies.has("coder_session_token")).toBe(false);
  });

  test("an address does not move an account from one subject to another", async () => {
    const claims = introduce(idp);
    await signInWith(app, idp);
    introduce(idp, { email: claims.email });

    const { answer, browser } = await signInWith(app, idp);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain("another identity");
    expect(browser.cookies.has("coder_session_token")).toBe(false);
  });

  test("a password account is not taken over by an identity with its address", async () => {
    const victim = await createUser(app, owner);
    introduce(idp, { email: victim.email });

    const { answer } = await signInWith(app, idp);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain("password");
    expect(answer.text).toContain("Account settings");
    const links =
      await sql`select 1 from user_links l where l.user_id = ${victim.id}::uuid`.execute(
        app.deps.db,
      );
    expect(links.rows).toEqual([]);
  });

  test("a GitHub account does not take over an account of the other provider", async () => {
    const claims = introduce(idp);
    await signInWith(app, idp);
    github.account = githubAccount({
      emails: [{ email: claims.email, primary: true, verified: true, visibility: null }],
    });

    const { answer } = await signInWith(app, github);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain("OpenID Connect");
  });

  test("an unlinked owner is not reached by an unverified address, even where verification is ignored", async () => {
    const body = {
      email: `${uniqueName()}@example.com`,
      username: uniqueName(),
      login_type: "oidc",
      roles: ["owner"],
      organization_ids: ["00000000-0000-0000-0000-000000000000"],
    };
    expect((await owner.client.post("/users", body)).status).toBe(201);
    const lax = await startTestApp({
      databaseUrl: app.databaseUrl,
      settings: oidcSettings(idp, { OIDC_IGNORE_EMAIL_VERIFIED: "true" }),
    });
    introduce(idp, { email: body.email, email_verified: false });

    const { answer } = await signInWith(lax, idp);
    await lax.stop();

    expect(answer.status).toBe(403);
  });
});

describe("failures told to people", () => {
  const browserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  test("a person gets a page with the request id and a strict policy, a program gets JSON", async () => {
    const html = await app.anonymous.get(
      `${callbacks.oidc}?error=access_denied&error_description=%3Cscript%3E`,
      {
        headers: { accept: browserAccept },
      },
    );
    const json = await app.anonymous.get(
      `${callbacks.oidc}?error=access_denied&error_description=No`,
    );

    expect([html.status, json.status]).toEqual([400, 400]);
    expect(html.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(html.text).toContain(String(html.headers["x-coder-request-id"]));
    expect(html.text).toContain("&lt;script&gt;");
    expect(html.text).not.toContain("<script");
    expect(html.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(json.json).toEqual({
      message: "The identity provider refused the sign-in: access_denied.",
      detail: "No",
    });
  });

  test("error_uri stands behind the description, or alone", async () => {
    const both = await app.anonymous.get(
      `${callbacks.oidc}?error=x&error_description=No&error_uri=https%3A%2F%2Fid.example`,
    );
    const alone = await app.anonymous.get(
      `${callbacks.oidc}?error=x&error_uri=https%3A%2F%2Fid.example`,
    );

    expect(both.json.detail).toBe("No https://id.example");
    expect(alone.json.detail).toBe("https://id.example");
  });

  test("an older tab that lost its state is told to start again", async () => {
    introduce(idp);
    const old = await stage.started();
    await old.browser.get(callbacks.oidc);

    const answer = await old.browser.get(`${callbacks.oidc}${old.search}`, {
      headers: { accept: browserAccept },
    });

    expect(answer.status).toBe(401);
    expect(answer.text).toContain('href="/login"');
    expect(answer.headers["content-type"]).toContain("text/html");
  });

  test.each<[string, Partial<HostileBehaviour>, number]>([
    ["provider_failed", { token: { status: 500, body: "" } }, 500],
    ["id_token_invalid", { signer: "unknown" }, 400],
    ["claims_invalid", { claims: { sub: "x", email: 7 } }, 400],
  ])(
    "a sign-in that fails with %s is counted, and audited without an actor",
    async (reason, behaviour, status) => {
      const failures = async () => {
        const text = await app.deps.metrics.text();
        const series = 'gatehouse_login_attempts_total{method="oidc",result="failure"} ';
        return Number(text.split(series)[1]?.split("\n")[0] ?? 0);
      };
      const before = await failures();
      introduce(idp, {}, behaviour);

      const { answer } = await signInWith(app, idp);

      expect(answer.status).toBe(status);
      expect(await failures()).toBe(before + 1);
      const rows = await app.deps.db
        .selectFrom("audit_logs")
        .selectAll()
        .where("request_id", "=", String(answer.headers["x-coder-request-id"]))
        .execute();
      expect(rows).toEqual([
        expect.objectContaining({
          action: "login",
          resource_type: "api_key",
          status_code: status,
          user_id: "00000000-0000-0000-0000-000000000000",
          additional_fields: expect.objectContaining({ provider: "oidc", reason }),
        }),
      ]);
    },
  );

  test("a provider's refusal ends the sign-in that this browser started, and no other", async () => {
    const { browser, search } = await stage.started();
    const state = new URLSearchParams(search).get("state") ?? "";

    await browser.get(`${callbacks.oidc}?error=access_denied&state=another`);
    const kept = browser.cookies.has("oauth_state");
    await browser.get(`${callbacks.oidc}?error=access_denied&state=${state}`);

    expect([kept, browser.cookies.has("oauth_state")]).toEqual([true, false]);
  });

  test("refusals are audited with provider and reason, the address only as a hash", async () => {
    const { email } = introduce(idp, { email_verified: false });

    await signInWith(app, idp);

    const { rows } = await sql<{
      additional_fields: Record<string, string>;
      status_code: number;
      action: string;
    }>`
      select a.additional_fields, a.status_code, a.action from audit_logs a
      where a.additional_fields ->> 'reason' = 'email_unverified' order by a.time desc limit 1`.execute(
      app.deps.db,
    );
    expect(rows[0]).toMatchObject({
      status_code: 403,
      action: "login",
      additional_fields: { provider: "oidc" },
    });
    expect(rows[0]?.additional_fields["email_hash"]).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(rows)).not.toContain(email);
  });
});
