import { describe, expect, it } from "vitest";
import {
  membership,
  orgId,
  strangerId,
  subjectWith,
  userId,
  workspaceId,
} from "../test/subjects.ts";
import type { RoleSwitches } from "./builtin-roles.ts";
import { siteRole } from "./builtin-roles.ts";
import { decide } from "./decide.ts";
import { effectivePermissions } from "./effective.ts";
import type { RbacObject } from "./objects.ts";
import type { Action, ResourceType } from "./resources.ts";
import { actionsOf, resourceTypes } from "./resources.ts";
import type { Permission, Role } from "./roles.ts";
import { instantiate } from "./roles.ts";
import { subjectFromRoles } from "./subject.ts";
import type { SharingMode } from "./system-roles.ts";
import { sharingModes } from "./system-roles.ts";

const switches: RoleSwitches = {
  disableOwnerWorkspaceAccess: false,
  disableWorkspaceSharing: false,
};
const own: RbacObject = { type: "workspace", id: workspaceId, owner: userId, org: orgId };
const others: RbacObject = { ...own, owner: strangerId };
const inMode = (sharingMode: SharingMode, ...roles: string[]) => membership(roles, { sharingMode });
const denyAll: Permission = { negate: true, resourceType: "*", action: "*" };

describe("worked checks (spec authorization §6.3)", () => {
  it("a site grant is final against every lower refusal", () => {
    const owner = siteRole("owner", switches);
    const deny: Role = {
      name: "deny",
      displayName: "",
      site: [],
      user: [denyAll],
      byOrg: { [orgId]: { org: [denyAll], member: [denyAll] } },
    };
    const result = subjectFromRoles({
      id: userId,
      roles: owner === undefined ? [] : [instantiate(owner), deny],
    });

    expect(result.ok && decide(result.subject, "update", others)).toBe(true);
  });

  it("a refusal at site level denies everything except what an access list grants", () => {
    const deny: Role = {
      name: "deny",
      displayName: "",
      site: [denyAll],
      user: [],
      byOrg: { [orgId]: { org: [{ ...denyAll, negate: false }], member: [] } },
    };
    const result = subjectFromRoles({ id: userId, roles: [deny] });
    const shared = { ...others, aclUser: { [userId]: ["read"] } };

    expect(result.ok && decide(result.subject, "read", others)).toBe(false);
    expect(result.ok && decide(result.subject, "read", shared)).toBe(true);
    expect(result.ok && decide(result.subject, "update", shared)).toBe(false);
  });

  const ban = "organization-workspace-creation-ban";
  const cases: readonly [
    name: string,
    subject: Parameters<typeof subjectWith>[0],
    action: Action,
    object: RbacObject,
    allowed: boolean,
  ][] = [
    [
      "a banned organization admin creates no workspace",
      { organizations: [membership(["organization-admin", ban])] },
      "create",
      own,
      false,
    ],
    [
      "a banned owner creates workspaces",
      { siteRoles: ["owner"], organizations: [membership([ban])] },
      "create",
      own,
      true,
    ],
    [
      "an organization admin shares nothing where sharing is off",
      { organizations: [inMode("none", "organization-admin")] },
      "share",
      others,
      false,
    ],
    [
      "a member shares no own workspace where only service accounts may",
      { organizations: [inMode("service_accounts")] },
      "share",
      own,
      false,
    ],
    [
      "an organization admin shares any workspace where only service accounts may",
      { organizations: [inMode("service_accounts", "organization-admin")] },
      "share",
      own,
      true,
    ],
    [
      "an owner shares where the organization's sharing is off",
      { siteRoles: ["owner"], organizations: [inMode("none")] },
      "share",
      others,
      true,
    ],
    [
      "nobody shares where sharing is disabled deployment-wide, not even owners",
      {
        siteRoles: ["owner"],
        organizations: [membership(["organization-admin"])],
        deployment: { ...switches, disableWorkspaceSharing: true },
      },
      "share",
      own,
      false,
    ],
    ["a user without membership reads no own workspace there", {}, "read", own, false],
    [
      "a workspace without organization is not covered by the user level",
      { organizations: [membership()] },
      "read",
      { type: "workspace", owner: userId },
      false,
    ],
    [
      "an organization admin does not enter others' workspaces",
      { organizations: [membership(["organization-admin"])] },
      "ssh",
      others,
      false,
    ],
    ["an owner enters others' workspaces", { siteRoles: ["owner"] }, "ssh", others, true],
    [
      "an owner without workspace access does not enter others' workspaces",
      { siteRoles: ["owner"], deployment: { ...switches, disableOwnerWorkspaceAccess: true } },
      "ssh",
      others,
      false,
    ],
    [
      "an owner does not read another user's secrets",
      { siteRoles: ["owner"] },
      "read",
      { type: "user_secret", owner: strangerId },
      false,
    ],
  ];
  it.each(cases)("%s", (_name, changes, action, object, allowed) => {
    expect(decide(subjectWith(changes), action, object)).toBe(allowed);
  });
});

function allowedTypes(
  changes: Parameters<typeof membership>[1],
  object: Omit<RbacObject, "type">,
): Partial<Record<ResourceType, readonly string[]>> {
  const subject = subjectWith({ organizations: [membership([], changes)] });
  const result: Partial<Record<ResourceType, readonly string[]>> = {};
  for (const type of resourceTypes) {
    const list = actionsOf(type).filter((action) => decide(subject, action, { type, ...object }));
    if (list.length > 0) result[type] = list;
  }
  return result;
}

describe("what an ordinary member can do (spec authorization §6.7)", () => {
  const siteReads = { assign_role: ["read"], oauth2_app: ["read"], workspace_proxy: ["read"] };
  const orgReads = {
    ...siteReads,
    assign_org_role: ["read"],
    organization: ["read"],
    provisioner_daemon: ["read"],
  };
  const members = { organization_member: ["read"] };
  const groups = { group: ["read"] };

  it("reads three kinds of site objects in every mode", () => {
    for (const sharingMode of sharingModes) {
      expect(allowedTypes({ sharingMode }, {})).toEqual(siteReads);
    }
  });

  it.each([
    ["everyone", false, { ...orgReads, ...members, ...groups }],
    ["service_accounts", false, { ...orgReads, ...members }],
    ["none", false, orgReads],
    ["everyone", true, { ...orgReads, ...members, ...groups }],
    ["service_accounts", true, { ...orgReads, ...members, ...groups }],
    ["none", true, orgReads],
  ] as const)(
    "in mode %s (service account: %s) reads others' things as listed",
    (sharingMode, isServiceAccount, expected) => {
      const object = { org: orgId, owner: strangerId };

      expect(allowedTypes({ sharingMode, isServiceAccount }, object)).toEqual(expected);
      expect(allowedTypes({ sharingMode, isServiceAccount }, { org: orgId })).toEqual(expected);
    },
  );

  it.each([
    ["everyone", false, true],
    ["service_accounts", false, false],
    ["none", false, false],
    ["everyone", true, true],
    ["service_accounts", true, true],
    ["none", true, false],
  ] as const)(
    "in mode %s (service account: %s) may share own workspaces: %s",
    (sharingMode, isServiceAccount, mayShare) => {
      const allowed = allowedTypes(
        { sharingMode, isServiceAccount },
        { org: orgId, owner: userId },
      );

      const whole = resourceTypes.filter(
        (type) => allowed[type]?.length === actionsOf(type).length && type !== "workspace",
      );
      expect(whole).toHaveLength(38);
      expect(allowed.workspace?.length).toBe(mayShare ? 12 : 11);
      expect(allowed.workspace?.includes("share")).toBe(mayShare);
      expect(allowed.workspace_dormant).toHaveLength(8);
      expect(allowed.organization_member).toEqual(["read"]);
      expect(allowed.aibridge_interception).toEqual(["create", "update"]);
      for (const type of ["chat", "user", "prebuilt_workspace"] as const) {
        expect(allowed[type]).toBeUndefined();
      }
    },
  );
});

describe("effectivePermissions", () => {
  it("is sorted by target, organization, type and action, and never lists an empty entry", () => {
    const subject = subjectWith({
      siteRoles: ["auditor"],
      organizations: [membership(["organization-admin"])],
    });

    const list = effectivePermissions(subject);

    const keys = list.map((one) => [one.target, one.organizationId ?? "", one.resourceType].join());
    expect(keys).toEqual([...keys].sort());
    expect(list.every(({ actions }) => actions.length > 0)).toBe(true);
    expect(list.every(({ actions }) => [...actions].sort().join() === actions.join())).toBe(true);
  });
});
