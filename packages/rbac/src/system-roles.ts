import { dormantActions } from "./builtin-roles.ts";
import type { KnownRoleDefinition, Permission } from "./roles.ts";
import { defineRole, everythingExcept, grant, refuse } from "./roles.ts";

/** Who may share workspaces in an organization (spec organizations §8). */
export type SharingMode = "everyone" | "service_accounts" | "none";

/** All sharing modes. */
export const sharingModes: readonly SharingMode[] = ["everyone", "service_accounts", "none"];

/** Names of the implied organization roles: held by every member, never stored with a user. */
export const systemRoleNames = ["organization-member", "organization-service-account"] as const;

/** Name of an implied organization role (spec authorization §5.5). */
export type SystemRoleName = (typeof systemRoleNames)[number];

/** Whether the text names one of the implied organization roles. */
export function isSystemRoleName(name: string): name is SystemRoleName {
  return (systemRoleNames as readonly string[]).includes(name);
}

/** The implied role that a member holds. */
export function systemRoleNameFor(isServiceAccount: boolean): SystemRoleName {
  return isServiceAccount ? "organization-service-account" : "organization-member";
}

const noShare: readonly Permission[] = refuse("workspace", ["share"]);

function orgLevel(name: SystemRoleName, mode: SharingMode): readonly Permission[] {
  const seesGroups =
    mode === "everyone" || (mode === "service_accounts" && name === "organization-service-account");
  return [
    ...grant({
      provisioner_daemon: ["read"],
      organization: ["read"],
      assign_org_role: ["read"],
      ...(mode === "none" ? {} : { organization_member: ["read"] }),
      ...(seesGroups ? { group: ["read"] } : {}),
    }),
    ...(mode === "none" ? noShare : []),
  ];
}

function memberLevel(name: SystemRoleName, mode: SharingMode): readonly Permission[] {
  const mayShareOwn = mode === "everyone" || name === "organization-service-account";
  return [
    ...grant({
      ...everythingExcept(["prebuilt_workspace", "user", "chat"]),
      // What follows replaces the entry of everything.
      workspace_dormant: dormantActions,
      organization_member: ["read"],
      aibridge_interception: ["create", "update"],
    }),
    ...(mayShareOwn ? [] : noShare),
  ];
}

function build(name: SystemRoleName, mode: SharingMode): KnownRoleDefinition {
  return defineRole(name, "", { org: orgLevel(name, mode), member: memberLevel(name, mode) });
}

const computed: Readonly<Record<SystemRoleName, Record<SharingMode, KnownRoleDefinition>>> = {
  "organization-member": {
    everyone: build("organization-member", "everyone"),
    service_accounts: build("organization-member", "service_accounts"),
    none: build("organization-member", "none"),
  },
  "organization-service-account": {
    everyone: build("organization-service-account", "everyone"),
    service_accounts: build("organization-service-account", "service_accounts"),
    none: build("organization-service-account", "none"),
  },
};

/**
 * What the stored row of an implied role must contain under a sharing mode. Reconciliation
 * compares it with the row by `samePermissions`. Source: spec authorization §5.5.
 */
export function systemRole(name: SystemRoleName, mode: SharingMode): KnownRoleDefinition {
  return computed[name][mode];
}

/** Every implied role in every mode, for compiling votes once per process. */
export const systemRoles: readonly KnownRoleDefinition[] = systemRoleNames.flatMap((name) =>
  sharingModes.map((mode) => systemRole(name, mode)),
);
