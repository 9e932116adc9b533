import {
  createUser,
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
let owner: SignInStage["owner"];

beforeAll(async () => {
  stage = await startSignInStage();
  ({ idp, app, owner } = stage);
});
afterAll(() => stage.stop());

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
    expect(await meOf(browser)).toMatchObject({ username: name });
  });

  test("an e-mail address as username claim stands in for the e-mail claim", async () => {
    const name = uniqueName("upn");
    introduce(idp, { email: undefined, preferred_username: `${name}@example.com` });

    const { browser } = await signInWith(app, idp);

    expect(await meOf(browser)).toMatchObject({ username: name, email: `${name}@example.com` });
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

    const { username } = await meOf(browser);
    const cleaned = expected.startsWith("ab") ? `a${ending}b` : `${expected}${ending}`;
    expect(username).toBe(cleaned.slice(0, 32));
  });

  test("a taken username gets a random end and stays a name", async () => {
    const taken = `a-name-of-exactly-32-characters0`;
    await createUser(app, owner, { username: taken });
    introduce(idp, { preferred_username: taken });

    const { browser } = await signInWith(app, idp);

    const { username } = await meOf(browser);
    expect(username).not.toBe(taken);
    expect(username).toMatch(/^a-name-of-exactly-32-[a-z-]*[a-z0-9]+$/);
    expect(String(username).length).toBeLessThanOrEqual(32);
  });

  test("a username that is too long is replaced by an invented one", async () => {
    introduce(idp, { preferred_username: "x".repeat(33) });

    const { browser } = await signInWith(app, idp);

    expect((await meOf(browser))["username"]).toMatch(/^[a-z]+-[a-z]+\d$/);
  });

  test("a reserved username is not handed out", async () => {
    introduce(idp, { preferred_username: "oidc-claims" });

    const { browser } = await signInWith(app, idp);

    expect((await meOf(browser))["username"]).not.toBe("oidc-claims");
  });

  test("a full name with surplus space is tidied, and one that is too long is cut", async () => {
    introduce(idp, { name: "  Pavel \t  Bure\n " });
    const spaced = await signInWith(app, idp);
    introduce(idp, { name: "n".repeat(300) });
    const long = await signInWith(app, idp);

    expect((await meOf(spaced.browser))["name"]).toBe("Pavel Bure");
    expect((await meOf(long.browser))["name"]).toBe("n".repeat(128));
  });

  test("an empty picture is no picture, and one that is no web address is left out", async () => {
    for (const picture of ["", "javascript:alert(1)", "data:image/png;base64,AA", 5]) {
      introduce(idp, { picture });
      const { browser } = await signInWith(app, idp);

      expect((await meOf(browser))["avatar_url"] ?? "").toBe("");
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
    const ignoring = await stage.appWith({ OIDC_IGNORE_EMAIL_VERIFIED: "true" });

    expect((await signInWith(ignoring, idp)).answer.status).toBe(307);
  });

  test("another claim tells it where the operator says so", async () => {
    introduce(idp, { email_verified: undefined, xms_edov: "1" });
    const entra = await stage.appWith({ OIDC_EMAIL_VERIFIED_CLAIM: "xms_edov" });

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
    const strict = await stage.appWith({ OIDC_EMAIL_DOMAIN: domains });

    const { answer } = await signInWith(strict, idp);

    expect(answer.status).toBe(status);
  });

  test("the refusal shows the person's address and none of the domains", async () => {
    const { email } = introduce(idp, { email: `${uniqueName("d")}@elsewhere.example` });
    const strict = await stage.appWith({ OIDC_EMAIL_DOMAIN: domains });

    const { answer } = await signInWith(strict, idp);

    expect(answer.text).toContain(email);
    expect(answer.text.toLowerCase()).not.toContain("kwc.io");
    expect(answer.text.toLowerCase()).not.toContain("coder.example");
  });
});
