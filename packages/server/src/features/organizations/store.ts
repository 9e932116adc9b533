import { parseUuid } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { sql } from "kysely";
import type { OrganizationRow } from "../../context/organization.ts";
import { rowCondition } from "../../db/row-filter.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";

/** Unique and check constraints about organizations, and what each one says about a request. */
export const organizationConstraints = {
  /** Another organization that is not deleted has the name. */
  nameTaken: "organizations_name_lower_key",
  /** A deletion found something in the organization. */
  inUse: "organizations_not_in_use",
  /** The user is a member already. */
  alreadyMember: "organization_members_pkey",
  /** A membership was about to enter a deleted organization. */
  memberOfDeleted: "organization_members_organization_not_deleted",
} as const;

const organizationColumns = sql<OrganizationRow>`
  o.id, o.name, o.display_name, o.description, o.icon, o.is_default, o.deleted,
  o.shareable_workspace_owners, o.default_org_member_roles, o.created_at, o.updated_at`;

/**
 * What `{organization}` in a path means (spec organizations §1.1): `default` or the nil UUID, an id in any
 * form, else a name in any letter case. Null when there is none; deleted ones are never found.
 */
export async function findOrganization(
  handle: Handle,
  reference: string,
): Promise<OrganizationRow | null> {
  if (reference.includes("\u0000")) return null;
  const id = parseUuid(reference);
  const isDefault = reference === "default" || id === nilUuid;
  const named = isDefault
    ? sql`o.is_default`
    : id === undefined
      ? sql`lower(o.name) = lower(${reference})`
      : sql`o.id = ${id}::uuid`;
  const { rows } = await sql<OrganizationRow>`
    select ${organizationColumns} from organizations o where ${named} and not o.deleted`.execute(
    handle,
  );
  return rows[0] ?? null;
}

/** All organizations that `rows` lets through, by name. */
export async function listOrganizations(
  handle: Handle,
  rows: RowFilter,
): Promise<OrganizationRow[]> {
  const readable = rowCondition(rows, { id: sql`o.id`, owner: null, org: sql`o.id` });
  const result = await sql<OrganizationRow>`
    select ${organizationColumns} from organizations o where not o.deleted and ${readable}
    order by lower(o.name) collate "C", o.id`.execute(handle);
  return result.rows;
}

/**
 * Inserts an organization; it is the default one only where there is none at all. Violates
 * `organizationConstraints.nameTaken`.
 */
export async function insertOrganization(
  tx: Tx,
  organization: Pick<OrganizationRow, "id" | "name" | "display_name" | "description" | "icon">,
  now: Date,
): Promise<OrganizationRow> {
  const { id, name, display_name, description, icon } = organization;
  const { rows } = await sql<OrganizationRow>`
    insert into organizations as o
      (id, name, display_name, description, icon, is_default, created_at, updated_at)
    values (${id}::uuid, ${name}, ${display_name}, ${description}, ${icon},
      not exists (select 1 from organizations), ${now.toISOString()}::timestamptz,
      ${now.toISOString()}::timestamptz)
    returning ${organizationColumns}`.execute(tx);
  return onlyRow(rows);
}

/** Inserts the Everyone group of an organization, whose id is the organization's (spec §7.2). */
export async function insertEveryoneGroup(
  tx: Tx,
  organizationId: string,
  now: Date,
): Promise<void> {
  await sql`
    insert into groups (id, name, organization_id, created_at, updated_at)
    values (${organizationId}::uuid, 'Everyone', ${organizationId}::uuid,
      ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)`.execute(tx);
}

/** Locks an organization for a change; null when there is none or it is deleted. */
export async function lockOrganization(tx: Tx, id: string): Promise<OrganizationRow | null> {
  const { rows } = await sql<OrganizationRow>`
    select ${organizationColumns} from organizations o
    where o.id = ${id}::uuid and not o.deleted for no key update`.execute(tx);
  return rows[0] ?? null;
}

/** Columns of an organization that requests change. */
export type OrganizationChange = Partial<
  Pick<
    OrganizationRow,
    | "name"
    | "display_name"
    | "description"
    | "icon"
    | "deleted"
    | "shareable_workspace_owners"
    | "default_org_member_roles"
  >
> & { updated_at: Date };

/** Changes a locked organization. Violates `organizationConstraints.nameTaken` and `.inUse`. */
export async function updateOrganizationRow(
  tx: Tx,
  id: string,
  change: OrganizationChange,
): Promise<OrganizationRow> {
  await tx.updateTable("organizations").set(change).where("organizations.id", "=", id).execute();
  const { rows } = await sql<OrganizationRow>`
    select ${organizationColumns} from organizations o where o.id = ${id}::uuid`.execute(tx);
  return onlyRow(rows);
}

/** Something that keeps an organization from being deleted, and how many of it there are. */
export interface Blocker {
  resource: string;
  blocking: number;
}

/** What keeps a locked organization from being deleted, in the order of spec organizations §3.6. */
export async function listBlockers(tx: Tx, organizationId: string): Promise<Blocker[]> {
  const { rows } = await sql<Blocker>`
    select b.resource, b.blocking from organization_blockers(${organizationId}::uuid) b
    where b.blocking > 0`.execute(tx);
  return rows;
}

/**
 * Inserts memberships without explicit roles. Violates `organizationConstraints.alreadyMember` and
 * `.memberOfDeleted`.
 */
export async function insertMemberships(
  tx: Tx,
  userId: string,
  organizationIds: readonly string[],
  now: Date,
): Promise<void> {
  if (organizationIds.length === 0) return;
  await sql`
    insert into organization_members (organization_id, user_id, created_at, updated_at)
    select o.id, ${userId}::uuid, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from unnest(${[...organizationIds]}::uuid[]) as o(id)`.execute(tx);
}

/** Ends all memberships of an organization; the users leave its groups with them. */
export async function deleteMemberships(tx: Tx, organizationId: string): Promise<void> {
  await sql`
    delete from organization_members m where m.organization_id = ${organizationId}::uuid`.execute(
    tx,
  );
}

/** Removes what identity providers are told to synchronise in an organization. */
export async function deleteSyncSettings(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .deleteFrom("idp_sync_settings")
    .where("idp_sync_settings.organization_id", "=", organizationId)
    .execute();
}

function onlyRow(rows: readonly OrganizationRow[]): OrganizationRow {
  const [row] = rows;
  if (row === undefined) throw new Error("an organization that was just written is missing");
  return row;
}

/** The id of the default organization, which exists from the first migration. */
export async function defaultOrganizationId(handle: Handle): Promise<string> {
  const row = await handle
    .selectFrom("organizations")
    .select("organizations.id")
    .where("organizations.is_default", "=", true)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Those of the ids that are no organization, or a deleted one. */
export async function missingOrganizations(
  handle: Handle,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select wanted.id from unnest(${[...ids]}::uuid[]) as wanted(id)
    where not exists (select 1 from organizations o where o.id = wanted.id and not o.deleted)
  `.execute(handle);
  return rows.map((row) => row.id);
}

/** The organizations a user belongs to, by name. */
export async function listOrganizationsOf(
  handle: Handle,
  userId: string,
): Promise<OrganizationRow[]> {
  const { rows } = await sql<OrganizationRow>`
    select ${organizationColumns}
    from organization_members om join organizations o on o.id = om.organization_id
    where om.user_id = ${userId}::uuid and not o.deleted
    order by lower(o.name) collate "C", o.id`.execute(handle);
  return rows;
}

/** The explicit organization roles of a user, by organization. */
export async function listMembershipRoles(
  handle: Handle,
  userId: string,
): Promise<{ organization_id: string; roles: string[] }[]> {
  const { rows } = await sql<{ organization_id: string; roles: string[] }>`
    select om.organization_id, om.roles
    from organization_members om join organizations o on o.id = om.organization_id
    where om.user_id = ${userId}::uuid and not o.deleted
    order by om.organization_id`.execute(handle);
  return rows;
}

/** The ids of all organizations that are not deleted. */
export async function listOrganizationIds(handle: Handle): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from organizations o where not o.deleted order by o.id`.execute(handle);
  return rows.map((row) => row.id);
}

/** Sets the same explicit roles in every membership of a user. */
export async function setMembershipRoles(
  tx: Tx,
  userId: string,
  roles: readonly string[],
): Promise<void> {
  await sql`
    update organization_members m set roles = ${[...roles]}::text[], updated_at = now()
    where m.user_id = ${userId}::uuid`.execute(tx);
}
