import { sql } from "kysely";
import type { Actor, KeyRow } from "../../context/actor.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Db } from "../../db/types.ts";
import type { Log } from "../../platform/log.ts";

const hourMs = 3_600_000;
const flushAfterMs = 1000;

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
}

/** Keys whose lifetime is a promise and never slides (spec users §2.3 step 4). */
const fixedLifetime = new Set(["token", "oauth2_provider_app"]);

/**
 * Decides what a use of a key changes: `last_used` at most hourly, the expiry when a good hour of it
 * is gone. Null when nothing is due.
 */
export function dueUpdate(
  key: KeyRow,
  now: Date,
  ip: string,
  refreshDisabled: boolean,
): KeyUse | null {
  const touch = now.getTime() - key.last_used.getTime() > hourMs;
  const lifetimeMs = key.lifetime_seconds * 1000;
  const remainingMs = key.expires_at.getTime() - now.getTime();
  const slide =
    !refreshDisabled && !fixedLifetime.has(key.login_type) && remainingMs <= lifetimeMs - hourMs;
  if (!touch && !slide) return null;
  return {
    keyId: key.id,
    userId: key.user_id,
    knownLastUsed: key.last_used,
    knownExpiresAt: key.expires_at,
    seenAt: now,
    lastUsed: touch ? now : key.last_used,
    expiresAt: slide ? new Date(now.getTime() + lifetimeMs) : key.expires_at,
    ip: touch ? ip : key.ip_address,
  };
}

/** Collects the uses of keys and writes them in batches, at most one second later. */
export interface Bookkeeping {
  /** Notes a use; resolves at once, except for the first use of a key, which is written first. */
  note(actor: Actor, now: Date, ip: string): Promise<void> | undefined;
  /** Writes what is pending; called on graceful stop. */
  flush(): Promise<void>;
  readonly pending: number;
}

/** Creates the queue. A failing batch is logged and tried again; it never fails a request. */
export function createBookkeeping(options: {
  db: Db;
  log: Log;
  refreshDisabled: boolean;
}): Bookkeeping {
  const { db, log, refreshDisabled } = options;
  const pending = new Map<string, KeyUse>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writing.then(writeBatch);
    }, flushAfterMs).unref();
  }

  async function writeBatch(): Promise<void> {
    if (pending.size === 0) return;
    const batch = [...pending.values()];
    pending.clear();
    try {
      await writeKeyUses(db, batch);
    } catch (error) {
      log.warn({ err: error, keys: batch.length }, "key use could not be written; trying again");
      for (const use of batch) if (!pending.has(use.keyId)) pending.set(use.keyId, use);
      schedule();
    }
  }

  return {
    note(actor, now, ip) {
      const use = dueUpdate(actor.key, now, ip, refreshDisabled);
      if (use === null) return undefined;
      const first = actor.key.last_used.getTime() === 0;
      actor.key = { ...actor.key, last_used: use.lastUsed, expires_at: use.expiresAt };
      actor.user = { ...actor.user, last_seen_at: now, updated_at: now };
      if (first) return writeKeyUses(db, [use]);
      pending.set(use.keyId, use);
      schedule();
      return undefined;
    },
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      writing = writing.then(writeBatch);
      await writing;
    },
    get pending() {
      return pending.size;
    },
  };
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
          ${sorted.map((use) => use.ip)}::text[]
        ) as d(id, known_last_used, known_expires_at, last_used, expires_at, seen_at, ip)
      ), locked as (
        select d.*
        from api_keys k join due d on d.id = k.id and d.known_last_used = k.last_used
        order by k.id for update of k
      ), keys as (
        update api_keys k
        set last_used = l.last_used, ip_address = l.ip::inet,
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
