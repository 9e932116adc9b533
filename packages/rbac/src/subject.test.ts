import { describe, expect, it } from "vitest";
import {
  membership,
  orgId,
  otherOrgId,
  strangerId,
  subjectInput,
  subjectWith,
  userId,
  workspaceId,
} from "../test/subjects.ts";
import { decide } from "./decide.ts";
import type { CustomRoleRow } from "./held-roles.ts";
import { definitionOfRow } from "./held-roles.ts";
import {
  agentSubject,
  internalSubject,
  internalSubjectNames,
  subAgentSubject,
} from "./internal-subjects.ts";
import { assignRoleObject, groupObject, userObject } from "./objects.ts";
import { formatRoleIdentifier, parseRoleIdentifier } from "./role-identifier.ts";
import { listOrgRoles, listSiteRoles, roleDisplayName } from "./role-listing.ts";
import type { StoredPermission } from "./roles.ts";
import { samePermissions } from "./roles.ts";
import { makeSubject, subjectFromRoles } from "./subject.ts";
import { systemRole } from "./system-roles.ts";

const allow = (resourceType: string, action: string): StoredPermission => ({
  negate: false,
  resourceType,
  action,
});

function row(changes: Partial<CustomRoleRow>): CustomRoleRow {
  return {
    name: "builder",
    displayName: "Builder",
    organizationId: orgId,
    isSystem: false,
    sitePermissions: [],
    userPermissions: [],
    orgPermissions: [],
    memberPermissions: [],
    ...changes,
  };
}

const template = { type: "template", org: orgId } as const;

describe("role expansion (spec organizations §6.3)", () => {
  it("adds the implied roles and drops names that do not resolve", () => {
    const subject = subjectWith({
      siteRoles: ["auditor", "gone", "organization-admin", "member"],
      organizations: [membership(["owner", "gone", "agents-access"])],
    });

    expect(subject.roles.map(({ name, implied }) => [name, implied])).toEqual([
      ["member", true],
      ["auditor", false],
      ["organization-member", true],
      ["agents-access", false],
    ]);
    expect(subject.memberships).toEqual([orgId]);
  });

  it("a built-in name counts at its own level only", () => {
    const subject = subjectWith({
      siteRoles: ["organization-admin"],
      organizations: [membership(["owner"])],
    });

    expect(decide(subject, "create", template)).toBe(false);
    expect(decide(subject, "delete", { type: "license" })).toBe(false);
  });

  it("a stored implied name does not make a member a service account", () => {
    const subject = subjectWith({
      organizations: [
        membership(["organization-service-account"], { sharingMode: "service_accounts" }),
      ],
    });

    expect(decide(subject, "read", { type: "group", org: orgId })).toBe(false);
  });

  it("a custom role is looked up in the membership's organization only", () => {
    const elsewhere = row({
      organizationId: otherOrgId,
      orgPermissions: [allow("template", "create")],
    });
    const subject = subjectWith({
      organizations: [membership(["builder"])],
      customRoles: [elsewhere],
    });

    expect(decide(subject, "create", template)).toBe(false);
    expect(decide(subject, "create", { type: "template", org: otherOrgId })).toBe(false);
  });

  it("a custom role grants what its row says, in its organization", () => {
    const subject = subjectWith({
      organizations: [membership(["builder"])],
      customRoles: [row({ orgPermissions: [allow("template", "create"), allow("gone", "gone")] })],
    });

    expect(decide(subject, "create", template)).toBe(true);
    expect(decide(subject, "create", { type: "template" })).toBe(false);
  });

  it("an organization's row grants nothing at site or user level", () => {
    const damaged = row({
      sitePermissions: [allow("*", "*")],
      userPermissions: [allow("workspace", "read")],
    });
    const subject = subjectWith({
      organizations: [membership(["builder"])],
      customRoles: [damaged],
    });

    expect(decide(subject, "delete", { type: "license" })).toBe(false);
    expect(decide(subject, "read", { type: "workspace", owner: userId })).toBe(false);
  });

  it("the stored system row wins over the computed contents, and a missing one is computed", () => {
    const stored = row({
      name: "organization-member",
      isSystem: true,
      orgPermissions: [allow("organization", "read")],
    });
    const organizations = [membership()];
    const reads = (customRoles: readonly CustomRoleRow[]) =>
      decide(subjectWith({ organizations, customRoles }), "read", groupObject(orgId, workspaceId));

    expect(reads([])).toBe(true);
    expect(reads([stored])).toBe(false);
    expect(reads([{ ...stored, isSystem: false }])).toBe(true);
  });

  it("a site's row grants at site and user level, and nothing in organizations", () => {
    const everywhere = [allow("template", "create")];
    const custom = row({
      ...{ name: "helper", organizationId: null },
      ...{ sitePermissions: [allow("license", "read")], userPermissions: [allow("chat", "read")] },
      ...{ orgPermissions: everywhere, memberPermissions: everywhere },
    });
    const held = { siteRoles: ["helper"], organizations: [membership()] };
    const subject = subjectWith({ ...held, customRoles: [custom] });

    expect(decide(subject, "read", { type: "license" })).toBe(true);
    expect(decide(subject, "read", { type: "chat", owner: userId })).toBe(true);
    expect(decide(subject, "create", { ...template, owner: strangerId })).toBe(false);
    expect(definitionOfRow(custom)).toMatchObject({ org: [], member: [] });
  });

  it("an organization's row holds its two levels and neither of the others", () => {
    const all = [allow("template", "create")];
    const lists = { sitePermissions: all, userPermissions: all };
    const custom = row({ ...lists, orgPermissions: all, memberPermissions: all });

    expect(definitionOfRow(custom)).toEqual({
      ...{ name: "builder", displayName: "Builder", site: [], user: [], org: all, member: all },
    });
  });

  it("a role of the same name elsewhere, or a system row, is not the custom role", () => {
    const create = [allow("template", "create")];
    const subject = subjectWith({
      siteRoles: ["builder"],
      organizations: [membership(["builder", "organization-member"])],
      customRoles: [row({ isSystem: true, orgPermissions: create })],
    });

    expect(subject.roles.map(({ name }) => name)).toEqual(["member", "organization-member"]);
    expect(decide(subject, "create", { ...template, owner: strangerId })).toBe(false);
  });

  it("a role stored twice is held once, and an implied one only as implied", () => {
    const stored = ["organization-auditor", "organization-auditor", "organization-member"];
    const subject = subjectWith({
      siteRoles: ["auditor", "member", "auditor"],
      organizations: [membership(stored)],
      customRoles: [row({ name: "organization-member", isSystem: true })],
    });

    expect(subject.roles.map(({ name, implied }) => [name, implied])).toEqual([
      ["member", true],
      ["auditor", false],
      ["organization-member", true],
      ["organization-auditor", false],
    ]);
  });

  it("a service account holds its own implied role", () => {
    const subject = subjectWith({ organizations: [membership([], { isServiceAccount: true })] });

    expect(subject.roles.at(-1)?.name).toBe("organization-service-account");
  });
});

describe("unusable keys", () => {
  it.each([
    [[], ["*:*"], { code: "no_scopes" }],
    [["coder:all", "gone:read"], ["*:*"], { code: "unknown_scope", scope: "gone:read" }],
    [["all"], ["*:*"], { code: "unknown_scope", scope: "all" }],
    [["coder:all"], ["workspace:1"], { code: "invalid_allow_list", entry: "workspace:1" }],
  ])("scopes %j with allow list %j are refused", (scopes, allowList, error) => {
    expect(makeSubject(subjectInput({ scopes, allowList }))).toEqual({ ok: false, error });
  });

  it("a subject of given roles is refused with an unusable key, too", () => {
    const result = subjectFromRoles({ id: userId, roles: [], scopes: ["gone:read"] });

    expect(result).toEqual({ ok: false, error: { code: "unknown_scope", scope: "gone:read" } });
  });

  it("the roles of the owner do not matter for a key that lists no objects", () => {
    const subject = subjectWith({ siteRoles: ["owner"], scopes: ["coder:all"], allowList: [] });

    expect(decide(subject, "read", { type: "license" })).toBe(false);
    expect(decide(subject, "read", userObject(userId))).toBe(false);
  });
});

describe("internal subjects (spec authorization §5.7)", () => {
  it("exist for every name and belong to nobody", () => {
    for (const name of internalSubjectNames) {
      const subject = internalSubject(name);
      expect(subject.roles).toHaveLength(1);
      expect(decide(subject, "read", { type: "user_secret", owner: subject.id })).toBe(
        ["provisionerDaemon", "autostart", "system"].includes(name),
      );
    }
  });

  it("system reads everything but may not create users' secrets", () => {
    expect(decide(internalSubject("system"), "read", { type: "user_secret" })).toBe(true);
    expect(decide(internalSubject("system"), "create", { type: "user_secret" })).toBe(false);
  });

  it("an agent reaches its own workspace and no other", () => {
    const { scopes: _s, allowList: _a, ...owner } = subjectInput({ organizations: [membership()] });
    const result = agentSubject(owner, {
      workspaceId,
      templateId: orgId,
      templateVersionId: otherOrgId,
      taskId: null,
      noUserData: true,
    });
    const workspace = { type: "workspace", owner: userId, org: orgId } as const;

    expect(result.ok && decide(result.subject, "read", { ...workspace, id: workspaceId })).toBe(
      true,
    );
    expect(result.ok && decide(result.subject, "read", { ...workspace, id: orgId })).toBe(false);
    expect(result.ok && decide(result.subject, "read", userObject(userId))).toBe(false);
  });

  it("the sub-agent subject manages agents of its owner's workspaces only", () => {
    const subject = subAgentSubject(userId, orgId);
    const workspace = { type: "workspace", org: orgId } as const;

    expect(decide(subject, "create_agent", { ...workspace, owner: userId })).toBe(true);
    expect(decide(subject, "create_agent", { ...workspace, owner: strangerId })).toBe(false);
    expect(decide(subject, "delete", { ...workspace, owner: userId })).toBe(false);
  });
});

describe("role listing (spec authorization §5.9)", () => {
  const deployment = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false };

  it("lists site roles by name without the implied one", () => {
    const listed = listSiteRoles(subjectWith({ siteRoles: ["owner"] }), [], deployment);

    expect(listed.map((role) => [role.name, role.displayName, role.assignable])).toEqual([
      ["auditor", "Auditor", true],
      ["owner", "Owner", true],
      ["template-admin", "Template Admin", true],
      ["user-admin", "User Admin", true],
    ]);
  });

  it("lists the six organization roles in table order, then the custom ones by name", () => {
    const rows = [
      row({ name: "zeta" }),
      row({ name: "alpha" }),
      row({ name: "organization-member", isSystem: true }),
      row({ name: "foreign", organizationId: otherOrgId }),
    ];
    const actor = subjectWith({ organizations: [membership(["organization-user-admin"])] });

    const listed = listOrgRoles(actor, orgId, rows);

    expect(listed.map((role) => [role.name, role.builtIn, role.assignable])).toEqual([
      ["organization-admin", true, false],
      ["organization-auditor", true, false],
      ["organization-user-admin", true, false],
      ["organization-template-admin", true, false],
      ["organization-workspace-creation-ban", true, false],
      ["agents-access", true, true],
      ["alpha", false, false],
      ["zeta", false, false],
    ]);
  });

  it("has no display name for custom and implied organization roles", () => {
    expect(roleDisplayName("member")).toBe("Member");
    expect(roleDisplayName("agents-access")).toBe("Coder Agents User");
    expect(roleDisplayName("organization-member")).toBe("");
    expect(roleDisplayName("builder")).toBe("");
  });
});

describe("role identifiers (spec authorization §5.2)", () => {
  it("round-trip in both forms", () => {
    for (const text of ["owner", `organization-admin:${orgId}`]) {
      const parsed = parseRoleIdentifier(text);
      expect(parsed === null ? null : formatRoleIdentifier(parsed)).toBe(text);
    }
  });

  it.each(["", ":", `:${orgId}`, "a:", "a:b", `a:${orgId}:b`])("%j is invalid", (text) => {
    expect(parseRoleIdentifier(text)).toBeNull();
  });
});

describe("system roles", () => {
  it("the same contents in another order are the same contents", () => {
    const { org } = systemRole("organization-member", "everyone");

    expect(samePermissions(org, org.toReversed())).toBe(true);
    expect(samePermissions(org, systemRole("organization-member", "none").org)).toBe(false);
  });

  it("assignment objects name the level", () => {
    expect(assignRoleObject()).toEqual({ type: "assign_role" });
    expect(assignRoleObject(orgId)).toEqual({ type: "assign_org_role", org: orgId });
  });
});
