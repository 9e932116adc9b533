import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** How many live users are linked with an issuer. */
export interface IssuerCount {
  issuer: string;
  count: number;
}

/** Links of OpenID Connect by issuer, the text before `||`; the empty ones are left out. */
export async function countLinksByIssuer(handle: Handle): Promise<IssuerCount[]> {
  const { rows } = await sql<IssuerCount>`
    select split_part(l.linked_id, '||', 1) as issuer, count(*)::int as count
    from user_links l join users u on u.id = l.user_id
    where l.login_type = 'oidc' and l.linked_id <> '' and not u.deleted
    group by 1 order by 1`.execute(handle);
  return rows;
}

/** Empties the linked ids of every issuer but `keep`; returns how many. */
export async function forgetLinkedIds(tx: Tx, keep: string | null, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update user_links l set linked_id = '', updated_at = ${now.toISOString()}::timestamptz
    from users u
    where u.id = l.user_id and not u.deleted and l.login_type = 'oidc' and l.linked_id <> ''
      and (${keep}::text is null or split_part(l.linked_id, '||', 1) <> ${keep}::text)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
