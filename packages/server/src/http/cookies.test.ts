import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCookieSettings,
  csrfCookie,
  isPrivateCookie,
  parseCookies,
  sessionCookie,
  sessionCookieDeletion,
  withoutPrivateCookies,
} from "./cookies.ts";

const plain = { secure: false, sameSite: "lax", hostPrefix: false } as const;
const prefixed = { secure: true, sameSite: "none", hostPrefix: true } as const;

describe("writing cookies", () => {
  it("gives the session cookie the attributes of the spec and no Domain", () => {
    expect(sessionCookie("abc-def", plain)).toBe(
      "coder_session_token=abc-def; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax",
    );
  });

  it("uses the prefixed name with Secure in host-prefix mode", () => {
    expect(sessionCookie("abc-def", prefixed)).toBe(
      "__Host-coder_session_token=abc-def; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=None",
    );
  });

  it("deletes the cookie of the mode under the same path and attributes", () => {
    expect(sessionCookieDeletion(prefixed)).toBe(
      "__Host-coder_session_token=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None",
    );
  });

  it("writes the CSRF cookie unescaped and for the browser session", () => {
    expect(csrfCookie("a+/=", plain)).toBe("csrf_token=a+/=; Path=/; HttpOnly; SameSite=Lax");
  });

  it("cannot be used to add attributes or header lines", () => {
    expect(sessionCookie("x; Domain=evil\r\nX: y", plain)).not.toMatch(/[\r\n]|; Domain/);
    expect(() => csrfCookie("x\r\nX: y", plain)).toThrow();
  });

  it("stops the start with a prefixed cookie that is not Secure", () => {
    expect(() => checkCookieSettings({ ...prefixed, secure: false })).toThrow(/host-prefix-cookie/);
    expect(() => checkCookieSettings(prefixed)).not.toThrow();
  });
});

describe("parseCookies", () => {
  it("takes the first of a repeated name", () => {
    expect(parseCookies("coder_session_token=one; coder_session_token=two")).toMatchObject({
      coder_session_token: "one",
    });
  });

  it.each([
    "csrf_token=a; csrf_token=b",
    "csrf_token=a;csrf_token\t=b",
    "csrf_token =a; x=1; csrf_token=b",
  ])("trusts no CSRF cookie when somebody added a second one: %j", (header) => {
    expect(parseCookies(header)["csrf_token"]).toBeUndefined();
  });

  it("keeps a CSRF cookie that is merely repeated", () => {
    expect(parseCookies("csrf_token=a; not_csrf_token=c; csrf_token=a")["csrf_token"]).toBe("a");
  });

  it("has no inherited names", () => {
    const cookies = parseCookies("__proto__=x; a=b");

    expect(cookies["constructor"]).toBeUndefined();
    expect(Object.getPrototypeOf(cookies)).toBeNull();
  });

  it("reads a bomb of thousands of cookies in time and nothing of a header beyond 16 KiB", () => {
    const bomb = `${"a=1;".repeat(4_000)}csrf_token=x`;

    expect(parseCookies(bomb)["csrf_token"]).toBe("x");
    expect(parseCookies(`a=1; ${"b".repeat(16_384)}=1`)["a"]).toBeUndefined();
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(Object.getPrototypeOf(parseCookies(header))).toBeNull();
      }),
    );
  });
});

describe("cookies on the way to a workspace", () => {
  it.each([
    "coder_session_token",
    "__Host-coder_session_token",
    "__Secure-coder_session_token",
    "csrf_token",
    "oauth_state",
    "oauth_redirect",
    "oauth_pkce_verifier",
    "coder_oauth_convert_jwt",
    "coder_path_app_session_token",
    "coder_subdomain_app_session_token_1a2b",
    "coder_signed_app_token",
  ])("%s stays here", (name) => {
    expect(isPrivateCookie(name)).toBe(true);
    expect(withoutPrivateCookies(`a=1; ${name}=secret`)).toBe("a=1");
    expect(withoutPrivateCookies(`${name} =secret`)).toBeNull();
  });

  it("leaves the workspace's own cookies as they were", () => {
    expect(withoutPrivateCookies('a="x y"; coder_session_token=s; b=%41==')).toBe(
      'a="x y"; b=%41==',
    );
  });

  it("drops nameless pairs", () => {
    expect(withoutPrivateCookies("=coder_session_token=s; ; a=1")).toBe("a=1");
  });
});
