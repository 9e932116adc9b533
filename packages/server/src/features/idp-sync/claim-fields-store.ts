import { type RawBuilder, sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Most names or values that are listed. */
const maxListed = 1000;

/** Merged claims of users who came by OpenID Connect; of one organization's members only, where one is named. */
function claims(organizationId: string | null): RawBuilder<unknown> {
  return sql`
    select case jsonb_typeof(l.claims -> 'merged_claims') when 'object' then l.claims -> 'merged_claims'
      else '{}' end as merged
    from user_links l join users u on u.id = l.user_id and not u.deleted
    where l.login_type = 'oidc' and (${organizationId}::uuid is null or exists (
      select 1 from organization_members om
      where om.organization_id = ${organizationId}::uuid and om.user_id = l.user_id))`;
}

/** Distinct names of claims, in byte order. */
export async function listFieldNames(
  handle: Handle,
  organizationId: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct k.name collate "C" as name
    from (${claims(organizationId)}) c, jsonb_object_keys(c.merged) as k(name)
    order by name limit ${maxListed}`.execute(handle);
  return rows.map((row) => row.name);
}

/** Distinct texts of a claim, and texts in its lists, in byte order. */
export async function listFieldValues(
  handle: Handle,
  organizationId: string | null,
  field: string,
): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    select distinct v.value collate "C" as value
    from (${claims(organizationId)}) c,
      lateral (select c.merged -> ${field} as json) f,
      lateral jsonb_array_elements(case jsonb_typeof(f.json) when 'array' then f.json
        when 'string' then jsonb_build_array(f.json) else '[]' end) as item(json),
      lateral (select item.json #>> '{}' as value where jsonb_typeof(item.json) = 'string') v
    where v.value <> ''
    order by value limit ${maxListed}`.execute(handle);
  return rows.map((row) => row.value);
}
