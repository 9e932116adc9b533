import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** What a migration of an issuer would do. */
export interface IssuerMigration {
  links: number;
  /** Links whose new id another user has. */
  conflicts: number;
}

/** Counts the links of an issuer, and those that could not become links of the other one. */
export async function countIssuerMigration(
  handle: Handle,
  { from, to }: { from: string; to: string },
): Promise<IssuerMigration> {
  const { rows } = await sql<IssuerMigration>`
    select count(*)::int as links, count(taken.user_id)::int as conflicts
    from user_links l
    left join user_links taken on taken.login_type = 'oidc'
      and taken.linked_id = ${to}::text || substr(l.linked_id, length(${from}::text) + 1)
    where l.login_type = 'oidc' and starts_with(l.linked_id, ${from}::text || '||')`.execute(
    handle,
  );
  return rows[0] ?? { links: 0, conflicts: 0 };
}

/**
 * Rewrites the issuer of all links that name it, and leaves the subjects; returns how many. Fails with the unique index
 * when another user has one of the new ids.
 */
export async function migrateIssuer(
  tx: Tx,
  { from, now, to }: { from: string; to: string; now: Date },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update user_links l set linked_id = ${to}::text || substr(l.linked_id, length(${from}::text) + 1),
      updated_at = ${now.toISOString()}::timestamptz
    where l.login_type = 'oidc' and starts_with(l.linked_id, ${from}::text || '||')`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
