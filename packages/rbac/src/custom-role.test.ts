import { describe, expect, it } from "vitest";
import { membership, orgId, subjectWith } from "../test/subjects.ts";
import type { CustomRoleContext, CustomRoleDraft, CustomRoleResult } from "./custom-role.ts";
import { checkCustomRole, isRoleName } from "./custom-role.ts";
import { reservedRoleNames } from "./reserved-names.ts";
import type { StoredPermission } from "./roles.ts";
import { samePermissions } from "./roles.ts";

const permission = (text: string, negate = false): StoredPermission => {
  const [resourceType = "", action = ""] = text.split(":");
  return { negate, resourceType, action };
};

const admin = subjectWith({ organizations: [membership(["organization-admin"])] });
const readTemplates = permission("template:read");

function check(
  changes: Partial<CustomRoleDraft>,
  context: Partial<CustomRoleContext> = {},
): CustomRoleResult {
  const draft: CustomRoleDraft = {
    name: "builder",
    displayName: "Builder",
    sitePermissions: [],
    userPermissions: [],
    orgPermissions: [],
    memberPermissions: [],
    ...changes,
  };
  const defaults = { subject: admin, organizationId: orgId, mode: "create" } as const;
  return checkCustomRole(draft, { ...defaults, existingNames: [], ...context });
}

const refusal = (result: CustomRoleResult) => (result.ok ? "accepted" : result.refusal.code);

describe("custom role names (spec authorization §5.10)", () => {
  it.each(["a", "A1", "team-lead", "x".repeat(32)])("%s is well-formed", (name) => {
    expect(isRoleName(name)).toBe(true);
  });

  it.each(["", "-a", "a-", "a--b", "a b", "a_b", "new", "Create", "x".repeat(33), "é", "a\n"])(
    "%j is not",
    (name) => {
      expect(refusal(check({ name }))).toBe("invalid_name");
    },
  );

  it("reserved names are refused in any spelling", () => {
    // One built-in name is longer than any custom name may be; the name rule refuses it first.
    for (const name of reservedRoleNames.filter((reserved) => reserved.length <= 32)) {
      expect(refusal(check({ name }))).toBe("reserved_name");
      expect(refusal(check({ name: name.toUpperCase() }))).toBe("reserved_name");
    }
  });

  it("the name is stored in lower case and unique without regard to case", () => {
    expect(check({ name: "Team-Lead" })).toMatchObject({ ok: true, role: { name: "team-lead" } });
    expect(refusal(check({ name: "team-lead" }, { existingNames: ["Team-Lead"] }))).toBe(
      "name_exists",
    );
    const update = check({ name: "team-lead" }, { existingNames: ["team-lead"], mode: "update" });
    expect(update.ok).toBe(true);
  });
});

describe("custom role contents", () => {
  it.each([
    ["site_permissions", { sitePermissions: [readTemplates] }],
    ["user_permissions", { userPermissions: [readTemplates] }],
    ["member_permissions", { memberPermissions: [readTemplates] }],
    ["unknown_permission", { orgPermissions: [permission("template:ssh")] }],
    ["unknown_permission", { orgPermissions: [permission("nothing:read")] }],
    ["wildcard_permission", { orgPermissions: [permission("template:*")] }],
    ["wildcard_permission", { orgPermissions: [permission("*:read")] }],
    ["negative_permission", { orgPermissions: [permission("template:read", true)] }],
    ["permission_not_held", { orgPermissions: [permission("user_secret:read")] }],
  ] as const)("%s is refused", (code, changes) => {
    expect(refusal(check(changes))).toBe(code);
  });

  it("faults are reported in the order of the specification, not of the list", () => {
    const orgPermissions = [
      permission("user_secret:read"),
      permission("template:read", true),
      permission("template:*"),
      permission("nothing:read"),
    ];

    expect(refusal(check({ orgPermissions }))).toBe("unknown_permission");
    expect(refusal(check({ orgPermissions: orgPermissions.slice(0, 3) }))).toBe(
      "wildcard_permission",
    );
    expect(refusal(check({ orgPermissions: orgPermissions.slice(0, 2) }))).toBe(
      "negative_permission",
    );
  });

  it("an update drops unknown names so that a role survives renames", () => {
    const orgPermissions = [permission("gone:read"), permission("template:gone"), readTemplates];
    const sitePermissions = [permission("gone:read")];

    const result = check({ orgPermissions, sitePermissions }, { mode: "update" });

    expect(result).toMatchObject({ ok: true, role: { orgPermissions: [readTemplates] } });
  });

  it("an update still refuses wildcards, refusals and what the actor does not hold", () => {
    for (const bad of [
      permission("template:*"),
      permission("*:*"),
      permission("user_secret:read"),
    ]) {
      expect(check({ orgPermissions: [bad] }, { mode: "update" }).ok).toBe(false);
    }
    const negative = [permission("template:read", true)];
    expect(check({ orgPermissions: negative }, { mode: "update" }).ok).toBe(false);
  });

  it("an update drops unknown names from the lists that must be empty, too", () => {
    const gone = [permission("gone:read"), permission("*:gone"), permission("template:gone")];
    const lists = { sitePermissions: gone, userPermissions: gone, memberPermissions: gone };

    expect(check(lists, { mode: "update" }).ok).toBe(true);
    for (const list of Object.keys(lists)) {
      expect(check({ [list]: [readTemplates] }, { mode: "update" }).ok).toBe(false);
    }
  });

  it("a wildcard beside an unknown name is an unknown permission", () => {
    for (const text of ["*:gone", "gone:*", "gone:gone"]) {
      expect(refusal(check({ orgPermissions: [permission(text)] }))).toBe("unknown_permission");
    }
    for (const text of ["*:*", "*:ssh", "template:*"]) {
      expect(refusal(check({ orgPermissions: [permission(text)] }))).toBe("wildcard_permission");
    }
  });

  it("permissions are stored in the order given, and a name is free beside others", () => {
    const orgPermissions = [permission("template:use"), permission("file:read"), readTemplates];

    const result = check({ orgPermissions }, { existingNames: ["other"] });

    expect(result).toMatchObject({ ok: true, role: { displayName: "Builder", orgPermissions } });
  });

  it("duplicates are stored once", () => {
    const result = check({ orgPermissions: [readTemplates, readTemplates] });

    expect(result).toMatchObject({ ok: true, role: { orgPermissions: [readTemplates] } });
  });
});

describe("escalation through custom roles", () => {
  it("a member cannot hand out organization-wide what they have on their own things", () => {
    const member = subjectWith({ organizations: [membership()] });

    const result = check({ orgPermissions: [permission("workspace:read")] }, { subject: member });

    expect(refusal(result)).toBe("permission_not_held");
  });

  it("an admin of another organization holds nothing here", () => {
    const organizationId = "0a000000-0000-4000-8000-000000000009";

    expect(refusal(check({ orgPermissions: [readTemplates] }, { organizationId }))).toBe(
      "permission_not_held",
    );
  });

  it("a key cannot hand out more than its scope and allow list admit", () => {
    const organizations = [membership(["organization-admin"])];
    const scoped = subjectWith({ organizations, scopes: ["assign_org_role:create"] });
    const limited = subjectWith({ organizations, allowList: [`template:${orgId}`] });

    for (const subject of [scoped, limited]) {
      expect(refusal(check({ orgPermissions: [readTemplates] }, { subject }))).toBe(
        "permission_not_held",
      );
    }
  });
});

describe("samePermissions", () => {
  it("compares as sets and sees the sign", () => {
    const other = permission("template:use");

    expect(samePermissions([readTemplates, other], [other, readTemplates, other])).toBe(true);
    expect(samePermissions([readTemplates], [readTemplates, other])).toBe(false);
    expect(samePermissions([readTemplates, other], [readTemplates, permission("file:read")])).toBe(
      false,
    );
    expect(samePermissions([readTemplates], [permission("template:read", true)])).toBe(false);
  });
});
