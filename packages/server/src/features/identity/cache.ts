import type { Identity } from "./identity.ts";

interface Entry {
  identity: Identity;
  loadedAtMs: number;
}

interface Load {
  epoch: number;
  promise: Promise<Identity | null>;
}

/** Bounds of the cache (product §3.1): entries, and the age at which one is read again. */
export interface IdentityCacheOptions {
  load: (keyId: string) => Promise<Identity | null>;
  nowMs: () => number;
  maxEntries?: number;
  maxAgeMs?: number;
  onHit?: () => void;
  onMiss?: () => void;
}

/**
 * Identities by key id, for at most ten seconds.
 * A hit spares the identity statement and nothing else: secret, expiry and status are checked on
 * every request. `invalidate` is called by the transactions of this process before they answer and by
 * the notifications of the others; a read that began before an invalidation is never stored and never
 * shared with a request that began after it. While the listening connection is down the cache is off.
 */
export class IdentityCache {
  readonly #options: IdentityCacheOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #keysByUser = new Map<string, Set<string>>();
  readonly #loads = new Map<string, Load>();
  readonly #maxEntries: number;
  readonly #maxAgeMs: number;
  #epoch = 0;
  #enabled = false;

  constructor(options: IdentityCacheOptions) {
    this.#options = options;
    this.#maxEntries = options.maxEntries ?? 10_000;
    this.#maxAgeMs = options.maxAgeMs ?? 10_000;
  }

  /** Returns the cached identity without waiting, or undefined. */
  peek(keyId: string): Identity | undefined {
    if (!this.#enabled) return undefined;
    const entry = this.#entries.get(keyId);
    if (entry === undefined) return undefined;
    if (this.#options.nowMs() - entry.loadedAtMs >= this.#maxAgeMs) {
      this.#drop(keyId);
      return undefined;
    }
    this.#options.onHit?.();
    return entry.identity;
  }

  /** Reads an identity, from the database if need be; concurrent readers of one key share the read. */
  async get(keyId: string): Promise<Identity | null> {
    const cached = this.peek(keyId);
    if (cached !== undefined) return cached;
    this.#options.onMiss?.();
    const running = this.#loads.get(keyId);
    if (running !== undefined && running.epoch === this.#epoch) return running.promise;
    return this.#load(keyId);
  }

  /** Drops the entries of these users; `*` drops everything. */
  invalidate(userIds: readonly string[]): void {
    this.#epoch += 1;
    if (userIds.includes("*")) {
      this.#entries.clear();
      this.#keysByUser.clear();
      return;
    }
    for (const userId of userIds) {
      for (const keyId of this.#keysByUser.get(userId) ?? []) this.#drop(keyId);
    }
  }

  /** Switches the cache with the listening connection; either way it starts empty. */
  setEnabled(enabled: boolean): void {
    this.invalidate(["*"]);
    this.#enabled = enabled;
  }

  /** Number of cached identities. */
  get size(): number {
    return this.#entries.size;
  }

  async #load(keyId: string): Promise<Identity | null> {
    const epoch = this.#epoch;
    const promise = this.#options.load(keyId);
    const load = { epoch, promise };
    this.#loads.set(keyId, load);
    try {
      const identity = await promise;
      if (identity !== null && this.#enabled && epoch === this.#epoch) this.#store(keyId, identity);
      return identity;
    } finally {
      if (this.#loads.get(keyId) === load) this.#loads.delete(keyId);
    }
  }

  #store(keyId: string, identity: Identity): void {
    if (this.#entries.size >= this.#maxEntries) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#drop(oldest.value);
    }
    this.#entries.set(keyId, { identity, loadedAtMs: this.#options.nowMs() });
    const userId = identity.actor.user.id;
    const keys = this.#keysByUser.get(userId) ?? new Set<string>();
    keys.add(keyId);
    this.#keysByUser.set(userId, keys);
  }

  #drop(keyId: string): void {
    const entry = this.#entries.get(keyId);
    if (entry === undefined) return;
    this.#entries.delete(keyId);
    const userId = entry.identity.actor.user.id;
    const keys = this.#keysByUser.get(userId);
    keys?.delete(keyId);
    if (keys?.size === 0) this.#keysByUser.delete(userId);
  }
}
