import type { Handle } from "../../db/types.ts";
import {
  type GroupSync,
  groupSyncOff,
  type OrganizationSync,
  type RoleSync,
  resolveGroupSync,
  resolveOrganizationSync,
  roleSyncOff,
  type SettingsDraft,
  type SyncOptions,
} from "./settings.ts";
import { readSettingsRow, readSettingsRows } from "./settings-store.ts";
import { readGroupSync, readOrganizationSync, readRoleSync } from "./stored-settings.ts";

/** The settings of organizations in force: the stored row, else the options. Throws where a row cannot be read. */
export async function currentOrganizationSync(
  handle: Handle,
  options: SyncOptions,
): Promise<OrganizationSync> {
  const row = await readSettingsRow(handle, { kind: "organization", organizationId: null });
  if (row === null) return resolveOrganizationSync(null, options);
  const stored = readOrganizationSync(row);
  // Falling back would silently apply other rules to everybody's memberships.
  if (stored === null) throw new Error("the stored settings of organization sync cannot be read");
  return stored;
}

/** The settings of one organization in force. */
export interface OrganizationSettings {
  readonly groups: GroupSync;
  readonly roles: RoleSync;
  /** Kinds whose row cannot be read: they count as off (spec idp-sync-and-scim §A4.2). */
  readonly unreadable: readonly ("group" | "role")[];
}

/** The settings of groups and roles in force, by organization. */
export async function currentGroupAndRoleSync(
  handle: Handle,
  options: SyncOptions,
  organizationIds: readonly string[],
  defaultOrganizationId: string,
): Promise<Map<string, OrganizationSettings>> {
  const rows = await readSettingsRows(handle, organizationIds);
  const settings = organizationIds.map((id) => {
    const group = rows.find((row) => row.organization_id === id && row.kind === "group");
    const role = rows.find((row) => row.organization_id === id && row.kind === "role");
    const groups = group === undefined ? null : readGroupSync(group.settings);
    const roles = role === undefined ? null : readRoleSync(role.settings);
    const badGroups = group !== undefined && groups === null;
    const resolved = resolveGroupSync(groups, options, id === defaultOrganizationId);
    return [
      id,
      {
        groups: badGroups ? groupSyncOff : resolved,
        roles: roles ?? roleSyncOff,
        unreadable: [
          ...(badGroups ? (["group"] as const) : []),
          ...(role !== undefined && roles === null ? (["role"] as const) : []),
        ],
      },
    ] as const;
  });
  return new Map(settings);
}

/** The settings with those in place that somebody tries; one that cannot be read is readable then. */
export function withDraft(
  settings: ReadonlyMap<string, OrganizationSettings>,
  draft: SettingsDraft | undefined,
): ReadonlyMap<string, OrganizationSettings> {
  const { organizationId = "", groups, roles } = draft?.inside ?? {};
  const stored = settings.get(organizationId);
  if (stored === undefined) return settings;
  const { legacyMapping } = stored.groups;
  const replaced = { group: groups !== undefined, role: roles !== undefined };
  return new Map(settings).set(organizationId, {
    groups: groups === undefined ? stored.groups : { ...groups, legacyMapping },
    roles: roles ?? stored.roles,
    unreadable: stored.unreadable.filter((kind) => !replaced[kind]),
  });
}
