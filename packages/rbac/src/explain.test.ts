import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orgIds, someCheck, someSubjectFacts, subjectOf, userIds } from "../test/arbitraries.ts";
import { checkExplanation } from "../test/explanation-checker.ts";
import { membership, orgId, strangerId, subjectWith, userId } from "../test/subjects.ts";
import { decide, decideUnchecked } from "./decide.ts";
import { allowedBy, explain } from "./explain.ts";
import type { UncheckedObject } from "./objects.ts";
import type { Permission, Role } from "./roles.ts";
import { subjectFromRoles } from "./subject.ts";
import type { Vote } from "./votes.ts";

const [me = "", other = ""] = userIds;
const [org = "", elsewhere = ""] = orgIds;
const votes: readonly Vote[] = [-1, 0, 1];
const reads: Permission = { negate: false, resourceType: "workspace", action: "read" };

function permissions(vote: Vote): readonly Permission[] {
  return vote === 0 ? [] : [{ ...reads, negate: vote < 0 }];
}

/** Every combination of votes at the four levels. */
const combinations = votes.flatMap((site) =>
  votes.flatMap((user) =>
    votes.flatMap((atOrg) => votes.map((member) => ({ site, user, org: atOrg, member }))),
  ),
);

const places: readonly (readonly [string, Omit<UncheckedObject, "type">])[] = [
  ["own, in the organization", { owner: me, org }],
  ["of another, in the organization", { owner: other, org }],
  ["own, without organization", { owner: me }],
  ["of another, without organization", { owner: other, org: "" }],
  ["own, in a foreign organization", { owner: me, org: elsewhere }],
  ["own, in any organization", { owner: me, anyOrg: true }],
  ["of another, in any organization", { owner: other, anyOrg: true }],
  ["own, in one and any organization", { owner: me, org, anyOrg: true }],
];

const lists: readonly Partial<UncheckedObject>[] = [
  {},
  { aclUser: { [me]: ["read"] } },
  { aclUser: { [me]: ["update"] } },
  { aclGroup: { [org]: ["*"] } },
];

/** What the levels say about an object, null where they do not apply. */
function applicable(given: (typeof combinations)[number], object: Omit<UncheckedObject, "type">) {
  const owns = object.owner === me;
  const named = object.org !== undefined && object.org !== "";
  if (named && object.anyOrg) return { site: null, user: null, org: null, member: null };
  const inside = object.org === org || object.anyOrg === true;
  return {
    site: given.site,
    user: owns && !named && !object.anyOrg ? given.user : null,
    org: inside ? given.org : null,
    member: inside && owns ? given.member : null,
  };
}

function subjectVoting(given: (typeof combinations)[number]) {
  const role: Role = {
    ...{ name: "votes", displayName: "" },
    ...{ site: permissions(given.site), user: permissions(given.user) },
    byOrg: { [org]: { org: permissions(given.org), member: permissions(given.member) } },
  };
  const result = subjectFromRoles({ id: me, roles: [role] });
  if (!result.ok) throw new Error(result.error.code);
  return result.subject;
}

describe("explanations of every combination of votes", () => {
  it.each(places)("%s", (_, place) => {
    for (const given of combinations) {
      const subject = subjectVoting(given);
      for (const list of lists) {
        const object: UncheckedObject = { type: "workspace", ...place, ...list };

        const explanation = explain(subject, "read", object);

        expect(explanation.votes).toEqual(applicable(given, place));
        expect(explanation.object).toBe(object);
        expect(explanation.allowed).toBe(decideUnchecked(subject, "read", object));
        expect(checkExplanation(explanation)).toEqual({
          allowed: explanation.allowed,
          problems: [],
        });
        expect(allowedBy(explanation)).toBe(explanation.allowed);
      }
    }
  });
});

it("the explanation of a random check convinces an independent checker", () => {
  fc.assert(
    fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
      const subject = subjectOf(facts);

      const explanation = explain(subject, action, object);

      expect(checkExplanation(explanation)).toEqual({
        allowed: decide(subject, action, object),
        problems: [],
      });
    }),
    { numRuns: 2000 },
  );
});

describe("what an explanation lists", () => {
  const workspace = { type: "workspace", owner: userId, org: orgId } as const;
  const subject = subjectWith({
    siteRoles: ["template-admin", "auditor"],
    organizations: [membership(["organization-workspace-creation-ban", "organization-admin"])],
  });

  it("every permission that spoke, by level and then by name of the role", () => {
    const { permissions: listed } = explain(subject, "delete", workspace);

    const common = { organizationId: orgId, resourceType: "workspace" };
    expect(listed).toEqual([
      {
        ...{ ...common, role: "organization-admin", implied: false },
        ...{ level: "org", negate: false, action: "delete" },
      },
      {
        ...{ ...common, role: "organization-workspace-creation-ban", implied: false },
        ...{ level: "org", negate: true, action: "delete" },
      },
      {
        ...{ ...common, role: "organization-member", implied: true },
        ...{ level: "member", negate: false, action: "*" },
      },
    ]);
  });

  it("the site's permissions by role, without those of other types and actions", () => {
    const { permissions: listed } = explain(subject, "read", { type: "user", owner: strangerId });

    expect(listed.map(({ role, level, organizationId }) => [role, level, organizationId])).toEqual([
      ["auditor", "site", null],
      ["organization-admin", "site", orgId],
      ["template-admin", "site", null],
    ]);
  });

  it("in any organization the permissions of every membership", () => {
    const member = subjectWith({
      organizations: [membership(["organization-admin"]), membership([], { id: strangerId })],
    });

    const found = explain(member, "create", { type: "workspace", owner: userId, anyOrg: true });

    expect(found.permissions.map((one) => [one.role, one.organizationId, one.level])).toEqual([
      ["organization-admin", orgId, "org"],
      ["organization-member", orgId, "member"],
      ["organization-member", strangerId, "member"],
    ]);
  });

  it("matching entries of access lists, with and without effect", () => {
    const group = "0c000000-0000-4000-8000-000000000001";
    const acls = {
      aclUser: { [userId]: ["read", "ssh"], [strangerId]: ["read"] },
      aclGroup: { [group]: ["*"], [orgId]: ["read"], [strangerId]: ["read"] },
    };
    const entries = (effective: boolean) => [
      { kind: "user", id: userId, actions: ["read", "ssh"], effective },
      { kind: "group", id: group, actions: ["*"], effective },
      { kind: "everyone", id: orgId, actions: ["read"], effective },
    ];
    const object = { type: "workspace", owner: strangerId, org: orgId, ...acls } as const;
    const inside = subjectWith({ organizations: [membership()], groups: [group] });
    const outside = subjectWith({ groups: [group] });

    expect(explain(inside, "read", object)).toMatchObject({ acl: entries(true), decidedBy: "acl" });
    expect(explain(outside, "read", object)).toMatchObject({
      ...{ acl: entries(false), decidedBy: "none", allowed: false },
    });
    expect(explain(inside, "update", object).acl).toEqual(entries(true).slice(1, 2));
    expect(explain(inside, "read", { ...object, org: "", anyOrg: true }).acl).toEqual(
      entries(true).slice(0, 2),
    );
  });

  it("an entry under an empty id is none", () => {
    const nobody = subjectWith({ id: "", organizations: [membership()] });
    const object = { type: "workspace", aclUser: { "": ["read"] }, aclGroup: { "": ["read"] } };

    expect(explain(nobody, "read", object).acl).toEqual([]);
  });

  it("matching scopes and entries of the allow list, null without a key", () => {
    const id = "0d000000-0000-4000-8000-000000000001";
    const limited = subjectWith({
      organizations: [membership()],
      scopes: ["workspace:*", "coder:workspaces.access", "user:read", "workspace:ssh"],
      allowList: [`workspace:${id}`, `*:${id}`, `task:${id}`, "user:*", `workspace:${orgId}`],
    });
    const object = { ...workspace, id };

    expect(explain(subject, "read", object).scope).toBeNull();
    expect(explain(limited, "read", object).scope).toEqual({
      allowed: true,
      scopes: [
        { name: "workspace:*", resourceType: "workspace", action: "*" },
        { name: "coder:workspaces.access", resourceType: "workspace", action: "read" },
      ],
      allowList: [`*:${id}`, `workspace:${id}`],
    });
    expect(explain(limited, "read", workspace).scope).toMatchObject({
      ...{ allowed: false, allowList: [] },
    });
    expect(explain(limited, "update", { type: "user" }).scope).toEqual({
      ...{ allowed: false, scopes: [], allowList: ["user:*"] },
    });
  });
});
