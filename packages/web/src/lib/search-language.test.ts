import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nearestKey,
  readQuery,
  type SearchToken,
  withoutToken,
  withToken,
  writeQuery,
  writeToken,
} from "./search-language.ts";

describe("reading", () => {
  test("free words and tokens may stand in any order", () => {
    expect(readQuery("i role:owner status:active am")).toEqual({
      text: "i am",
      tokens: [
        { key: "role", value: "owner" },
        { key: "status", value: "active" },
      ],
      broken: [],
    });
  });

  test("quotes hold blanks and colons together", () => {
    const query = 'name:"john doe" last_seen_before:"2023-01-14T23:59:59Z"';

    expect(readQuery(query).tokens).toEqual([
      { key: "name", value: "john doe" },
      { key: "last_seen_before", value: "2023-01-14T23:59:59Z" },
    ]);
  });

  test("a list of values is one token per value", () => {
    expect(readQuery("login_type:github,password").tokens).toHaveLength(2);
  });

  test.each(["search:name:extra", "status:", ":active"])("%s is no token", (piece) => {
    expect(readQuery(piece)).toEqual({ text: "", tokens: [], broken: [piece] });
  });
});

describe("writing", () => {
  const word = fc.stringMatching(/^[a-z_]{1,12}$/);
  const value = fc.stringMatching(/^[a-z0-9 :,.-]*[a-z0-9][a-z0-9 :,.-]*$/);
  const token: fc.Arbitrary<SearchToken> = fc.record({ key: word, value });

  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 5 }), (tokens) => {
        expect(readQuery(tokens.map(writeToken).join(" ")).tokens).toEqual(tokens);
      }),
    );
  });

  test("a key with one value loses its old one, a key with several keeps it", () => {
    expect(withToken("mar status:active", { key: "status", value: "dormant" }, false)).toBe(
      "status:dormant mar",
    );
    expect(withToken("status:active", { key: "status", value: "dormant" }, true)).toBe(
      "status:active status:dormant",
    );
  });

  test("taking a token out leaves the rest", () => {
    expect(withoutToken("mar status:active status:dormant", "status", "active")).toBe(
      "status:dormant mar",
    );
    expect(withoutToken("mar status:active status:dormant", "status")).toBe("mar");
  });

  test("a query that cannot be read is kept as it is", () => {
    expect(writeQuery(readQuery("mar a:b:c"))).toBe("mar a:b:c");
  });
});

test.each([
  ["sttus", "status"],
  ["rol", "role"],
  ["zzz", undefined],
])("for %s the nearest key is %s", (typed, near) => {
  expect(nearestKey(typed, ["status", "role", "login_type"])).toBe(near);
});
