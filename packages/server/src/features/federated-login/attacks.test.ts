import {
  browserJar,
  callbacks,
  createOwner,
  type GithubDouble,
  githubSettings,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startGithubDouble,
  startHostileIdp,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

let idp: HostileIdp;
let github: GithubDouble;
let app: TestApp;
let owner: TestUser;

beforeAll(async () => {
  idp = await startHostileIdp();
  github = await startGithubDouble();
  const settings = { ...oidcSettings(idp), ...githubSettings(github) };
  app = await startTestApp({ settings });
  owner = await createOwner(app);
});
afterEach(() => expectNoHalfMadeUser());
afterAll(async () => {
  await app.stop();
  await github.stop();
  await idp.stop();
});

/** Every federated user has its link, its SSH key and a membership, whatever was attempted. */
async function expectNoHalfMadeUser(): Promise<void> {
  const { rows } = await sql`
    select u.username from users u
    where u.login_type in ('oidc', 'github') and not u.deleted and u.last_seen_at > '0002-01-01'
      and not (exists (select 1 from user_links l where l.user_id = u.id and l.login_type = u.login_type)
        and exists (select 1 from gitsshkeys g where g.user_id = u.id)
        and exists (select 1 from organization_members m where m.user_id = u.id))`.execute(
    app.deps.db,
  );
  expect(rows).toEqual([]);
}

async function started(query = "") {
  const browser = browserJar(app.anonymous);
  const start = await browser.get(`${callbacks.oidc}${query}`);
  const search = idp.authorize(String(start.headers["location"]));
  return { browser, search, location: new URL(String(start.headers["location"])) };
}

describe("state", () => {
  test("an answer that is replayed in the same browser is refused: the cookies are gone", async () => {
    introduce(idp);
    const { browser, search } = await started();
    expect((await browser.get(`${callbacks.oidc}${search}`)).status).toBe(307);

    const again = await browser.get(`${callbacks.oidc}${search}`);

    expect(again.status).toBe(401);
  });

  test("an answer that is swapped into another browser is refused", async () => {
    introduce(idp);
    const attacker = await started();
    const victim = await started();

    const swapped = await victim.browser.get(`${callbacks.oidc}${attacker.search}`);
    const bare = await browserJar(app.anonymous).get(`${callbacks.oidc}${attacker.search}`);

    expect([swapped.status, bare.status]).toEqual([401, 401]);
    expect(victim.browser.cookies.has("coder_session_token")).toBe(false);
  });

  test("a state cookie with two values counts as none: a sibling domain may have planted one", async () => {
    introduce(idp);
    const { search } = await started();
    const state = new URLSearchParams(search).get("state") ?? "";
    const cookie = `oauth_state=${state}; oauth_state=other; oauth_pkce_verifier=${"v".repeat(43)}`;

    const answer = await app.anonymous.get(`${callbacks.oidc}${search}`, { headers: { cookie } });

    expect(answer.status).toBe(401);
  });

  test("an answer without state, and one without a verifier cookie, are a 400", async () => {
    introduce(idp);
    const { browser, search } = await started();
    const { code } = Object.fromEntries(new URLSearchParams(search));
    const stateless = await browser.get(`${callbacks.oidc}?code=${code}`);
    const other = await started();
    other.browser.cookies.delete("oauth_pkce_verifier");

    expect(stateless.status).toBe(400);
    expect((await other.browser.get(`${callbacks.oidc}${other.search}`)).status).toBe(400);
  });

  test("nobody outside may name the state of a browser, except for a change of the login type", async () => {
    for (const named of ["known", "convert-", "convert-a b", "xconvert-abc"]) {
      const answer = await app.anonymous.get(
        `${callbacks.oidc}?oidc_merge_state=${encodeURIComponent(named)}`,
      );
      expect([named, answer.status]).toEqual([named, 400]);
      expect(String(answer.headers["set-cookie"])).not.toContain("oauth_state");
    }
  });
});

describe("codes", () => {
  test("a code of somebody else that is injected into one's own sign-in is refused", async () => {
    introduce(idp);
    const victim = await started();
    const attacker = await started();
    const code = new URLSearchParams(victim.search).get("code") ?? "";
    const state = new URLSearchParams(attacker.search).get("state") ?? "";

    const answer = await attacker.browser.get(
      `${callbacks.oidc}?${new URLSearchParams({ code, state })}`,
    );

    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain("nonce");
  });

  test("a code counts once, and an unknown one is the provider's error", async () => {
    introduce(idp);
    const { browser, search } = await started();
    const state = new URLSearchParams(search).get("state") ?? "";

    const answer = await browser.get(
      `${callbacks.oidc}?${new URLSearchParams({ code: "guess", state })}`,
    );

    expect(answer.status).toBe(500);
    expect(answer.json.detail).toBe("invalid_grant");
  });

  test("a repeated parameter is refused", async () => {
    introduce(idp);
    const { browser, search } = await started();

    expect((await browser.get(`${callbacks.oidc}${search}&code=other`)).status).toBe(400);
  });
});

describe("mix-up of providers", () => {
  test("an answer that names another issuer is refused before the code is sent", async () => {
    introduce(idp);
    const { browser, search } = await started();
    const before = idp.count("/token");

    const answer = await browser.get(`${callbacks.oidc}${search}&iss=https%3A%2F%2Fevil.example`);

    expect(answer.status).toBe(500);
    expect(idp.count("/token")).toBe(before);
  });

  test("a code of GitHub opens nothing at the other provider, and the other way round", async () => {
    introduce(idp);
    const oidc = await started();
    const browser = browserJar(app.anonymous);
    const start = await browser.get(callbacks.github);
    const answerOfGithub = github.authorize(String(start.headers["location"]));

    const first = await browser.get(`${callbacks.oidc}${answerOfGithub}`);
    const second = await oidc.browser.get(`${callbacks.github}${oidc.search}`);

    expect([first.status, second.status]).toEqual([500, 500]);
    expect(browser.cookies.has("coder_session_token")).toBe(false);
    expect(oidc.browser.cookies.has("coder_session_token")).toBe(false);
  });

  test("each provider has a redirect URI of its own", async () => {
    const oidc = await started();
    const start = await app.anonymous.get(callbacks.github);

    expect(oidc.location.searchParams.get("redirect_uri")).toBe(
      "http://gatehouse.test/api/v2/users/oidc/callback",
    );
    expect(new URL(String(start.headers["location"])).searchParams.get("redirect_uri")).toBe(
      "http://gatehouse.test/api/v2/users/oauth2/github/callback",
    );
  });
});

describe("redirects", () => {
  test.each([
    ["https://evil.example/path", "/path"],
    ["//evil.example", "/"],
    ["///evil.example", "/evil.example"],
    ["/\\evil.example", "/%5Cevil.example"],
    ["javascript:alert(1)", "/"],
    ["/ok?a=%2Fb", "/ok?a=%2Fb"],
  ])("redirect %s ends at %s", async (redirect, path) => {
    introduce(idp);

    const { answer } = await signInWith(app, idp, {
      query: `?redirect=${encodeURIComponent(redirect)}`,
    });

    expect([answer.status, answer.headers["location"]]).toEqual([307, path]);
  });

  test("a redirect cookie that somebody planted is cleaned before it is used", async () => {
    for (const planted of ["https://evil.example/x", "//evil.example", "/\\evil.example"]) {
      introduce(idp);
      const { browser, search } = await started();
      browser.cookies.set("oauth_redirect", planted);

      const answer = await browser.get(`${callbacks.oidc}${search}`);

      expect(new URL(String(answer.headers["location"]), "http://here").host).toBe("here");
    }
  });

  test("the redirect of an abandoned sign-in does not apply to the next", async () => {
    introduce(idp);
    const { browser } = await started("?redirect=%2Fold");

    const { answer } = await signInWith(app, idp, { browser });

    expect(answer.headers["location"]).toBe("/");
  });

  test("the host of a request decides nothing", async () => {
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "ftp",
    };

    const start = await app.anonymous.get(callbacks.oidc, { headers });

    expect(new URL(String(start.headers["location"])).searchParams.get("redirect_uri")).toBe(
      "http://gatehouse.test/api/v2/users/oidc/callback",
    );
  });
});

describe("tokens", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["of another issuer", { iss: "https://evil.example" }, "different provider"],
    ["for another client", { aud: "other" }, "another client"],
    ["for several clients without azp", { aud: ["gatehouse", "other"] }, "another client"],
    ["issued to another client", { aud: ["gatehouse", "other"], azp: "other" }, "another client"],
    ["that has expired", { exp: 1000 }, "expired"],
    ["issued in the far future", { iat: 9_999_999_999 }, "future"],
    ["without a subject", { sub: undefined }, "sub"],
    ["with an empty subject", { sub: "" }, "sub"],
    ["whose subject is a number", { sub: 7 }, "sub"],
    ["with the nonce of another sign-in", { nonce: "old" }, "nonce"],
    ["without a nonce", { nonce: undefined }, "nonce"],
  ])("an ID token %s is refused and says why", async (_what, claims, reason) => {
    introduce(idp, claims);

    const { answer, browser } = await signInWith(app, idp);

    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain(reason);
    expect(browser.cookies.has("coder_session_token")).toBe(false);
  });

  test("an ID token of the expired nonce of an earlier sign-in is refused", async () => {
    introduce(idp);
    const { browser, location, search } = await started();
    await browser.get(`${callbacks.oidc}${search}`);
    introduce(idp, { nonce: location.searchParams.get("nonce") });

    expect((await signInWith(app, idp, { browser })).answer.status).toBe(400);
  });

  test("a forged signature, alg none and HMAC with the client secret are refused", async () => {
    for (const behaviour of [
      { signer: "unknown" as const },
      { header: { alg: "none" } },
      { header: { alg: "HS256" } },
      { header: { alg: "ES256" } },
      { header: { kid: "never-published" } },
    ]) {
      introduce(idp, {}, behaviour);

      const { answer } = await signInWith(app, idp);

      expect([behaviour, answer.status]).toEqual([behaviour, 400]);
    }
  });

  test("an answer without an ID token, or with one that is no text, is a 400", async () => {
    for (const idToken of [undefined, 5, "", "not.a.jwt"]) {
      introduce(idp, {}, { tokens: { id_token: idToken } });

      expect((await signInWith(app, idp)).answer.status).toBe(400);
    }
  });

  test("userinfo about somebody else is refused", async () => {
    introduce(idp, {}, { userinfo: { sub: "somebody-else", email: owner.email } });

    const { answer } = await signInWith(app, idp);

    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain("another subject");
  });
});
