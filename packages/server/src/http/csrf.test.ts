import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCookies } from "./cookies.ts";
import {
  type CsrfRequest,
  csrfProblem,
  csrfRequired,
  freshCsrfCookie,
  makeCsrfToken,
  maskCsrfToken,
  unmaskCsrfToken,
  verifyCsrfToken,
} from "./csrf.ts";

const devCookie = "JXm9hOUdZctWt0ZZGAy9xiS/gxMKYOThdxjjMnMUyn4=";
const devHeader =
  "KNKvagCBEHZK7ihe2t7fj6VeJ0UyTDco1yVUJE8N06oNqxLu5Zx1vRxZbgfC0mJJgeGkVjgs08mgPbcWPBkZ1A==";

function request(overrides: Partial<CsrfRequest> = {}): CsrfRequest {
  return {
    method: "POST",
    path: "/api/v2/users",
    cookies: { coder_session_token: "s-1", csrf_token: devCookie },
    headers: {},
    query: {},
    ...overrides,
  };
}

describe("csrfRequired", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "get"])(
    "demands a token on %s",
    (method) => {
      expect(csrfRequired(request({ method }))).toBe(true);
    },
  );

  it.each(["GET", "HEAD", "OPTIONS", "TRACE"])("demands none on %s", (method) => {
    expect(csrfRequired(request({ method }))).toBe(false);
  });

  it.each([
    "/api/v2/users/login",
    "/api/v2/csp/reportsx",
    "/api/v2/users/firstborn",
    "/api/v2/workspaceagentsx/y",
    "/api/v2/workspaceproxies/other",
    "/api/v2/scimitar",
    "/api/v2/organizations/x/members",
    "/api/v2/organizations/x/y/provisionerdaemons",
    "/oauth2/authorize",
    "/login/oauth2/authorize",
    "/api/v2/oauth2/authorize",
    "/api/experimental/x",
  ])("covers %s", (path) => {
    expect(csrfRequired(request({ path }))).toBe(true);
  });

  it.each([
    "//api/v2/users",
    "/%61pi/v2/users",
    "/api%2fv2/users",
    "http://other.example/api/v2/users",
    "//oauth2///authorize?client_id=x",
    "/%zz",
    "/api/v2/workspaceagents/../users",
    "/api/v2/workspaceagents/%2e%2e/users",
    "/api/v2/scim/./../users",
    "/api/v2/users/%66irst",
    "/api/v2/users?/api/v2/scim/",
    "/api/v2/users#/../scim/",
  ])("is not escaped by the spelling %s", (path) => {
    expect(csrfRequired(request({ path }))).toBe(true);
  });

  it.each([
    "/api/v2/csp/reports",
    "/api/v2/users/first",
    "/api/v2/users/first/",
    "//api/v2/users/first",
    "/api/v2/workspaceagents/me/metadata",
    "/api/v2/workspaceproxies/me/register",
    "/api/v2/derp/x",
    "/api/v2/scim/v2/Users",
    "/api/v2/organizations/acme/provisionerdaemons/serve",
    "/scim/v2/Users",
    "/oauth2/tokens",
    "/",
    "/login",
  ])("leaves %s alone", (path) => {
    expect(csrfRequired(request({ path }))).toBe(false);
  });

  it("covers the revocation of a grant by a page", () => {
    expect(csrfRequired(request({ method: "DELETE", path: "/oauth2/tokens?client_id=x" }))).toBe(
      true,
    );
  });

  it.each([
    ["no session cookie", { cookies: { csrf_token: devCookie } }],
    ["an empty session cookie", { cookies: { coder_session_token: "" } }],
    ["the cookie repeated in the header", { headers: { "coder-session-token": "s-1" } }],
    ["the cookie repeated in the query", { query: { coder_session_token: "s-1" } }],
    ["a bearer token", { headers: { authorization: "bearer x" } }],
    ["a provisioner PSK", { headers: { "coder-provisioner-daemon-psk": "x" } }],
    ["a provisioner key", { headers: { "coder-provisioner-daemon-key": "x" } }],
  ])("demands none with %s", (_, overrides) => {
    expect(csrfRequired(request(overrides))).toBe(false);
  });

  it.each([
    ["another token in the header", { headers: { "coder-session-token": "s-2" } }],
    ["another token in the query", { query: { coder_session_token: "s-1x" } }],
    ["an empty header", { headers: { "coder-session-token": "" } }],
    ["an empty bearer token", { headers: { authorization: "Bearer " } }],
    ["Basic credentials", { headers: { authorization: "Basic eDp5" } }],
    ["an empty provisioner key", { headers: { "coder-provisioner-daemon-key": "" } }],
  ])("demands one in spite of %s", (_, overrides) => {
    expect(csrfRequired(request(overrides))).toBe(true);
  });
});

describe("csrfProblem", () => {
  it("accepts the development pair that the front end carries", () => {
    expect(csrfProblem(request({ headers: { "x-csrf-token": devHeader } }))).toBeNull();
  });

  it("accepts the unmasked token and the form field", () => {
    expect(csrfProblem(request({ headers: { "x-csrf-token": devCookie } }))).toBeNull();
    expect(csrfProblem(request(), devHeader)).toBeNull();
  });

  it("names a session header that contradicts the cookie", () => {
    expect(csrfProblem(request({ headers: { "coder-session-token": "s-2" } }))).toBe(
      "session-mismatch",
    );
    expect(csrfProblem(request())).toBe("token");
  });

  it("lets no form field rescue a wrong header", () => {
    const headers = { "x-csrf-token": makeCsrfToken(randomBytes) };

    expect(csrfProblem(request({ headers }), devHeader)).toBe("token");
  });

  it("refuses a planted cookie beside the real one, whichever the attacker's token fits", () => {
    const planted = makeCsrfToken(randomBytes);
    for (const pair of [
      [planted, devCookie],
      [devCookie, planted],
    ]) {
      const header = `coder_session_token=s-1; ${pair.map((value) => `csrf_token=${value}`).join("; ")}`;

      expect(csrfProblem(request({ cookies: parseCookies(header) }), planted)).toBe("token");
    }
  });

  it.each(["cross-site", "same-site"])(
    "refuses a planted cookie with its fitting token when the browser reports %s",
    (site) => {
      const planted = makeCsrfToken(randomBytes);
      const cookies = { coder_session_token: "s-1", csrf_token: planted };
      const headers = { "sec-fetch-site": site };

      expect(csrfProblem(request({ cookies, headers }), planted)).toBe("foreign-site");
    },
  );

  it.each(["same-origin", "none"])("does not mind Sec-Fetch-Site: %s", (site) => {
    const headers = { "sec-fetch-site": site, "x-csrf-token": devHeader };

    expect(csrfProblem(request({ headers }))).toBeNull();
  });

  it.each(["", "x", "undefined", "=".repeat(44), "A".repeat(44), ` ${devCookie}`])(
    "refuses when cookie and header hold the same non-token %j",
    (value) => {
      const cookies = { coder_session_token: "s-1", csrf_token: value };

      expect(csrfProblem(request({ cookies, headers: { "x-csrf-token": value } }))).toBe("token");
    },
  );
});

describe("tokens", () => {
  it("come back from every mask", () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, bytes, (secret, pad) => {
        const token = makeCsrfToken(() => secret);
        const masked = maskCsrfToken(token, () => pad);
        expect(unmaskCsrfToken(masked)).toEqual(Buffer.from(secret));
        expect(verifyCsrfToken(masked, token)).toBe(true);
      }),
    );
  });

  it("do not verify with one bit changed anywhere", () => {
    fc.assert(
      fc.property(fc.nat({ max: 511 }), (bit) => {
        const bytes = Buffer.from(devHeader, "base64");
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(verifyCsrfToken(bytes.toString("base64"), devCookie)).toBe(false);
      }),
    );
  });

  it("look different on every page", () => {
    expect(maskCsrfToken(devCookie, randomBytes)).not.toBe(maskCsrfToken(devCookie, randomBytes));
  });

  it("cannot be masked when they are none", () => {
    expect(() => maskCsrfToken("short", randomBytes)).toThrow();
  });

  it.each([
    devHeader.slice(0, -4),
    `${devHeader}AAAA`,
    devCookie.replaceAll("/", "_"),
    devCookie.slice(0, -1),
    Buffer.alloc(96).toString("base64"),
    "",
  ])("are refused in the wrong shape: %s", (sent) => {
    expect(verifyCsrfToken(sent, devCookie)).toBe(false);
  });

  it("never verify without a cookie", () => {
    expect(verifyCsrfToken(devHeader, undefined)).toBe(false);
    expect(verifyCsrfToken("", "")).toBe(false);
  });
});

describe("freshCsrfCookie", () => {
  it("keeps a valid cookie", () => {
    expect(freshCsrfCookie({ csrf_token: devCookie }, randomBytes)).toEqual({
      token: devCookie,
      fresh: false,
    });
  });

  it.each([undefined, "", "x", devHeader, "%00"])("replaces %s by a new one", (held) => {
    const decision = freshCsrfCookie({ csrf_token: held }, randomBytes);

    expect(decision.fresh).toBe(true);
    expect(verifyCsrfToken(decision.token, decision.token)).toBe(true);
  });
});
