import { describe, expect, it } from "vitest";
import { corsDecision } from "./cors.ts";

const strict = { dangerousAllowAll: false };
const origin = "https://page.example";

function preflight(path: string, requestedMethod: string, settings = strict) {
  return corsDecision({ path, method: "OPTIONS", origin, requestedMethod }, settings);
}

describe("corsDecision", () => {
  it.each([
    "/api/v2/users",
    "/",
    "/oauth2",
    "/oauth2/authorize",
    "/oauth2//authorize/",
    "/oauth2/%61uthorize",
    "/oauth2x/tokens",
    "/api/experimental/mcpx",
    "/.well-known/openid",
    "/oauth2/%zz",
    "/latency-check/x",
  ])("opens nothing on %s", (path) => {
    expect(corsDecision({ path, method: "GET", origin }, strict)).toEqual({
      preflight: false,
      headers: {},
    });
    expect(preflight(path, "POST")).toEqual({ preflight: false, headers: {} });
  });

  it.each([
    "/oauth2/tokens",
    "/oauth2/register",
    "//oauth2/tokens?x=1",
    "/api/experimental/mcp/http",
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-authorization-server/x",
  ])("lets any page without credentials use %s", (path) => {
    const { headers } = corsDecision({ path, method: "POST", origin }, strict);

    expect(headers).toEqual({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": "WWW-Authenticate",
    });
  });

  it("answers a preflight of the OAuth paths", () => {
    expect(preflight("/oauth2/tokens", "POST")).toEqual({
      preflight: true,
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "WWW-Authenticate",
        "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE, OPTIONS",
        "Access-Control-Allow-Headers":
          "Content-Type, Accept, Authorization, x-api-key, Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID",
        "Access-Control-Max-Age": "86400",
      },
    });
  });

  it("allows nothing in a preflight for a method outside the rule", () => {
    expect(preflight("/oauth2/tokens", "PATCH")).toEqual({ preflight: true, headers: {} });
  });

  it("opens /latency-check to every page and says that credentials are not wanted", () => {
    expect(preflight("/latency-check", "PUT").headers).toEqual({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Credentials": "false",
      "Timing-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "*",
      "Access-Control-Allow-Headers": "*",
    });
  });

  it("lets other pages only read under the dangerous setting", () => {
    const open = { dangerousAllowAll: true };
    const path = "/api/v2/users";

    expect(corsDecision({ path, method: "GET", origin }, open).headers).toEqual({
      "Access-Control-Allow-Origin": "*",
    });
    expect(corsDecision({ path, method: "POST", origin }, open).headers).toEqual({});
    expect(preflight(path, "DELETE", open).headers).toEqual({});
    expect(preflight(path, "GET", open).headers).toMatchObject({
      "Access-Control-Allow-Headers": "Accept, Content-Type, X-LATENCY-CHECK, X-CSRF-TOKEN",
    });
  });

  it("never allows credentials and never echoes the origin", () => {
    for (const path of ["/latency-check", "/oauth2/tokens", "/api/v2/users"]) {
      const { headers } = corsDecision(
        { path, method: "GET", origin },
        { dangerousAllowAll: true },
      );

      expect(headers["Access-Control-Allow-Credentials"] ?? "false").toBe("false");
      expect(headers["Access-Control-Allow-Origin"]).toBe("*");
    }
  });

  it("does not take a plain OPTIONS request for a preflight", () => {
    const path = "/oauth2/tokens";

    expect(corsDecision({ path, method: "OPTIONS", origin: undefined }, strict).preflight).toBe(
      false,
    );
    expect(corsDecision({ path, method: "OPTIONS", origin }, strict).preflight).toBe(false);
  });
});
