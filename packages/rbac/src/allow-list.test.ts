import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectIds, someAllowEntry, someType, someTypes } from "../test/arbitraries.ts";
import {
  allowedIds,
  allowListCovers,
  allowListMatches,
  compileAllowList,
  intersectAllowLists,
  parseAllowEntry,
  readAllowList,
} from "./allow-list.ts";
import { resourceTypes } from "./resources.ts";
import { canonicalUuid } from "./uuid.ts";
import { rowOf } from "./votes.ts";

const id = "6f0a2f6e-0c52-4f0a-9f3c-1d2e3f4a5b6c";

function read(entries: readonly string[]): readonly string[] {
  const result = readAllowList(entries);
  if (!result.ok) throw new Error(result.code);
  return result.allowList;
}

const someList = fc.array(someAllowEntry, { maxLength: 6 }).map(read);
const someTarget = fc.record({ type: someType, id: fc.constantFrom(undefined, ...objectIds) });

function admits(list: readonly string[], target: { type: string; id?: string | undefined }) {
  return allowListMatches(compileAllowList(list), rowOf(target.type), target.id);
}

describe("reading an allow list (spec authorization §4.4)", () => {
  it.each([
    ["trims blanks and lower-cases ids", [`  workspace:${id.toUpperCase()} `], [`workspace:${id}`]],
    ["canonicalises braced ids", [`user:{${id}}`], [`user:${id}`]],
    ["canonicalises urn ids", [`user:urn:uuid:${id}`], [`user:${id}`]],
    ["canonicalises bare hexadecimal ids", [`user:${id.replaceAll("-", "")}`], [`user:${id}`]],
    ["reduces to everything", ["user:*", "*:*", `task:${id}`], ["*:*"]],
    ["lets a whole type swallow its ids", [`task:${id}`, "task:*"], ["task:*"]],
    ["keeps an id of any type", [`*:${id}`], [`*:${id}`]],
    ["drops duplicates and sorts", ["user:*", `task:${id}`, "user:*"], [`task:${id}`, "user:*"]],
    ["leaves an empty list empty", [], []],
  ])("%s", (_, given, expected) => {
    expect(read(given)).toEqual(expected);
  });

  it.each(["workspace", "workspace:", ":*", "nothing:*", "workspace:1", `${id}`, "*", ""])(
    "refuses %j",
    (entry) => {
      expect(parseAllowEntry(entry)).toBeNull();
      expect(readAllowList([entry])).toEqual({ ok: false, code: "invalid_entry", entry });
    },
  );

  it("counts entries before normalising: 128 pass, 129 do not", () => {
    const entries = (count: number) => Array.from({ length: count }, () => "*:*");

    expect(readAllowList(entries(128)).ok).toBe(true);
    expect(readAllowList(entries(129))).toEqual({ ok: false, code: "too_many_entries" });
  });

  it("is idempotent and independent of order", () => {
    fc.assert(
      fc.property(fc.array(someAllowEntry), (entries) => {
        const once = read(entries);

        expect(read(once)).toEqual(once);
        expect(read(entries.toReversed())).toEqual(once);
      }),
    );
  });

  it("does not change which objects are admitted", () => {
    fc.assert(
      fc.property(fc.array(someAllowEntry), someTarget, (entries, target) => {
        expect(admits(read(entries), target)).toBe(admits(entries, target));
      }),
    );
  });
});

describe("intersection of allow lists (spec authorization §4.5)", () => {
  it("admits exactly what both lists admit", () => {
    fc.assert(
      fc.property(someList, someList, someTarget, (a, b, target) => {
        const both = intersectAllowLists(a, b);

        expect(admits(both, target)).toBe(admits(a, target) && admits(b, target));
      }),
      { numRuns: 1000 },
    );
  });

  it("is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(someList, someList, someList, (a, b, c) => {
        const intersect = intersectAllowLists;

        expect(intersect(a, b)).toEqual(intersect(b, a));
        expect(admitsSame(intersect(intersect(a, b), c), intersect(a, intersect(b, c)))).toBe(true);
        expect(intersect(a, ["*:*"])).toEqual(a);
        expect(admitsSame(intersect(a, a), a)).toBe(true);
      }),
    );
  });

  it("narrows in both directions and is empty when nothing is common", () => {
    expect(intersectAllowLists(["workspace:*"], [`*:${id}`])).toEqual([`workspace:${id}`]);
    expect(intersectAllowLists(["workspace:*"], ["user:*"])).toEqual([]);
    expect(intersectAllowLists([], ["*:*"])).toEqual([]);
  });
});

function admitsSame(a: readonly string[], b: readonly string[]): boolean {
  return someTypes.every((type) =>
    [undefined, ...objectIds].every(
      (one) => admits(a, { type, id: one }) === admits(b, { type, id: one }),
    ),
  );
}

describe("matching", () => {
  it("an object without id is admitted by wildcard forms only", () => {
    expect(admits([`workspace:${id}`, `*:${id}`], { type: "workspace" })).toBe(false);
    expect(admits(["workspace:*"], { type: "workspace" })).toBe(true);
    expect(admits(["*:*"], { type: "workspace" })).toBe(true);
  });

  it("an entry for an id admits its own type and no other", () => {
    for (const type of resourceTypes) {
      const admitted = resourceTypes.filter((other) =>
        admits([`${type}:${id}`], { type: other, id }),
      );
      const whole = resourceTypes.filter((other) => admits([`${type}:*`], { type: other, id }));

      expect(admitted).toEqual([type]);
      expect(whole).toEqual([type]);
    }
  });

  it("an entry for an id of any type admits every type", () => {
    for (const type of resourceTypes) expect(admits([`*:${id}`], { type, id })).toBe(true);
  });

  it("an entry that cannot be read admits nothing and vanishes from an intersection", () => {
    expect(admits(["garbage"], { type: "workspace", id })).toBe(false);
    expect(intersectAllowLists(["garbage", "user:*"], ["*:*"])).toEqual(["user:*"]);
  });

  it("an empty list admits nothing", () => {
    expect(admits([], { type: "workspace", id })).toBe(false);
  });

  it("lists for a row filter the ids that single decisions admit", () => {
    fc.assert(
      fc.property(someList, someTarget, (list, target) => {
        fc.pre(target.id !== undefined);
        const ids = allowedIds(compileAllowList(list), rowOf(target.type));

        expect(ids === null || ids.includes(target.id ?? "")).toBe(admits(list, target));
      }),
    );
  });

  it("a list covers another only if it admits everything the other admits", () => {
    fc.assert(
      fc.property(someList, someList, someTarget, (outer, inner, target) => {
        fc.pre(allowListCovers(outer, inner));

        expect(admits(inner, target) && !admits(outer, target)).toBe(false);
      }),
    );
  });
});

describe("canonicalUuid", () => {
  it.each([
    "",
    "1",
    `${id}0`,
    `{${id}`,
    id.replace("6", "g"),
    `urn:${id}`,
    "constructor",
    `x${id}}`,
    `{${id}x`,
    `x${id}x`,
    `0${id.replaceAll("-", "")}`,
    `${id.replaceAll("-", "")}0`,
  ])("refuses %j", (text) => {
    expect(canonicalUuid(text)).toBeNull();
  });
});
