import type { CustomRoleRow, Permission } from "@gatehouse/rbac";
import { type RawBuilder, sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** A row of `custom_roles` with what only its own endpoints need. */
export interface RoleRow extends CustomRoleRow {
  id: string;
  createdAt: Date;
  updatedAt: Date;
}

/** The unique constraint on a role's name in its organization, whatever the letter case. */
export const roleNameConstraint = "custom_roles_name_lower_key";

const roleColumns: RawBuilder<RoleRow> = sql<RoleRow>`
  c.id, c.name, c.display_name as "displayName", c.organization_id as "organizationId",
  c.is_system as "isSystem", c.site_permissions as "sitePermissions",
  c.org_permissions as "orgPermissions", c.user_permissions as "userPermissions",
  c.member_permissions as "memberPermissions", c.created_at as "createdAt",
  c.updated_at as "updatedAt"`;

/** The custom roles of an organization, or of the deployment (null); system rows included. */
export async function listRoleRows(
  handle: Handle,
  organizationId: string | null,
): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select ${roleColumns} from custom_roles c
    where c.organization_id is not distinct from ${organizationId}::uuid
    order by lower(c.name) collate "C"`.execute(handle);
  return rows;
}

/** Names of the custom roles of an organization, without system rows. */
export async function listRoleNames(handle: Handle, organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.name from custom_roles c
    where c.organization_id = ${organizationId}::uuid and not c.is_system order by c.name`.execute(
    handle,
  );
  return rows.map(({ name }) => name);
}

/**
 * The same, held until the end of the transaction: a role that is about to be assigned cannot be deleted
 * meanwhile, or is gone. Take it before memberships are locked, as a deletion does
 * (spec organizations §12, trap 4).
 */
export async function lockRoleNames(tx: Tx, organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.name from custom_roles c
    where c.organization_id = ${organizationId}::uuid and not c.is_system
    order by c.name for key share`.execute(tx);
  return rows.map(({ name }) => name);
}

/** Display names of custom roles of organizations, by organization and name; one statement. */
export async function findDisplayNames(
  handle: Handle,
  wanted: readonly { organizationId: string; name: string }[],
): Promise<{ organizationId: string; name: string; displayName: string }[]> {
  const { rows } = await sql<{ organizationId: string; name: string; displayName: string }>`
    select c.organization_id as "organizationId", c.name, c.display_name as "displayName"
    from custom_roles c
    join unnest(${wanted.map(({ organizationId }) => organizationId)}::uuid[],
      ${wanted.map(({ name }) => name)}::text[]) as w(organization_id, name)
      on c.organization_id = w.organization_id and c.name = w.name
    where not c.is_system`.execute(handle);
  return rows;
}

/** Locks a custom role of an organization by its stored name; null when there is none, or a system row. */
export async function lockRole(
  tx: Tx,
  organizationId: string,
  name: string,
): Promise<RoleRow | null> {
  const { rows } = await sql<RoleRow>`
    select ${roleColumns} from custom_roles c
    where c.organization_id = ${organizationId}::uuid and lower(c.name) = lower(${name})
      and not c.is_system for update`.execute(tx);
  return rows[0] ?? null;
}

/** What a custom role consists of. */
export interface RoleContents {
  displayName: string;
  orgPermissions: readonly Permission[];
}

/** Inserts a custom role; violates `roleNameConstraint`. */
export async function insertRole(
  tx: Tx,
  role: RoleContents & { id: string; organizationId: string; name: string; now: Date },
): Promise<RoleRow> {
  const now = sql`${role.now.toISOString()}::timestamptz`;
  const { rows } = await sql<RoleRow>`
    insert into custom_roles as c
      (id, name, display_name, organization_id, org_permissions, created_at, updated_at)
    values (${role.id}::uuid, ${role.name}, ${role.displayName}, ${role.organizationId}::uuid,
      ${JSON.stringify(role.orgPermissions)}::jsonb, ${now}, ${now})
    returning ${roleColumns}`.execute(tx);
  return writtenRow(rows);
}

/** Replaces the contents of a locked custom role. */
export async function replaceRole(
  tx: Tx,
  id: string,
  contents: RoleContents & { now: Date },
): Promise<RoleRow> {
  const { rows } = await sql<RoleRow>`
    update custom_roles as c
    set display_name = ${contents.displayName},
      org_permissions = ${JSON.stringify(contents.orgPermissions)}::jsonb,
      site_permissions = '[]', user_permissions = '[]', member_permissions = '[]',
      updated_at = ${contents.now.toISOString()}::timestamptz
    where c.id = ${id}::uuid returning ${roleColumns}`.execute(tx);
  return writtenRow(rows);
}

/** Deletes a custom role; the database takes it from every member who holds it. */
export async function deleteRole(tx: Tx, id: string): Promise<void> {
  await sql`delete from custom_roles c where c.id = ${id}::uuid`.execute(tx);
}

function writtenRow(rows: readonly RoleRow[]): RoleRow {
  const [row] = rows;
  if (row === undefined) throw new Error("a role that was just written is missing");
  return row;
}
