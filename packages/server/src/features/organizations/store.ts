import { parseUuid } from "@gatehouse/contract";
import { sql } from "kysely";
import type { OrganizationRow } from "../../context/organization.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";

const organizationColumns = sql<OrganizationRow>`
  o.id, o.name, o.display_name, o.description, o.icon, o.is_default, o.deleted,
  o.shareable_workspace_owners, o.created_at, o.updated_at`;

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
