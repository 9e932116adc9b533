import { expect, test } from "vitest";
import { isLeftOut, readClaimList } from "./claim-list.ts";

const read = (value: unknown) => readClaimList(new Map([["groups", value]]), "groups");

test.each([
  [
    ["a", "b"],
    ["a", "b"],
  ],
  [
    ["a", "b", "a"],
    ["a", "b"],
  ],
  [[], []],
  ["one", ["one"]],
  ["", []],
  ["with blank", ["with blank"]],
])("the claim %j is a list", (value, values) => {
  expect(read(value)).toEqual({ kind: "list", values });
});

test.each([[undefined], [null]])("the claim %j is missing", (value) => {
  expect(read(value)).toEqual({ kind: "missing" });
});

test("a claim that is not there is missing, whatever its letter case", () => {
  expect(readClaimList(new Map([["Groups", ["a"]]]), "groups")).toEqual({ kind: "missing" });
});

test.each([
  [["a", 1]],
  [["a", null]],
  [["a", ["b"]]],
  ["a,b"],
  [7],
  [true],
  [{ a: 1 }],
  [new Map()],
])("the claim %j is invalid", (value) => {
  expect(read(value).kind).toBe("invalid");
});

test("trap 10: a text with commas is invalid and not split, a single text is one value", () => {
  expect(read("admins,users").kind).toBe("invalid");
  expect(read("admins")).toEqual({ kind: "list", values: ["admins"] });
});

test("trap 4: a claim is left out when the user had it before and the token points elsewhere", () => {
  const had = new Map<string, unknown>([["groups", ["a"]]]);
  const overage = new Map<string, unknown>([["_claim_names", { groups: "src1" }]]);
  const implicit = new Map<string, unknown>([["hasgroups", true]]);

  expect(isLeftOut(overage, had, "groups")).toBe(true);
  expect(isLeftOut(implicit, had, "groups")).toBe(true);
  expect(isLeftOut(new Map(), had, "groups")).toBe(false);
  expect(isLeftOut(overage, null, "groups")).toBe(false);
  expect(isLeftOut(new Map([...overage, ...had]), had, "groups")).toBe(false);
});
