import { isNewUsername } from "@gatehouse/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isVerified, listClaim, mergeClaims, readClaims, writeClaims } from "./claims-rules.ts";
import {
  alternativeUsername,
  avatarUrl,
  inventedUsername,
  isInDomains,
  realName,
  usernameFrom,
} from "./profile-rules.ts";

test("a name from the provider is a name here, or none at all", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.emailAddress(), (stated, email) => {
      const name = usernameFrom(stated, email);

      expect(name === null || isNewUsername(name)).toBe(true);
    }),
  );
});

test("invented names and alternatives of names are names", () => {
  const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(fraction, fraction, fraction),
      fc.stringMatching(/^[a-z0-9]{6}$/),
      (at, suffix) => {
        const name = inventedUsername(at);

        expect(isNewUsername(name)).toBe(true);
        expect(isNewUsername(alternativeUsername(name, suffix))).toBe(true);
        expect(isNewUsername(alternativeUsername("x".repeat(32), suffix))).toBe(true);
        expect(isNewUsername(alternativeUsername(`${"x".repeat(24)}-abcdefg`, suffix))).toBe(true);
      },
    ),
  );
});

test.each([
  ["a@example.com", ["example.com"], true],
  ["a@EXAMPLE.com", ["@example.COM"], true],
  ["a@sub.example.com", ["example.com"], false],
  ["a@evilexample.com", ["example.com"], false],
  ["example.com", ["example.com"], false],
  ["a@b@example.com", ["example.com"], false],
  ['"a@b"@example.com', ["example.com"], true],
  ["a@еxample.com", ["еxample.com"], false],
  ["a@x", [], true],
])("%s in %j is %s", (email, domains, expected) => {
  expect(isInDomains(email, domains)).toBe(expected);
});

test("a full name is at most 128 characters, also where they are no single code units", () => {
  expect(realName("😀".repeat(200))).toBe("😀".repeat(128));
  expect(realName(" a \u0000\n b ")).toBe("a b");
});

test("pictures are http, https or local", () => {
  const kept = ["https://a.example/x", "http://a.example", "/icon/me.png"];
  const left = ["javascript:1", "data:,x", "//evil.example", "/\\evil", "x", "", "/a b"];

  expect(kept.map(avatarUrl)).toEqual(kept);
  expect(left.map(avatarUrl)).toEqual(left.map(() => ""));
});

test("claims are written as they were read, with every digit", () => {
  for (const json of ['{"a":12345678901234567890,"b":[1.50,{"c":null}],"d":"é\\n"}', "{}"]) {
    const claims = readClaims(json);
    expect(claims === null ? null : JSON.parse(writeClaims(claims))).toEqual(JSON.parse(json));
  }
  expect(writeClaims(readClaims('{"a":12345678901234567890}') ?? null)).toContain(
    "12345678901234567890",
  );
  expect([readClaims("[]"), readClaims("x"), readClaims("")]).toEqual([null, null, null]);
});

test("the winner's claims count where both sources have one", () => {
  const [a, b] = [readClaims('{"x":1,"y":1}'), readClaims('{"y":2,"z":2}')];
  if (a === null || b === null) throw new Error("the claims of the test are wrong");

  expect(JSON.parse(mergeClaims(a, b, "secondary").merged)).toEqual({ x: 1, y: 2, z: 2 });
  expect(JSON.parse(mergeClaims(a, b, "idToken").merged)).toEqual({ x: 1, y: 1, z: 2 });
});

test("a list claim is texts, one text, nothing, or not usable", () => {
  expect(listClaim(undefined)).toBeUndefined();
  expect([null, "", "a", ["a", "b", "a"]].map(listClaim)).toEqual([[], [], ["a"], ["a", "b"]]);
  expect(["a,b", 5, true, ["a", 1], new Map()].map(listClaim)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("only what says yes counts as verified", () => {
  expect([true, 1, "true", "T", "1"].map(isVerified)).toEqual([true, true, true, true, true]);
  expect([false, 0, 2, "yes", "", null, undefined, ["true"]].some(isVerified)).toBe(false);
});
