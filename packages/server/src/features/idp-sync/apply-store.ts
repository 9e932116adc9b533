import { sql } from "kysely";
import type { Tx } from "../../db/types.ts";
import { newId } from "../../platform/ids.ts";
import type { NewGroup } from "./group-names.ts";

/** Ends memberships, and with them the groups of those organizations; returns what was ended. */
export async function removeMemberships(
  tx: Tx,
  userId: string,
  organizationIds: readonly string[],
): Promise<{ organizationId: string; roles: string[]; groups: string[] }[]> {
  if (organizationIds.length === 0) return [];
  const ids = [...organizationIds];
  const left = await sql<{ organizationId: string; name: string }>`
    delete from group_members gm using groups g
    where gm.user_id = ${userId}::uuid and g.id = gm.group_id and g.organization_id = any(${ids}::uuid[])
    returning g.organization_id as "organizationId", g.name`.execute(tx);
  const { rows } = await sql<{ organizationId: string; roles: string[] }>`
    delete from organization_members m
    where m.user_id = ${userId}::uuid and m.organization_id = any(${ids}::uuid[])
    returning m.organization_id as "organizationId", m.roles`.execute(tx);
  return rows.map((row) => {
    const groups = left.rows.filter((group) => group.organizationId === row.organizationId);
    return { ...row, groups: groups.map((group) => group.name).sort() };
  });
}

/** Starts memberships without roles; organizations that are deleted meanwhile are left out. */
export async function addMemberships(
  tx: Tx,
  userId: string,
  organizationIds: readonly string[],
  now: Date,
): Promise<string[]> {
  if (organizationIds.length === 0) return [];
  const { rows } = await sql<{ organizationId: string }>`
    with living as materialized (
      select o.id from organizations o
      where o.id = any(${[...organizationIds]}::uuid[]) and not o.deleted
      order by o.id for key share
    )
    insert into organization_members (organization_id, user_id, created_at, updated_at)
    select living.id, ${userId}::uuid, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from living
    on conflict on constraint organization_members_pkey do nothing
    returning organization_id as "organizationId"`.execute(tx);
  return rows.map((row) => row.organizationId);
}

/** A group as an audit entry names it. */
export interface TouchedGroup {
  id: string;
  name: string;
  organizationId: string;
}

/** Creates groups that do not exist, whatever the letter case; returns those that it created. */
export async function createGroups(
  tx: Tx,
  wanted: readonly (NewGroup & { organizationId: string })[],
  now: Date,
): Promise<(TouchedGroup & { displayName: string })[]> {
  if (wanted.length === 0) return [];
  const at = now.toISOString();
  const { rows } = await sql<TouchedGroup & { displayName: string }>`
    insert into groups as g (id, organization_id, name, display_name, source, created_at, updated_at)
    select w.id, w.organization_id, w.name, w.display_name, 'oidc', ${at}::timestamptz, ${at}::timestamptz
    from unnest(
      ${wanted.map(() => newId())}::uuid[], ${wanted.map((one) => one.organizationId)}::uuid[],
      ${wanted.map((one) => one.name)}::text[], ${wanted.map((one) => one.displayName)}::text[]
    ) as w(id, organization_id, name, display_name)
    order by w.organization_id, w.name
    on conflict do nothing
    returning g.id, g.name, g.organization_id as "organizationId", g.display_name as "displayName"`.execute(
    tx,
  );
  return rows;
}

/** Takes a user out of groups. */
export async function leaveGroups(
  tx: Tx,
  userId: string,
  groupIds: readonly string[],
): Promise<TouchedGroup[]> {
  if (groupIds.length === 0) return [];
  const { rows } = await sql<TouchedGroup>`
    delete from group_members gm using groups g
    where gm.user_id = ${userId}::uuid and g.id = gm.group_id and gm.group_id = any(${[...groupIds]}::uuid[])
    returning g.id, g.name, g.organization_id as "organizationId"`.execute(tx);
  return rows;
}

/**
 * Puts a user into groups, by id or as one that this login, or another at the same moment, created. The join on the organization makes
 * sure that no group of another one is ever entered (trap 2), and a group that SCIM took over meanwhile is not.
 */
export async function enterGroups(
  tx: Tx,
  userId: string,
  wanted: readonly { organizationId: string; ids: readonly string[]; named: readonly NewGroup[] }[],
  now: Date,
): Promise<TouchedGroup[]> {
  const ids = wanted.flatMap((one) => one.ids.map((id) => [one.organizationId, id] as const));
  const named = wanted.flatMap((one) =>
    one.named.map((group) => [one.organizationId, group] as const),
  );
  if (ids.length === 0 && named.length === 0) return [];
  const { rows } = await sql<TouchedGroup>`
    with entered as (
      insert into group_members (group_id, user_id, added_by, created_at)
      select g.id, ${userId}::uuid, 'oidc', ${now.toISOString()}::timestamptz
      from groups g
      join organization_members om on om.organization_id = g.organization_id and om.user_id = ${userId}::uuid
      where g.managed_by <> 'scim' and g.id <> g.organization_id and (
        (g.organization_id, g.id) in (
          select * from unnest(${ids.map(([org]) => org)}::uuid[], ${ids.map(([, id]) => id)}::uuid[]))
        or exists (
          select 1
          from unnest(
            ${named.map(([org]) => org)}::uuid[], ${named.map(([, group]) => group.name)}::text[],
            ${named.map(([, group]) => group.displayName)}::text[]
          ) as w(organization_id, name, display_name)
          where w.organization_id = g.organization_id and w.name = g.name
            and (w.display_name = '' or (g.source = 'oidc' and g.display_name = w.display_name))))
      order by g.id
      on conflict on constraint group_members_pkey do nothing
      returning group_id
    )
    select g.id, g.name, g.organization_id as "organizationId"
    from entered join groups g on g.id = entered.group_id`.execute(tx);
  return rows;
}

/** Replaces the explicit roles of memberships. */
export async function setOrganizationRoles(
  tx: Tx,
  userId: string,
  changes: readonly { organizationId: string; roles: readonly string[] }[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const roles = changes.map((change) => JSON.stringify(change.roles));
  await sql`
    update organization_members m
    set roles = array(select jsonb_array_elements_text(w.roles::jsonb)),
      updated_at = ${now.toISOString()}::timestamptz
    from unnest(${changes.map((change) => change.organizationId)}::uuid[], ${roles}::text[])
      as w(organization_id, roles)
    where m.user_id = ${userId}::uuid and m.organization_id = w.organization_id`.execute(tx);
}
