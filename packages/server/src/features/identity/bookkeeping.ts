import type { Actor, KeyRow } from "../../context/actor.ts";
import type { Db } from "../../db/types.ts";
import { clipText, userAgentLength } from "../../platform/clip-text.ts";
import type { Log } from "../../platform/log.ts";
import { type KeyUse, writeKeyUses } from "./key-use-store.ts";

const hourMs = 3_600_000;
const flushAfterMs = 1000;

/** Keys whose lifetime is a promise and never slides (spec users §2.3 step 4). */
const fixedLifetime = new Set(["token", "oauth2_provider_app"]);

/** When a key was used, from where and by what. */
export interface KeyCall {
  now: Date;
  ip: string;
  userAgent: string;
}

/**
 * Decides what a use of a key changes: `last_used` at most hourly, the expiry when a good hour of it
 * is gone. Null when nothing is due.
 */
export function dueUpdate(
  key: KeyRow,
  { now, ip, userAgent }: KeyCall,
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
    userAgent: touch ? clipText(userAgent, userAgentLength) : null,
  };
}

/** Collects the uses of keys and writes them in batches, at most one second later. */
export interface Bookkeeping {
  /** Notes a use; resolves at once, except for the first use of a key, which is written first. */
  note(actor: Actor, call: KeyCall): Promise<void> | undefined;
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
      for (const use of batch) {
        const newer = pending.get(use.keyId);
        pending.set(use.keyId, newer === undefined ? use : merged(use, newer));
      }
      schedule();
    }
  }

  function queue(use: KeyUse): void {
    const older = pending.get(use.keyId);
    pending.set(use.keyId, older === undefined ? use : merged(older, use));
    schedule();
  }

  /** A first use is written before the answer; if that fails it is queued like any other. */
  async function writeFirst(use: KeyUse): Promise<void> {
    try {
      await writeKeyUses(db, [use]);
    } catch (error) {
      log.warn({ err: error, keys: 1 }, "key use could not be written; trying again");
      queue(use);
    }
  }

  return {
    note(actor, call) {
      const use = dueUpdate(actor.key, call, refreshDisabled);
      if (use === null) return undefined;
      const first = actor.key.last_used.getTime() === 0;
      actor.key = {
        ...actor.key,
        last_used: use.lastUsed,
        expires_at: use.expiresAt,
        ip_address: use.ip,
      };
      actor.user = { ...actor.user, last_seen_at: call.now, updated_at: call.now };
      if (first) return writeFirst(use);
      queue(use);
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
 * Two pending updates of one key as one. What the newer one knows may be what the older one wants and
 * nobody has written yet; then the update depends on what the older one knew.
 */
function merged(older: KeyUse, newer: KeyUse): KeyUse {
  const same = (a: Date, b: Date): boolean => a.getTime() === b.getTime();
  return {
    ...newer,
    userAgent: newer.userAgent ?? older.userAgent,
    knownLastUsed: same(older.lastUsed, newer.knownLastUsed)
      ? older.knownLastUsed
      : newer.knownLastUsed,
    knownExpiresAt: same(older.expiresAt, newer.knownExpiresAt)
      ? older.knownExpiresAt
      : newer.knownExpiresAt,
  };
}
