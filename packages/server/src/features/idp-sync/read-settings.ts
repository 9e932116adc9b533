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
import {
  readGroupSync,
  readOrganizationSync,
  readRoleSync,
  type StoredJson,
} from "./stored-settings.ts";

/** The settings of organizations in force: the stored row, else the options. Throws where a row cannot be read. */
export async function currentOrganizationSync(
  handle: Handle,
  options: SyncOptions,
): Promise<OrganizationSync> {
  const row = await readSettingsRow(handle, { kind: "organization", organizationId: null });
  return organizationSyncOf(row, options);
}

/** The settings that a stored row, or its absence, puts in force. Throws where the row cannot be read. */
export function organizationSyncOf(row: StoredJson | null, options: SyncOptions): OrganizationSync {
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
  /** Whether those of groups are stored, and not the options'. */
  readonly isGroupSaved: boolean;
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
        isGroupSaved: group !== undefined,
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
  const tried = draft?.inside;
  const stored = tried === undefined ? undefined : settings.get(tried.organizationId);
  if (tried === undefined || stored === undefined) return settings;
  const { groups, organizationId, roles } = tried;
  const { legacyMapping } = stored.groups;
  const replaced = { group: groups !== undefined, role: roles !== undefined };
  return new Map(settings).set(organizationId, {
    groups: groups === undefined ? stored.groups : { ...groups, legacyMapping },
    roles: roles ?? stored.roles,
    isGroupSaved: stored.isGroupSaved,
    unreadable: stored.unreadable.filter((kind) => !replaced[kind]),
  });
}
