import { sql } from "kysely";
import { inTransaction } from "../../db/transaction.ts";
import type { Db } from "../../db/types.ts";

/** One key's pending update. */
export interface KeyUse {
  keyId: string;
  userId: string;
  /** The values the decision was made on: the update is skipped when another replica was faster, and
   * never moves an expiry that somebody changed meanwhile (a key expired by hand stays expired). */
  knownLastUsed: Date;
  knownExpiresAt: Date;
  lastUsed: Date;
  expiresAt: Date;
  seenAt: Date;
  ip: string;
  /** Client of this use, at most 256 code points; null leaves the stored one. */
  userAgent: string | null;
}

/**
 * Writes key uses in one statement: the keys, and `last_seen_at` = `updated_at` of their users.
 * Rows are locked in key order, so that replicas writing the same keys do not deadlock.
 */
export async function writeKeyUses(db: Db, uses: readonly KeyUse[]): Promise<void> {
  const sorted = uses.toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1));
  await inTransaction(db, async (tx) => {
    await sql`
      with due as (
        select * from unnest(
          ${sorted.map((use) => use.keyId)}::text[],
          ${sorted.map((use) => use.knownLastUsed.toISOString())}::timestamptz[],
          ${sorted.map((use) => use.knownExpiresAt.toISOString())}::timestamptz[],
          ${sorted.map((use) => use.lastUsed.toISOString())}::timestamptz[],
          ${sorted.map((use) => use.expiresAt.toISOString())}::timestamptz[],
          ${sorted.map((use) => use.seenAt.toISOString())}::timestamptz[],
          ${sorted.map((use) => use.ip)}::text[],
          ${sorted.map((use) => use.userAgent)}::text[]
        ) as d(id, known_last_used, known_expires_at, last_used, expires_at, seen_at, ip, user_agent)
      ), locked as (
        select d.*
        from api_keys k join due d on d.id = k.id and d.known_last_used = k.last_used
        order by k.id for update of k
      ), keys as (
        update api_keys k
        set last_used = l.last_used, ip_address = l.ip::inet,
            last_used_user_agent = coalesce(l.user_agent, k.last_used_user_agent),
            expires_at = case when k.expires_at = l.known_expires_at then l.expires_at
                              else k.expires_at end
        from locked l where k.id = l.id
        returning k.user_id, l.seen_at
      )
      update users u set last_seen_at = s.seen, updated_at = s.seen
      from (select keys.user_id, max(keys.seen_at) as seen from keys group by keys.user_id) s
      where u.id = s.user_id and u.last_seen_at < s.seen
    `.execute(tx);
  });
}
