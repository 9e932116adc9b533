import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import { type MemberRow, memberColumns } from "./list-store.ts";

/** A membership with its user; null when there is none or the user is deleted. */
export async function findMember(
  handle: Handle,
  organizationId: string,
  userId: string,
): Promise<MemberRow | null> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns}
    from organization_members om join users u on u.id = om.user_id
    where om.organization_id = ${organizationId}::uuid and om.user_id = ${userId}::uuid
      and not u.deleted`.execute(handle);
  return rows[0] ?? null;
}

/** Locks a membership for a change and reads it; null when there is none or the user is deleted. */
export async function lockMember(
  tx: Tx,
  organizationId: string,
  userId: string,
): Promise<MemberRow | null> {
  await sql`
    select 1 from organization_members om
    where om.organization_id = ${organizationId}::uuid and om.user_id = ${userId}::uuid
    for update`.execute(tx);
  return findMember(tx, organizationId, userId);
}

/** Replaces the explicit roles of a locked membership. */
export async function updateMemberRoles(
  tx: Tx,
  member: { organizationId: string; userId: string; roles: readonly string[]; now: Date },
): Promise<void> {
  await sql`
    update organization_members m
    set roles = ${[...member.roles]}::text[], updated_at = ${member.now.toISOString()}::timestamptz
    where m.organization_id = ${member.organizationId}::uuid
      and m.user_id = ${member.userId}::uuid`.execute(tx);
}

/** Ends a locked membership; the database takes the user out of the organization's groups. */
export async function deleteMember(tx: Tx, organizationId: string, userId: string): Promise<void> {
  await sql`
    delete from organization_members m
    where m.organization_id = ${organizationId}::uuid and m.user_id = ${userId}::uuid`.execute(tx);
}

/** The explicit groups of a user in an organization, by name. */
export async function listGroupsOfMember(
  tx: Tx,
  organizationId: string,
  userId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select g.id, g.name from group_members gm join groups g on g.id = gm.group_id
    where gm.user_id = ${userId}::uuid and g.organization_id = ${organizationId}::uuid
    order by lower(g.name) collate "C", g.id`.execute(tx);
  return rows;
}

/**
 * Whether the organization can be administered without the memberships of these users: by another active
 * organization admin in it, or by an owner of the deployment who can sign in.
 */
export async function isAdministeredWithout(
  tx: Tx,
  organizationId: string,
  userIds: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ administered: boolean }>`
    select exists (
      select 1 from organization_members om join users u on u.id = om.user_id
      where om.organization_id = ${organizationId}::uuid
        and 'organization-admin' = any(om.roles) and om.user_id <> all(${[...userIds]}::uuid[])
        and not u.deleted and u.status <> 'suspended'
    ) or exists (
      select 1 from users u
      where 'owner' = any(u.rbac_roles) and not u.deleted and u.status <> 'suspended'
        and not u.is_system and not u.is_service_account
        and u.login_type in ('password', 'oidc', 'github')
    ) as administered`.execute(tx);
  return rows[0]?.administered ?? false;
}
