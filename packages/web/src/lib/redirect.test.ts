import { describe, expect, it } from "vitest";
import { safeRedirect } from "./redirect.ts";

const rows = [
  ["", "/"],
  ["/foo/bar?baz=qux", "/foo/bar?baz=qux"],
  ["/foo#frag", "/foo#frag"],
  ["/foo?a=b#frag", "/foo?a=b#frag"],
  ["http://evil/path", "/path"],
  ["https://evil/path?a=b", "/path?a=b"],
  ["//evil.example", "/"],
  ["///evil.example", "/evil.example"],
  ["/\\evil", "/%5Cevil"],
  ["https:/\\evil", "/%5Cevil"],
  ["\\\\evil", "/%5C%5Cevil"],
  ["\\/evil", "/%5C/evil"],
  ["/\\/evil", "/%5C/evil"],
  ["javascript:alert(1)", "/"],
  ["JavaScript:alert(1)", "/"],
  ["data:text/html,x", "/"],
  ["http://[::1]:namedport", "/"],
  ["foo/bar", "/foo/bar"],
  ["/a\nb", "/"],
  ["/a\r\nb", "/"],
  ["/\tevil", "/"],
  ["\t//evil", "/"],
  ["/a\u0000b", "/"],
] as const;

describe("where signing in leads", () => {
  it.each(rows)("%j leads to %s", (given, expected) => {
    expect(safeRedirect(given)).toBe(expected);
  });

  it("never leaves this origin, as browsers read addresses", () => {
    for (const [given] of rows) {
      expect(new URL(safeRedirect(given), "https://gate.test").origin).toBe("https://gate.test");
    }
  });
});
