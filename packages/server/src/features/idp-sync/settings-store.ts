import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import { newId } from "../../platform/ids.ts";
import type { StoredJson } from "./stored-settings.ts";

/** What settings are about. */
export type SettingsKind = "organization" | "group" | "role";

/** Which row: the settings of organizations have no organization. */
export interface SettingsKey {
  readonly kind: SettingsKind;
  readonly organizationId: string | null;
}

/** One stored row. */
export interface SettingsRow {
  kind: SettingsKind;
  organization_id: string | null;
  settings: StoredJson;
}

/** One row; null where nothing was ever saved. */
export async function readSettingsRow(
  handle: Handle,
  { kind, organizationId }: SettingsKey,
): Promise<StoredJson | null> {
  const { rows } = await sql<SettingsRow>`
    select s.kind, s.organization_id, s.settings from idp_sync_settings s
    where s.kind = ${kind} and s.organization_id is not distinct from ${organizationId}::uuid`.execute(
    handle,
  );
  return rows[0]?.settings ?? null;
}

/** The rows of groups and roles of some organizations. */
export async function readSettingsRows(
  handle: Handle,
  organizationIds: readonly string[],
): Promise<SettingsRow[]> {
  if (organizationIds.length === 0) return [];
  const { rows } = await sql<SettingsRow>`
    select s.kind, s.organization_id, s.settings from idp_sync_settings s
    where s.organization_id = any(${[...organizationIds]}::uuid[])`.execute(handle);
  return rows;
}

/** Stores a row entirely; the version counts how often it was saved. */
export async function saveSettingsRow(
  tx: Tx,
  { kind, organizationId }: SettingsKey,
  saved: { settings: StoredJson; actorId: string; now: Date },
): Promise<void> {
  await sql`
    insert into idp_sync_settings as s (id, kind, organization_id, settings, updated_at, updated_by)
    values (${newId()}::uuid, ${kind}, ${organizationId}::uuid, ${JSON.stringify(saved.settings)}::jsonb,
      ${saved.now.toISOString()}::timestamptz, ${saved.actorId}::uuid)
    on conflict (kind, organization_id) do update
    set settings = excluded.settings, version = s.version + 1, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`.execute(tx);
}

/** Those of the ids that are groups of another organization than this one. */
export async function listForeignGroups(
  handle: Handle,
  organizationId: string,
  groupIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from groups g
    where g.id = any(${[...groupIds]}::uuid[]) and g.organization_id <> ${organizationId}::uuid
    order by g.id`.execute(handle);
  return rows.map((row) => row.id);
}

/** The names of all custom roles of an organization; rows of implied roles are none. */
export async function listCustomRoleNames(
  handle: Handle,
  organizationId: string,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select r.name from custom_roles r
    where r.organization_id = ${organizationId}::uuid and not r.is_system order by r.name`.execute(
    handle,
  );
  return rows.map((row) => row.name);
}
