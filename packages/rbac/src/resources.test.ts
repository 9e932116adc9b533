import { describe, expect, it } from "vitest";
import { actions, actionsOf, isPair, resourceTypes } from "./resources.ts";
import { bitOf, compileVotes, isPairAt, rowOf, vote } from "./votes.ts";

describe("the resource table (spec authorization §5.1)", () => {
  it("has 45 types, 18 actions and 157 pairs", () => {
    const pairs = resourceTypes.flatMap((type) => actionsOf(type));

    expect(resourceTypes).toHaveLength(45);
    expect(actions).toHaveLength(18);
    expect(new Set(pairs)).toEqual(new Set(actions));
    expect(pairs).toHaveLength(157);
  });

  it("gives dormant workspaces the twelve actions of workspaces", () => {
    expect(actionsOf("workspace")).toHaveLength(12);
    expect(actionsOf("workspace_dormant")).toEqual(actionsOf("workspace"));
  });

  it("knows the same pairs in the compiled masks", () => {
    for (const type of [...resourceTypes, "nothing"]) {
      for (const action of [...actions, "nothing"]) {
        expect(isPairAt(rowOf(type), bitOf(action))).toBe(isPair(type, action));
      }
    }
  });
});

describe("votes (spec authorization §6.2)", () => {
  const grantRead = compileVotes([{ negate: false, resourceType: "file", action: "read" }]);
  const refuseAll = compileVotes([{ negate: true, resourceType: "*", action: "*" }]);
  const tables = [grantRead, refuseAll].filter((table) => table !== null);

  it("let one refusal beat every grant, in any order", () => {
    expect(vote(tables.slice(0, 1), rowOf("file"), bitOf("read"))).toBe(1);
    expect(vote(tables, rowOf("file"), bitOf("read"))).toBe(-1);
    expect(vote(tables.toReversed(), rowOf("file"), bitOf("read"))).toBe(-1);
  });

  it("ignore permissions whose type or action does not exist", () => {
    const table = compileVotes([
      { negate: false, resourceType: "gone", action: "read" },
      { negate: true, resourceType: "file", action: "gone" },
    ]);

    expect(
      vote(
        [...tables.slice(0, 1), table ?? tables[0]].filter((t) => t !== undefined),
        rowOf("file"),
        bitOf("read"),
      ),
    ).toBe(1);
    expect(table === null ? 0 : vote([table], rowOf("gone"), bitOf("read"))).toBe(0);
  });
});
