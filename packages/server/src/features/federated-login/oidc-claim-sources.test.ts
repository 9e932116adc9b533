import {
  introduce,
  meOf,
  type SignInStage,
  signInWith,
  startSignInStage,
  uniqueName,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let stage: SignInStage;
let idp: SignInStage["idp"];
let app: SignInStage["app"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, app } = stage);
});
afterAll(() => stage.stop());

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

    expect(await meOf(browser)).toMatchObject({ email, username: other });
  });

  test("userinfo without sub is tolerated", async () => {
    introduce(idp, {}, { userinfo: { name: "From Userinfo" } });

    const { browser } = await signInWith(app, idp);

    expect((await meOf(browser))["name"]).toBe("From Userinfo");
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

    expect((await meOf(good.browser))["name"]).toBe("Signed");
    expect((await signInWith(app, idp)).answer.status).toBe(400);
  });

  test("userinfo that is not JSON is a 500 that says so", async () => {
    introduce(idp, {}, { userinfo: { body: "<html>" } });

    const { answer } = await signInWith(app, idp);

    expect(answer.status).toBe(500);
    expect(answer.json.detail).toContain("userinfo");
  });

  test("a provider without a userinfo endpoint signs people in all the same", async () => {
    const plain = await stage.appWith({ OIDC_SIGN_IN_TEXT: "without userinfo" });
    introduce(
      idp,
      {},
      { metadata: { userinfo_endpoint: undefined }, userinfo: { status: 500, body: "" } },
    );

    expect((await signInWith(plain, idp)).answer.status).toBe(307);
  });

  test("userinfo is not asked where it is ignored", async () => {
    const ignoring = await stage.appWith({ OIDC_IGNORE_USERINFO: "true" });
    const claims = introduce(idp);
    idp.behaviour.userinfo = { sub: claims["sub"], name: "Other" };

    const { browser } = await signInWith(ignoring, idp);

    expect((await meOf(browser))["name"]).toBe("Some Body");
  });

  test("an access token adds claims, and the ID token wins", async () => {
    const both = await stage.appWith({
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

    expect(await meOf(browser)).toMatchObject({ name: "From Access", email: claims.email });
  });

  test("an access token for another audience, or that is no JWT, is a 400", async () => {
    const both = await stage.appWith({
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
    const strict = await stage.appWith({
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
    const strict = await stage.appWith({ OIDC_USER_ROLE_FIELD: "roles" });
    introduce(idp, { roles: { a: 1 } });

    expect((await signInWith(strict, idp)).answer.status).toBe(400);
  });
});
