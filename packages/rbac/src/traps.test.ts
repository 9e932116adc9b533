import { describe, expect, it } from "vitest";
import {
  membership,
  orgId,
  otherOrgId,
  strangerId,
  subjectWith,
  userId,
  workspaceId,
} from "../test/subjects.ts";
import { aclRoleOf, workspaceAclRoles } from "./acl-roles.ts";
import { checkCustomRole } from "./custom-role.ts";
import { decide } from "./decide.ts";
import { checkKeyRestrictions } from "./escalation.ts";
import { explain } from "./explain.ts";
import { matchesRow, rowFilter } from "./filter.ts";
import {
  apiKeyObject,
  groupObject,
  ownedObject,
  siteObject,
  templateObject,
  userObject,
  workspaceObject,
} from "./objects.ts";
import { resourceTypes } from "./resources.ts";

const groupId = "0c000000-0000-4000-8000-000000000001";
const facts = { id: workspaceId, owner: userId, org: orgId, dormant: false };
const organizations = [membership()];

describe("traps of spec authorization §9", () => {
  it("1: a scoped key mints no unscoped key", () => {
    const creator = { scopes: ["coder:apikeys.manage_self"], allowList: ["*:*"] };

    const result = checkKeyRestrictions(creator, { scopes: ["coder:all"], allowList: null });

    expect(result.ok).toBe(false);
  });

  it("2: the scope is part of the row filter as it is of single decisions", () => {
    const subject = subjectWith({ siteRoles: ["owner"], scopes: ["user:read"] });

    expect(rowFilter(subject, "read", "workspace")).toEqual({ kind: "none" });
    expect(rowFilter(subject, "read", "user")).toEqual({ kind: "all" });
  });

  it("3: a scope's grant at site level gives a plain user nothing new", () => {
    const plain = subjectWith({ scopes: ["audit_log:read", "workspace:*"] });

    expect(decide(plain, "read", siteObject("audit_log"))).toBe(false);
    expect(decide(plain, "read", workspaceObject({ ...facts, owner: strangerId }))).toBe(false);
  });

  it("4: an empty allow list is no absence of restriction", () => {
    const subject = subjectWith({ scopes: ["coder:all"], allowList: [] });

    for (const type of resourceTypes) {
      expect(rowFilter(subject, "read", type)).toEqual({ kind: "none" });
    }
    expect(decide(subject, "read", userObject(userId))).toBe(false);
  });

  it("9: organization admins read all users but nobody's personal data", () => {
    const admin = subjectWith({ organizations: [membership(["organization-admin"])] });

    expect(decide(admin, "read", userObject(strangerId))).toBe(true);
    expect(decide(admin, "read_personal", userObject(strangerId))).toBe(false);
    expect(decide(admin, "update", userObject(strangerId))).toBe(false);
  });

  it("10: a template entry with * allows even deletion", () => {
    const template = templateObject({
      id: groupId,
      org: orgId,
      aclUser: { [userId]: ["*"] },
    });

    expect(decide(subjectWith({ organizations }), "delete", template)).toBe(true);
  });

  it("11: an owner is not banned by a refusal at organization level", () => {
    const ban = membership(["organization-workspace-creation-ban"]);
    const owner = subjectWith({ siteRoles: ["owner"], organizations: [ban] });

    expect(decide(owner, "delete", workspaceObject(facts))).toBe(true);
  });

  it("12: an access list grants although a role refuses", () => {
    const banned = subjectWith({
      organizations: [membership(["organization-workspace-creation-ban"])],
    });
    const shared = workspaceObject({ ...facts, aclUser: { [userId]: ["create_agent"] } });

    expect(decide(banned, "create_agent", workspaceObject(facts))).toBe(false);
    expect(decide(banned, "create_agent", shared)).toBe(true);
  });

  it("13: a member's own permissions do not count for handing them out", () => {
    const member = subjectWith({ organizations });
    const draft = {
      ...{ name: "builder", displayName: "", sitePermissions: [], userPermissions: [] },
      orgPermissions: [{ negate: false, resourceType: "workspace", action: "read" }],
      memberPermissions: [],
    };

    const result = checkCustomRole(draft, {
      ...{ subject: member, organizationId: orgId, mode: "create", existingNames: [] },
    });

    expect(decide(member, "read", workspaceObject(facts))).toBe(true);
    expect(result).toMatchObject({ ok: false, refusal: { code: "permission_not_held" } });
  });

  it("14: objects without owner are not everybody's own", () => {
    const user = subjectWith();

    for (const type of ["license", "system", "crypto_key", "debug_info"] as const) {
      expect(decide(user, "read", siteObject(type))).toBe(false);
    }
  });

  it("15: an owner reads their own secrets and no other user's", () => {
    const owner = subjectWith({ siteRoles: ["owner"] });

    expect(decide(owner, "read", ownedObject("user_secret", strangerId))).toBe(false);
    expect(decide(owner, "read", ownedObject("user_secret", userId))).toBe(true);
  });

  it("a subject without id owns nothing, whatever the object says", () => {
    for (const id of ["", "00000000-0000-0000-0000-000000000000"]) {
      const nobody = subjectWith({ id });

      expect(decide(nobody, "read", ownedObject("user_secret", id))).toBe(false);
      expect(
        matchesRow(rowFilter(nobody, "read", "user_secret"), ownedObject("user_secret", id)),
      ).toBe(false);
    }
  });
});

describe("consequences of allow lists (spec authorization §4.5)", () => {
  it("a key limited to one workspace creates none", () => {
    const subject = subjectWith({
      organizations,
      scopes: ["workspace:create"],
      allowList: [`workspace:${workspaceId}`],
    });

    expect(decide(subject, "create", { type: "workspace", owner: userId, org: orgId })).toBe(false);
  });

  it("no entry names an API key", () => {
    const subject = subjectWith({ allowList: [`api_key:${workspaceId}`] });

    expect(decide(subject, "read", apiKeyObject(userId, "abcdefghij"))).toBe(false);
    expect(decide(subject, "read", apiKeyObject(userId))).toBe(false);
  });

  it("an entry for a workspace stops matching when it becomes dormant", () => {
    const subject = subjectWith({ organizations, allowList: [`workspace:${workspaceId}`] });

    expect(decide(subject, "read", workspaceObject(facts))).toBe(true);
    expect(decide(subject, "read", workspaceObject({ ...facts, dormant: true }))).toBe(false);
  });

  it("a key limited to a workspace does not resolve its own user unless listed", () => {
    const closed = subjectWith({ allowList: [`workspace:${workspaceId}`] });
    const open = subjectWith({ allowList: [`workspace:${workspaceId}`, `user:${userId}`] });

    expect(decide(closed, "read", userObject(userId))).toBe(false);
    expect(decide(open, "read", userObject(userId))).toBe(true);
  });
});

describe("access-list roles (spec authorization §6.5)", () => {
  it("an admin of a workspace may do everything to it except delete it", () => {
    expect(workspaceAclRoles.admin).toHaveLength(11);
    expect(workspaceAclRoles.admin).not.toContain("delete");
  });

  it("a user of a workspace reads, enters, starts and stops it", () => {
    const enters = ["read", "ssh", "application_connect", "start", "stop"];

    expect(workspaceAclRoles.use).toEqual(enters);
    expect(aclRoleOf("workspace", enters)).toBe("use");
  });

  it("an entry with other actions than a role's has no role", () => {
    expect(aclRoleOf("template", ["read"])).toBe("");
    expect(aclRoleOf("template", ["read", "update"])).toBe("");
    expect(aclRoleOf("template", ["read", "use", "update"])).toBe("");
    expect(aclRoleOf("template", [])).toBe("");
    expect(aclRoleOf("workspace", ["*"])).toBe("");
  });

  it("the role of an entry is recognised in any order, and unknown entries have none", () => {
    expect(aclRoleOf("template", ["*"])).toBe("admin");
    expect(aclRoleOf("template", ["use", "read"])).toBe("use");
    expect(aclRoleOf("workspace", workspaceAclRoles.use)).toBe("use");
    expect(aclRoleOf("workspace", ["read"])).toBe("");
  });
});

describe("composite scopes (spec authorization §4.2)", () => {
  const withScope = (scope: string) => subjectWith({ organizations, scopes: [scope] });

  it.each([
    ["coder:workspaces.create", ["create", "read", "update", "start", "stop"]],
    ["coder:workspaces.operate", ["read", "update", "start", "stop"]],
    ["coder:workspaces.delete", ["read", "delete"]],
    ["coder:workspaces.access", ["read", "ssh", "application_connect"]],
    ["coder:application_connect", ["application_connect"]],
  ] as const)("%s allows on own workspaces exactly %j", (scope, expected) => {
    const all = ["create", "read", "update", "delete", "start", "stop", "ssh"] as const;
    const subject = withScope(scope);

    const allowed = [...all, "application_connect" as const, "share" as const].filter((action) =>
      decide(subject, action, workspaceObject(facts)),
    );

    expect(allowed.sort()).toEqual([...expected].sort());
  });
});

describe("groups and Everyone (spec authorization §6.4)", () => {
  const shared = (aclGroup: Record<string, string[]>) => workspaceObject({ ...facts, aclGroup });
  const member = { id: strangerId, organizations };

  it("a group's entry helps its members while they belong to the organization", () => {
    const object = shared({ [groupId]: ["read"] });

    expect(decide(subjectWith({ ...member, groups: [groupId] }), "read", object)).toBe(true);
    expect(decide(subjectWith({ id: strangerId, groups: [groupId] }), "read", object)).toBe(false);
    expect(decide(subjectWith(member), "read", object)).toBe(false);
  });

  it("the organization's own entry helps every member and nobody else", () => {
    const object = shared({ [orgId]: ["read"] });
    const outsider = subjectWith({
      id: strangerId,
      organizations: [membership([], { id: otherOrgId })],
    });

    expect(decide(subjectWith(member), "read", object)).toBe(true);
    expect(decide(outsider, "read", object)).toBe(false);
  });

  it("an organization id in a user list grants nobody anything", () => {
    const object = workspaceObject({ ...facts, aclUser: { [orgId]: ["read"] } });

    expect(decide(subjectWith(member), "read", object)).toBe(false);
  });

  it("a removed member loses what their entry granted", () => {
    const object = workspaceObject({ ...facts, aclUser: { [strangerId]: ["read"] } });

    expect(decide(subjectWith(member), "read", object)).toBe(true);
    expect(decide(subjectWith({ id: strangerId }), "read", object)).toBe(false);
  });

  it("explicit members read their group in every sharing mode", () => {
    const hidden = [membership([], { sharingMode: "none" })];
    const inside = subjectWith({ organizations: hidden, groups: [groupId] });
    const outside = subjectWith({ organizations: hidden });

    expect(decide(inside, "read", groupObject(orgId, groupId))).toBe(true);
    expect(decide(outside, "read", groupObject(orgId, groupId))).toBe(false);
  });

  it("access lists of workspaces count for nothing while sharing is disabled deployment-wide", () => {
    const object = workspaceObject({ ...facts, aclUser: { [strangerId]: ["read"] } });
    const deployment = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: true };
    const subject = subjectWith({ ...member, deployment });

    expect(decide(subject, "read", object)).toBe(false);
    expect(matchesRow(rowFilter(subject, "read", "workspace"), object)).toBe(false);
    expect(explain(subject, "read", object).acl).toEqual([]);
  });

  it("access lists of tasks count for nothing then, as they are those of workspaces", () => {
    const task = { type: "task", owner: userId, org: orgId, aclUser: { [strangerId]: ["read"] } };
    const read = (disableWorkspaceSharing: boolean) => {
      const deployment = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing };
      return decide(subjectWith({ ...member, deployment }), "read", { ...task, type: "task" });
    };

    expect([read(false), read(true)]).toEqual([true, false]);
  });

  it("access lists of templates still count then", () => {
    const object = templateObject({ id: groupId, org: orgId, aclGroup: { [orgId]: ["read"] } });
    const deployment = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: true };

    expect(decide(subjectWith({ ...member, deployment }), "read", object)).toBe(true);
  });

  it("a dormant workspace ignores access lists", () => {
    const dormant = workspaceObject({
      ...facts,
      dormant: true,
      aclUser: { [strangerId]: ["read"] },
    });

    expect(decide(subjectWith(member), "read", dormant)).toBe(false);
  });
});
