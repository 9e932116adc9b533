import { describe, expect, it } from "vitest";
import { membership, orgId, otherOrgId, subjectWith } from "../test/subjects.ts";
import type { RoleChange } from "./assign.ts";
import { canAssign, checkRoleChange } from "./assign.ts";
import { orgRoleNames } from "./builtin-roles.ts";
import { internalSubject } from "./internal-subjects.ts";
import type { Subject } from "./subject.ts";

const siteLevel = { organizationId: null, customRoles: ["site-custom"] };
const orgLevel = { organizationId: orgId, customRoles: ["builder"] };

const siteNames = [
  ...["owner", "auditor", "template-admin", "user-admin", "member", "site-custom"],
];
const orgNames = [...orgRoleNames, "organization-member", "builder"];

const inOrg = (role: string): Subject => subjectWith({ organizations: [membership([role])] });

interface Row {
  readonly actor: string;
  readonly subject: Subject;
  readonly site: readonly string[];
  readonly org: readonly string[];
}

const everyday = ["agents-access", "organization-member"];
const matrix: readonly Row[] = [
  {
    actor: "owner",
    subject: subjectWith({ siteRoles: ["owner"] }),
    site: siteNames,
    org: orgNames,
  },
  { actor: "internal system", subject: internalSubject("system"), site: siteNames, org: orgNames },
  {
    actor: "user-admin",
    subject: subjectWith({ siteRoles: ["user-admin"] }),
    site: ["member"],
    org: everyday,
  },
  {
    actor: "organization-admin",
    subject: inOrg("organization-admin"),
    site: [],
    org: orgNames,
  },
  {
    actor: "organization-user-admin",
    subject: inOrg("organization-user-admin"),
    site: [],
    org: everyday,
  },
  {
    actor: "prebuilds orchestrator",
    subject: internalSubject("prebuildsOrchestrator"),
    site: [],
    org: ["organization-member"],
  },
  ...["auditor", "template-admin"].map((name) => ({
    actor: name,
    subject: subjectWith({ siteRoles: [name] }),
    site: [],
    org: [],
  })),
  ...[
    "organization-auditor",
    "organization-template-admin",
    "organization-workspace-creation-ban",
    "agents-access",
  ].map((name) => ({ actor: name, subject: inOrg(name), site: [], org: [] })),
  { actor: "plain member", subject: inOrg("nothing"), site: [], org: [] },
];

describe("assignment matrix (spec authorization §5.8)", () => {
  it.each(matrix)("$actor assigns exactly the listed roles", ({ subject, site, org }) => {
    const siteActual = siteNames.filter((name) => canAssign(subject, name, siteLevel));
    const orgActual = orgNames.filter((name) => canAssign(subject, name, orgLevel));

    expect(siteActual.sort()).toEqual([...site].sort());
    expect(orgActual.sort()).toEqual([...org].sort());
  });

  it("an organization role of the actor counts in its own organization only", () => {
    const elsewhere = { organizationId: otherOrgId, customRoles: ["builder"] };

    expect(orgNames.filter((n) => canAssign(inOrg("organization-admin"), n, elsewhere))).toEqual(
      [],
    );
  });

  it("a role that does not exist at the level is assignable by nobody", () => {
    const owner = subjectWith({ siteRoles: ["owner"] });

    expect(canAssign(owner, "gone", orgLevel)).toBe(false);
    expect(canAssign(owner, "owner", orgLevel)).toBe(false);
    expect(canAssign(owner, "organization-admin", siteLevel)).toBe(false);
  });

  it("a stored custom role named like an internal one gives no right to assign", () => {
    const row = {
      name: "system",
      displayName: "",
      organizationId: null,
      isSystem: false,
      sitePermissions: [{ negate: false, resourceType: "assign_role", action: "assign" }],
      userPermissions: [],
      orgPermissions: [],
      memberPermissions: [],
    };
    const impostor = subjectWith({ siteRoles: ["system"], customRoles: [row] });

    expect(canAssign(impostor, "owner", siteLevel)).toBe(false);
    expect(impostor.roles.map(({ name }) => name)).toEqual(["member"]);
  });
});

describe("checkRoleChange", () => {
  const change = (stored: string[], requested: string[]): RoleChange => ({
    level: siteLevel,
    stored,
    requested,
  });
  const orgChange = (stored: string[], requested: string[]): RoleChange => ({
    level: orgLevel,
    stored,
    requested,
  });
  const owner = subjectWith({ siteRoles: ["owner"] });
  const userAdmin = subjectWith({ siteRoles: ["user-admin"] });

  it("returns what to store, deduplicated and without implied names", () => {
    const result = checkRoleChange(
      owner,
      change(["auditor", "member"], ["user-admin", "member", "user-admin"]),
    );

    expect(result).toEqual({
      ok: true,
      roles: ["user-admin"],
      added: ["user-admin"],
      removed: ["auditor"],
    });
  });

  it("needs the right to assign even for a change of nothing", () => {
    const result = checkRoleChange(subjectWith(), change(["auditor"], ["auditor"]));

    expect(result).toEqual({ ok: false, refusal: { code: "assign_denied" } });
  });

  it("reveals no role names to actors without the right", () => {
    const result = checkRoleChange(subjectWith(), change([], ["no-such-role"]));

    expect(result).toEqual({ ok: false, refusal: { code: "assign_denied" } });
  });

  it("needs the right to unassign only when something is removed", () => {
    const scoped = subjectWith({ siteRoles: ["owner"], scopes: ["assign_role:assign"] });

    expect(checkRoleChange(scoped, change([], ["auditor"])).ok).toBe(true);
    expect(checkRoleChange(scoped, change(["auditor"], []))).toEqual({
      ok: false,
      refusal: { code: "unassign_denied" },
    });
  });

  it.each(["owner", "template-admin", "auditor", "user-admin"])(
    "a user-admin neither grants nor takes %s",
    (name) => {
      const refusal = { ok: false, refusal: { code: "not_assignable", roles: [name] } };

      expect(checkRoleChange(userAdmin, change([], [name]))).toEqual(refusal);
      expect(checkRoleChange(userAdmin, change([name], []))).toEqual(refusal);
    },
  );

  it("never looks at roles that stay", () => {
    const result = checkRoleChange(
      userAdmin,
      orgChange(["organization-admin"], ["organization-admin", "agents-access"]),
    );

    expect(result).toMatchObject({ ok: true, added: ["agents-access"], removed: [] });
  });

  it.each(["no-such-role", "owner", "builder:0a000000-0000-4000-8000-000000000001", ""])(
    "refuses to add %j to a member",
    (name) => {
      const result = checkRoleChange(owner, orgChange([], [name]));

      expect(result).toEqual({ ok: false, refusal: { code: "unknown_role", roles: [name] } });
    },
  );

  it("refuses organization roles at the site", () => {
    const result = checkRoleChange(owner, change([], ["organization-admin"]));

    expect(result).toMatchObject({ ok: false, refusal: { code: "unknown_role" } });
  });

  it("silently drops a stored name whose custom role is gone", () => {
    const kept = checkRoleChange(owner, orgChange(["gone"], ["gone", "builder"]));
    const left = checkRoleChange(owner, orgChange(["gone"], []));

    expect(kept).toEqual({ ok: true, roles: ["builder"], added: ["builder"], removed: [] });
    expect(left).toEqual({ ok: true, roles: [], added: [], removed: [] });
  });

  it("accepts the implied role in a request and does not store it", () => {
    const result = checkRoleChange(owner, orgChange([], ["organization-member"]));

    expect(result).toEqual({ ok: true, roles: [], added: [], removed: [] });
  });

  it("is refused to holders of a custom role with assign rights but no place in the matrix", () => {
    const row = {
      name: "builder",
      displayName: "",
      organizationId: orgId,
      isSystem: false,
      sitePermissions: [],
      userPermissions: [],
      orgPermissions: [{ negate: false, resourceType: "assign_org_role", action: "assign" }],
      memberPermissions: [],
    };
    const holder = subjectWith({ organizations: [membership(["builder"])], customRoles: [row] });

    const result = checkRoleChange(holder, orgChange([], ["agents-access"]));
    const noChange = checkRoleChange(holder, orgChange(["agents-access"], ["agents-access"]));

    expect(result).toMatchObject({ ok: false, refusal: { code: "not_assignable" } });
    expect(noChange).toEqual({
      ok: false,
      refusal: { code: "not_assignable", roles: ["organization-member"] },
    });
  });
});
