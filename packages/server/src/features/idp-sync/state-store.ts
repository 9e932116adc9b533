import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { KnownGroup } from "./group-plan.ts";

/** A membership with what sync compares; of deleted organizations too. */
export interface MembershipState {
  organizationId: string;
  deleted: boolean;
  roles: string[];
}

/** The memberships of a user, locked for a change where the handle is a transaction that writes. */
export async function readMemberships(
  handle: Handle,
  userId: string,
  lock: boolean,
): Promise<MembershipState[]> {
  const { rows } = await sql<MembershipState>`
    select om.organization_id as "organizationId", o.deleted, om.roles
    from organization_members om join organizations o on o.id = om.organization_id
    where om.user_id = ${userId}::uuid
    order by om.organization_id ${lock ? sql`for update of om` : sql``}`.execute(handle);
  return rows;
}

/** Those of the ids that are organizations and not deleted. */
export async function listExistingOrganizations(
  handle: Handle,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select o.id::text from organizations o
    where o.id = any(${[...ids]}::uuid[]) and not o.deleted`.execute(handle);
  return new Set(rows.map((row) => row.id));
}

/** A group with its organization. */
export interface LocatedGroup extends KnownGroup {
  organizationId: string;
}

/** What to look for: ids and names, each in one organization. */
export interface GroupLookup {
  readonly organizationId: string;
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

/**
 * The groups that are asked for, by id or by name in any letter case, only in the organization that asks: an id of
 * another organization finds nothing (trap 2). Groups that SCIM manages are invisible.
 */
export async function findWantedGroups(
  handle: Handle,
  lookups: readonly GroupLookup[],
): Promise<LocatedGroup[]> {
  const ids = lookups.flatMap((one) => one.ids.map((id) => [one.organizationId, id] as const));
  const names = lookups.flatMap((one) =>
    one.names.map((name) => [one.organizationId, name] as const),
  );
  if (ids.length === 0 && names.length === 0) return [];
  const { rows } = await sql<LocatedGroup>`
    select g.id, g.organization_id as "organizationId", g.name, g.display_name as "displayName", g.source
    from groups g
    where g.managed_by <> 'scim' and (
      (g.organization_id, g.id) in (
        select w.organization_id, w.id
        from unnest(${ids.map(([org]) => org)}::uuid[], ${ids.map(([, id]) => id)}::uuid[])
          as w(organization_id, id))
      or (g.organization_id, lower(g.name)) in (
        select w.organization_id, lower(w.name)
        from unnest(${names.map(([org]) => org)}::uuid[], ${names.map(([, name]) => name)}::text[])
          as w(organization_id, name)))
    order by g.organization_id, g.id`.execute(handle);
  return rows;
}

/** The groups of a user in some organizations, without those that SCIM manages. */
export async function readGroupsOf(
  handle: Handle,
  userId: string,
  organizationIds: readonly string[],
): Promise<{ id: string; organizationId: string }[]> {
  const { rows } = await sql<{ id: string; organizationId: string }>`
    select g.id, g.organization_id as "organizationId"
    from group_members gm join groups g on g.id = gm.group_id
    where gm.user_id = ${userId}::uuid and g.managed_by <> 'scim'
      and g.organization_id = any(${[...organizationIds]}::uuid[])
    order by g.id`.execute(handle);
  return rows;
}

/** The custom roles of some organizations that have one of the names, exactly. */
export async function findCustomRoles(
  handle: Handle,
  organizationIds: readonly string[],
  names: readonly string[],
): Promise<{ organizationId: string; name: string }[]> {
  if (organizationIds.length === 0 || names.length === 0) return [];
  const { rows } = await sql<{ organizationId: string; name: string }>`
    select r.organization_id as "organizationId", r.name from custom_roles r
    where r.organization_id = any(${[...organizationIds]}::uuid[]) and not r.is_system
      and r.name = any(${[...names]}::text[])`.execute(handle);
  return rows;
}
