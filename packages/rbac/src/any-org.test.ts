import { describe, expect, it } from "vitest";
import { orgIds, userIds } from "../test/arbitraries.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";
import type { RbacObject } from "./objects.ts";
import type { Permission, Role } from "./roles.ts";
import { subjectFromRoles } from "./subject.ts";

const [me = "", other = ""] = userIds;
const [first = "", second = ""] = orgIds;
const reads: Permission = { negate: false, resourceType: "workspace", action: "read" };
const refuses: Permission = { ...reads, negate: true };
const mine: RbacObject = { type: "workspace", owner: me, anyOrg: true };
const others: RbacObject = { ...mine, owner: other };

/** A subject with these votes in its organizations, in this order: [org level, member level]. */
function subjectWithVotes(votes: readonly (readonly [number, number])[], id = me) {
  const permission = (vote: number) => (vote === 0 ? [] : [vote > 0 ? reads : refuses]);
  const byOrg = votes.map(([org, member], index) => [
    orgIds[index] ?? "",
    { org: permission(org), member: permission(member) },
  ]);
  const role: Role = {
    ...{ name: "votes", displayName: "", site: [], user: [] },
    byOrg: Object.fromEntries(byOrg),
  };
  const result = subjectFromRoles({ id, roles: [role] });
  if (!result.ok) throw new Error(result.error.code);
  return result.subject;
}

describe("any organization: the best vote of each level counts (spec authorization §6.2)", () => {
  it.each([
    [
      "a grant beats a refusal elsewhere",
      [
        [-1, 0],
        [1, 0],
      ],
      true,
      true,
    ],
    [
      "in either order",
      [
        [1, 0],
        [-1, 0],
      ],
      true,
      true,
    ],
    [
      "silence elsewhere lifts a refusal, and the own level decides",
      [
        [-1, 1],
        [0, 0],
      ],
      true,
      false,
    ],
    [
      "in either order",
      [
        [0, 0],
        [-1, 1],
      ],
      true,
      false,
    ],
    [
      "refused everywhere at the organization's level is refused",
      [
        [-1, 1],
        [-1, 1],
      ],
      false,
      false,
    ],
    ["one refusal alone is enough", [[-1, 1]], false, false],
    [
      "own things are granted where one organization grants them",
      [
        [0, -1],
        [0, 1],
      ],
      true,
      false,
    ],
    [
      "own things refused everywhere are refused",
      [
        [0, -1],
        [0, -1],
      ],
      false,
      false,
    ],
    [
      "own things silent everywhere are denied",
      [
        [0, 0],
        [0, -1],
      ],
      false,
      false,
    ],
    ["one silent organization denies", [[0, 0]], false, false],
    ["without organizations nothing is granted", [], false, false],
  ] as const)("%s", (_, votes, own, foreign) => {
    const subject = subjectWithVotes(votes);

    expect([decide(subject, "read", mine), decide(subject, "read", others)]).toEqual([
      own,
      foreign,
    ]);
    expect(explain(subject, "read", mine).allowed).toBe(own);
  });

  it("permissions at user level do not count", () => {
    const role: Role = { name: "r", displayName: "", site: [], user: [reads], byOrg: {} };
    const result = subjectFromRoles({ id: me, roles: [role] });

    expect(result.ok && decide(result.subject, "read", mine)).toBe(false);
    expect(result.ok && decide(result.subject, "read", { ...mine, anyOrg: false })).toBe(true);
  });

  it("an access list counts for whoever is a member anywhere", () => {
    const shared = { ...others, aclUser: { [me]: ["read"] } };

    expect(decide(subjectWithVotes([[0, 0]]), "read", shared)).toBe(true);
    expect(decide(subjectWithVotes([]), "read", shared)).toBe(false);
  });
});

describe("access lists", () => {
  it("an entry under an empty id helps nobody", () => {
    const nobody = subjectWithVotes([[0, 0]], "");
    const object: RbacObject = {
      ...{ type: "workspace", org: first, aclUser: { "": ["read"] }, aclGroup: { "": ["read"] } },
    };

    expect(decide(nobody, "read", object)).toBe(false);
    expect(decide(nobody, "read", { ...object, org: "", anyOrg: true })).toBe(false);
  });

  it("Everyone of another organization is not Everyone of this one", () => {
    const subject = subjectWithVotes([
      [0, 0],
      [0, 0],
    ]);
    const object: RbacObject = { type: "workspace", org: first, aclGroup: { [second]: ["read"] } };

    expect(decide(subject, "read", object)).toBe(false);
    expect(decide(subject, "read", { ...object, org: second })).toBe(true);
    expect(decide(subject, "update", { ...object, org: second })).toBe(false);
  });
});
