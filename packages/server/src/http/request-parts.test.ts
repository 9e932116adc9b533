import { describe, expect, it } from "vitest";
import { isAtOrBelow, requestPath } from "./request-parts.ts";

describe("requestPath", () => {
  it.each([
    ["/api/v2/users", "/api/v2/users"],
    ["//api///v2/users/", "/api/v2/users"],
    ["/api/v2/users?x=//y/", "/api/v2/users"],
    ["/%61pi/v2/users", "/api/v2/users"],
    ["/api%2Fv2%2F%2Fusers", "/api/v2/users"],
    ["http://evil.example/api/v2/users", "/api/v2/users"],
    ["HTTPS://evil.example//api/v2/users#x", "/api/v2/users"],
    ["/", "/"],
  ])("reads %s as %s", (target, decoded) => {
    expect(requestPath(target).decoded).toBe(decoded);
  });

  it.each(["/%zz", "/%ff", "*", "", "api/v2", "ftp://x/api"])("cannot decode %s", (target) => {
    expect(requestPath(target).decoded).toBeNull();
  });

  it("decodes once only", () => {
    expect(requestPath("/%2561pi").decoded).toBe("/%61pi");
  });
});

describe("isAtOrBelow", () => {
  it("does not take a longer name for a child", () => {
    expect(isAtOrBelow("/scim", "/scim")).toBe(true);
    expect(isAtOrBelow("/scim/v2", "/scim")).toBe(true);
    expect(isAtOrBelow("/scimitar", "/scim")).toBe(false);
  });
});
