import fc from "fast-check";
import { expect, test } from "vitest";
import { safeRedirect } from "./redirect-rules.ts";

/** Spec federated-login §4. */
const table: readonly (readonly [input: string, path: string])[] = [
  ["", "/"],
  ["/foo/bar?baz=qux", "/foo/bar?baz=qux"],
  ["/foo#frag", "/foo#frag"],
  ["/foo?a=b#frag", "/foo?a=b#frag"],
  ["http://evil/path", "/path"],
  ["https://evil/path?a=b", "/path?a=b"],
  ["https://evil.example", "/"],
  ["//evil.example", "/"],
  ["//evil.example/path", "/path"],
  ["///evil.example", "/evil.example"],
  ["////evil.example", "/evil.example"],
  ["/\\evil", "/%5Cevil"],
  ["https:/\\evil", "/%5Cevil"],
  ["\\\\evil", "/%5C%5Cevil"],
  ["\\/evil", "/%5C/evil"],
  ["/\\/evil", "/%5C/evil"],
  ["javascript:alert(1)", "/"],
  ["data:text/html,x", "/"],
  ["javascript:javascript:alert(1)", "/"],
  ["http://[::1]:namedport", "/"],
  ["http://[::1]:namedport/path", "/"],
  ["foo/bar", "/foo/bar"],
  ["/a\r\nSet-Cookie: x", "/"],
  ["/\t/evil.example", "/"],
  ["/a\u0000b", "/"],
  ["https://user:secret@evil.example/path", "/path"],
  ["http:evil.example", "/"],
  ["/grüße dich", "/gr%C3%BC%C3%9Fe%20dich"],
  ["/cli-auth?x=%2Fy%3Fz", "/cli-auth?x=%2Fy%3Fz"],
];

test.each(table)("redirect %j leads to %j", (input, path) => {
  expect(safeRedirect(input)).toBe(path);
});

test("no redirect leaves this server, whatever is asked for", () => {
  const nasty = fc.string({
    unit: fc.constantFrom(
      "/",
      "\\",
      ":",
      "?",
      "#",
      "@",
      "\t",
      "\n",
      "%",
      "a",
      "http",
      "[",
      "]",
      ".",
    ),
  });
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: "binary" })), (input) => {
      const path = safeRedirect(input);

      expect(path).toMatch(/^\/(?![/\\])/);
      expect(new URL(path, "https://here.example").origin).toBe("https://here.example");
    }),
    { numRuns: 2000 },
  );
});

test("what is safe stays as it is when it is cleaned again", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = safeRedirect(url);

      expect(safeRedirect(once)).toBe(once);
    }),
  );
});
