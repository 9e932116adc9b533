import { describe, expect, it } from "vitest";
import { orgIds, userIds } from "../test/arbitraries.ts";
import { membership, orgId, otherOrgId, subjectWith, userId } from "../test/subjects.ts";
import { decide } from "./decide.ts";
import { matchesRow, rowFilter } from "./filter.ts";
import type { RbacObject } from "./objects.ts";
import type { Permission, Role } from "./roles.ts";
import { subjectFromRoles } from "./subject.ts";

const [me = "", other = ""] = userIds;
const [org = "", second = "", foreign = ""] = orgIds;
const group = "0c000000-0000-4000-8000-000000000001";
const votes = [-1, 0, 1] as const;
const reads: Permission = { negate: false, resourceType: "workspace", action: "read" };
const permissions = (vote: number) => (vote === 0 ? [] : [{ ...reads, negate: vote < 0 }]);

const lists: readonly Partial<RbacObject>[] = [
  {},
  { aclUser: { [me]: ["read"] } },
  { aclUser: { [me]: ["update"], [other]: ["read"] } },
  { aclGroup: { [group]: ["*"] } },
  { aclGroup: { [org]: ["read"] } },
];
const rows: readonly RbacObject[] = [me, other, undefined].flatMap((owner) =>
  [org, second, foreign, "", undefined].flatMap((place) =>
    lists.map((list) => ({ type: "workspace" as const, owner, org: place, ...list })),
  ),
);

describe("the filter agrees with decide for every combination of votes", () => {
  const ids = [me, ""];
  it.each(
    ids.flatMap((id) => votes.flatMap((site) => votes.map((user) => [id, site, user] as const))),
  )("subject %j, site %d, user %d", (id, site, user) => {
    for (const atOrg of votes) {
      for (const member of votes) {
        for (const groups of [[], [group]]) {
          const role: Role = {
            ...{ name: "votes", displayName: "", site: permissions(site), user: permissions(user) },
            byOrg: {
              [org]: { org: permissions(atOrg), member: permissions(member) },
              [second]: { org: permissions(0), member: permissions(1) },
            },
          };
          const result = subjectFromRoles({ id, roles: [role], groups });
          if (!result.ok) throw new Error(result.error.code);
          const { subject } = result;

          const filter = rowFilter(subject, "read", "workspace");

          expect(rows.map((row) => matchesRow(filter, row))).toEqual(
            rows.map((row) => decide(subject, "read", row)),
          );
        }
      }
    }
  });
});

describe("a filter says no more than is needed", () => {
  const organizations = [membership(), membership(["organization-admin"], { id: otherOrgId })];
  const subject = subjectWith({ organizations });
  const mine = { kind: "ownerIs", userId };

  it("own things outside organizations", () => {
    expect(rowFilter(subject, "read", "user_secret")).toEqual({
      kind: "or",
      of: [
        { kind: "and", of: [mine, { kind: "orgIsNull" }] },
        { kind: "and", of: [mine, { kind: "orgIn", ids: [orgId, otherOrgId] }] },
      ],
    });
    expect(rowFilter(subjectWith(), "read", "user_secret")).toEqual({
      kind: "and",
      of: [mine, { kind: "orgIsNull" }],
    });
  });

  it("whole organizations", () => {
    const admin = subjectWith({ organizations: organizations.slice(1) });

    expect(rowFilter(admin, "update", "provisioner_jobs")).toEqual({
      kind: "or",
      of: [
        { kind: "and", of: [mine, { kind: "orgIsNull" }] },
        { kind: "orgIn", ids: [otherOrgId] },
      ],
    });
    expect(rowFilter(admin, "update", "idpsync_settings")).toMatchObject({ kind: "or" });
    expect(rowFilter(admin, "delete", "prebuilt_workspace")).toEqual({
      kind: "orgIn",
      ids: [otherOrgId],
    });
  });

  it("access lists of users, groups and Everyone, among memberships only", () => {
    const readers = subjectWith({ organizations: [membership()], groups: [group] });
    const inOrg = { kind: "orgIn", ids: [orgId] };
    const everyone = { kind: "everyoneAcl", action: "use" };
    const byGroup = { kind: "groupAcl", groupIds: [group], action: "use" };

    expect(rowFilter(readers, "use", "template")).toEqual({
      kind: "or",
      of: [
        {
          kind: "or",
          of: [
            { kind: "and", of: [mine, { kind: "orgIsNull" }] },
            { kind: "and", of: [mine, inOrg] },
          ],
        },
        {
          kind: "and",
          of: [
            inOrg,
            { kind: "or", of: [{ kind: "userAcl", userId, action: "use" }, byGroup, everyone] },
          ],
        },
      ],
    });
    expect(rowFilter(subjectWith({ groups: [group] }), "use", "template")).toEqual({
      kind: "and",
      of: [mine, { kind: "orgIsNull" }],
    });
  });

  it("types without access lists, and types with lists of groups only", () => {
    const nobody = subjectWith({ id: "", organizations: [membership()], groups: [group] });
    const inOrg = { kind: "orgIn", ids: [orgId] };
    const acl = (action: string) => [
      { kind: "groupAcl", groupIds: [group], action },
      { kind: "everyoneAcl", action },
    ];

    expect(rowFilter(nobody, "create", "organization_member")).toEqual({ kind: "none" });
    expect(rowFilter(nobody, "delete", "group")).toEqual({
      kind: "and",
      of: [inOrg, { kind: "or", of: acl("delete") }],
    });
    expect(rowFilter(nobody, "delete", "template")).toEqual({
      kind: "and",
      of: [inOrg, { kind: "or", of: acl("delete") }],
    });
    expect(rowFilter({ ...nobody, groups: [] }, "delete", "group")).toEqual({
      kind: "and",
      of: [inOrg, { kind: "everyoneAcl", action: "delete" }],
    });
  });

  it("ids of the allow list beside the rest, and nothing at all without any", () => {
    const owner = { siteRoles: ["owner"] };
    const limited = subjectWith({ ...owner, allowList: [`user:${userId}`, `*:${orgId}`] });

    expect(rowFilter(limited, "read", "user")).toEqual({ kind: "idIn", ids: [orgId, userId] });
    expect(rowFilter(limited, "read", "license")).toEqual({ kind: "idIn", ids: [orgId] });
    expect(
      rowFilter(subjectWith({ ...owner, allowList: [`user:${userId}`] }), "read", "license"),
    ).toEqual({ kind: "none" });
    expect(rowFilter(subjectWith(owner), "read", "user")).toEqual({ kind: "all" });
  });
});

it("a row without organization or id is in no list of organizations or ids", () => {
  const row: RbacObject = { type: "workspace", org: "", id: "" };

  expect(matchesRow({ kind: "orgIn", ids: [""] }, row)).toBe(false);
  expect(matchesRow({ kind: "idIn", ids: [""] }, row)).toBe(false);
  expect(matchesRow({ kind: "orgIsNull" }, row)).toBe(true);
  expect(
    matchesRow({ kind: "everyoneAcl", action: "read" }, { ...row, aclGroup: { "": ["read"] } }),
  ).toBe(false);
});
