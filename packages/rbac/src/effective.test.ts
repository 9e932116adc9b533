import { describe, expect, it } from "vitest";
import { membership, orgId, otherOrgId, subjectWith, userId } from "../test/subjects.ts";
import { decide } from "./decide.ts";
import type { EffectivePermission } from "./effective.ts";
import { compareEffective, effectivePermissions } from "./effective.ts";
import { actionsOf, resourceTypes } from "./resources.ts";

const subject = subjectWith({
  siteRoles: ["auditor"],
  organizations: [
    membership(["organization-admin"], { id: otherOrgId }),
    membership(["agents-access"]),
  ],
});

const place = ({ target, organizationId }: EffectivePermission) => [target, organizationId];

describe("effective permissions (spec authorization §3.12)", () => {
  it("are what decide allows on an object of each kind, and nothing else", () => {
    const kinds = [
      { target: "org", organizationId: orgId, object: { org: orgId } },
      { target: "org", organizationId: otherOrgId, object: { org: otherOrgId } },
      { target: "org_own", organizationId: orgId, object: { org: orgId, owner: userId } },
      { target: "org_own", organizationId: otherOrgId, object: { org: otherOrgId, owner: userId } },
      { target: "own", organizationId: null, object: { owner: userId } },
      { target: "site", organizationId: null, object: {} },
    ];
    const wanted = kinds.flatMap(({ object, ...kind }) =>
      resourceTypes.flatMap((resourceType) => {
        const actions = actionsOf(resourceType)
          .filter((action) => decide(subject, action, { ...object, type: resourceType }))
          .toSorted();
        return actions.length === 0 ? [] : [{ ...kind, resourceType, actions }];
      }),
    );

    expect(effectivePermissions(subject)).toEqual(wanted);
  });

  it("come by target, organization and type, each with at least one action", () => {
    const found = effectivePermissions(subject);

    expect([...new Set(found.map((entry) => place(entry).join(" ")))]).toEqual([
      `org ${orgId}`,
      `org ${otherOrgId}`,
      `org_own ${orgId}`,
      `org_own ${otherOrgId}`,
      "own ",
      "site ",
    ]);
    expect(found.every(({ actions }) => actions.length > 0)).toBe(true);
    expect(found.find(({ target }) => target === "site")).toEqual({
      target: "site",
      organizationId: null,
      resourceType: "aibridge_interception",
      actions: ["read"],
    });
  });
});

describe("the difference of two snapshots (spec authorization §3.15)", () => {
  const entry = (changes: Partial<EffectivePermission>): EffectivePermission => ({
    ...{ target: "site", organizationId: null, resourceType: "user", actions: ["read"] },
    ...changes,
  });

  it("is empty for the same snapshot", () => {
    const snapshot = effectivePermissions(subject);

    expect(compareEffective(snapshot, snapshot)).toEqual({ gains: [], losses: [] });
  });

  it("names actions gained and lost, per kind of object", () => {
    const before = [entry({ actions: ["read", "update"] }), entry({ resourceType: "file" })];
    const after = [
      entry({ actions: ["create", "read"] }),
      entry({ target: "own" }),
      entry({ target: "org", organizationId: orgId, resourceType: "file" }),
    ];

    expect(compareEffective(before, after)).toEqual({
      gains: [
        entry({ actions: ["create"] }),
        entry({ target: "own" }),
        entry({ target: "org", organizationId: orgId, resourceType: "file" }),
      ],
      losses: [entry({ actions: ["update"] }), entry({ resourceType: "file" })],
    });
  });

  it("tells organizations apart", () => {
    const here = entry({ target: "org", organizationId: orgId });
    const there = entry({ target: "org", organizationId: otherOrgId });

    expect(compareEffective([here], [there])).toEqual({ gains: [there], losses: [here] });
  });
});
