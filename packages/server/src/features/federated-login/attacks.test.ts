import {
  browserJar,
  callbacks,
  introduce,
  type SignInStage,
  signInWith,
  startSignInStage,
} from "@gatehouse/testkit";
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

describe("state", () => {
  test("an answer that is replayed in the same browser is refused: the cookies are gone", async () => {
    introduce(idp);
    const { browser, search } = await stage.started();
    expect((await browser.get(`${callbacks.oidc}${search}`)).status).toBe(307);

    const again = await browser.get(`${callbacks.oidc}${search}`);

    expect(again.status).toBe(401);
  });

  test("an answer that is swapped into another browser is refused", async () => {
    introduce(idp);
    const attacker = await stage.started();
    const victim = await stage.started();

    const swapped = await victim.browser.get(`${callbacks.oidc}${attacker.search}`);
    const bare = await browserJar(app.anonymous).get(`${callbacks.oidc}${attacker.search}`);

    expect([swapped.status, bare.status]).toEqual([401, 401]);
    expect(victim.browser.cookies.has("coder_session_token")).toBe(false);
  });

  test("a state cookie with two values counts as none: a sibling domain may have planted one", async () => {
    introduce(idp);
    const { search } = await stage.started();
    const state = new URLSearchParams(search).get("state") ?? "";
    const cookie = `oauth_state=${state}; oauth_state=other; oauth_pkce_verifier=${"v".repeat(43)}`;

    const answer = await app.anonymous.get(`${callbacks.oidc}${search}`, { headers: { cookie } });

    expect(answer.status).toBe(401);
  });

  test("an answer without state, and one without a verifier cookie, are a 400", async () => {
    introduce(idp);
    const { browser, search } = await stage.started();
    const { code } = Object.fromEntries(new URLSearchParams(search));
    const stateless = await browser.get(`${callbacks.oidc}?code=${code}`);
    const other = await stage.started();
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
    const victim = await stage.started();
    const attacker = await stage.started();
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
    const { browser, search } = await stage.started();
    const state = new URLSearchParams(search).get("state") ?? "";

    const answer = await browser.get(
      `${callbacks.oidc}?${new URLSearchParams({ code: "guess", state })}`,
    );

    expect(answer.status).toBe(500);
    expect(answer.json.detail).toBe("invalid_grant");
  });

  test("a repeated parameter is refused", async () => {
    introduce(idp);
    const { browser, search } = await stage.started();

    expect((await browser.get(`${callbacks.oidc}${search}&code=other`)).status).toBe(400);
  });
});

describe("mix-up of providers", () => {
  test("an answer that names another issuer is refused before the code is sent", async () => {
    introduce(idp);
    const { browser, search } = await stage.started();
    const before = idp.count("/token");

    const answer = await browser.get(`${callbacks.oidc}${search}&iss=https%3A%2F%2Fevil.example`);

    expect(answer.status).toBe(500);
    expect(idp.count("/token")).toBe(before);
  });

  test("a code of GitHub opens nothing at the other provider, and the other way round", async () => {
    introduce(idp);
    const oidc = await stage.started();
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
    const oidc = await stage.started();
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
      const { browser, search } = await stage.started();
      browser.cookies.set("oauth_redirect", planted);

      const answer = await browser.get(`${callbacks.oidc}${search}`);

      expect(new URL(String(answer.headers["location"]), "http://here").host).toBe("here");
    }
  });

  test("the redirect of an abandoned sign-in does not apply to the next", async () => {
    introduce(idp);
    const { browser } = await stage.started("?redirect=%2Fold");

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
    const { browser, location, search } = await stage.started();
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
