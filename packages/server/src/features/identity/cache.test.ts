import { makeSubject } from "@gatehouse/rbac";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { KeyRow, UserRow } from "../../context/actor.ts";
import { IdentityCache } from "./cache.ts";
import type { Identity } from "./identity.ts";

const never = new Date(0);

/** An identity whose `name` tells which version of the row it was read from. */
function identityOf(keyId: string, userId: string, version = 0): Identity {
  const key: KeyRow = {
    ...{ id: keyId, user_id: userId, token_name: "", origin: null, user_agent: "" },
    ...{ last_used: never, expires_at: never, created_at: never, updated_at: never },
    ...{ login_type: "password", lifetime_seconds: 1, ip_address: "127.0.0.1" },
    ...{ scopes: ["coder:all"], allow_list: ["*:*"] },
  };
  const user: UserRow = {
    ...{ id: userId, email: "", username: userId, name: String(version), avatar_url: "" },
    ...{ created_at: never, updated_at: never, last_seen_at: never, status: "active" },
    ...{ rbac_roles: [], login_type: "password", deleted: false, is_system: false },
    ...{ is_service_account: false, quiet_hours_schedule: "" },
    ...{ chat_spend_limit_micros: null, organization_ids: [], has_ai_seat: false },
  };
  const made = makeSubject({
    ...{ id: userId, siteRoles: [], organizations: [], customRoles: [], groups: [] },
    ...{ scopes: ["coder:all"], allowList: ["*:*"] },
    deployment: { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false },
  });
  if (!made.ok) throw new Error("the subject of the test is wrong");
  const actor = { key, user, memberships: [], subject: made.subject };
  const link = { required: false, present: false, expiresAt: null };
  return { actor, hashedSecret: Buffer.alloc(32), previousSecret: null, link };
}

const versionOf = (identity: Identity | null | undefined): string | undefined =>
  identity?.actor.user.name;

/** A read that the test finishes by hand. */
interface OpenRead {
  keyId: string;
  finish: (identity: Identity | null) => void;
  fail: (error: Error) => void;
}

function startCache(bounds: { maxEntries?: number; maxAgeMs?: number } = {}) {
  const reads: OpenRead[] = [];
  const clock = { ms: 0 };
  const counts = { hit: 0, miss: 0 };
  const cache = new IdentityCache({
    load: (keyId) =>
      new Promise((finish, fail) => {
        reads.push({ keyId, finish, fail });
      }),
    nowMs: () => clock.ms,
    onHit: () => {
      counts.hit += 1;
    },
    onMiss: () => {
      counts.miss += 1;
    },
    ...bounds,
  });
  cache.setEnabled(true);
  async function fill(keyId: string, userId = `user of ${keyId}`, version = 0): Promise<void> {
    const found = cache.get(keyId);
    reads.at(-1)?.finish(identityOf(keyId, userId, version));
    await found;
  }
  return { cache, reads, clock, counts, fill };
}

test("an identity is read once and then served from memory", async () => {
  const { cache, reads, fill, counts } = startCache();
  await fill("key");

  const found = await cache.get("key");

  expect(versionOf(found)).toBe("0");
  expect(reads).toHaveLength(1);
  expect(counts).toEqual({ hit: 1, miss: 1 });
});

test("concurrent readers of one key share one read", async () => {
  const { cache, reads } = startCache();

  const found = Promise.all([cache.get("key"), cache.get("key"), cache.get("key")]);
  reads[0]?.finish(identityOf("key", "ann", 7));

  expect((await found).map(versionOf)).toEqual(["7", "7", "7"]);
  expect(reads).toHaveLength(1);
});

test("an unknown key is never remembered", async () => {
  const { cache, reads } = startCache();
  const first = cache.get("key");
  reads[0]?.finish(null);
  await first;

  void cache.get("key");

  expect(reads).toHaveLength(2);
  expect(cache.size).toBe(0);
});

test("a failing read reaches all who share it, and is not remembered", async () => {
  const { cache, reads } = startCache();
  const found = [cache.get("key"), cache.get("key")];
  reads[0]?.fail(new Error("the database is gone"));

  const outcomes = await Promise.allSettled(found);
  void cache.get("key");

  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(reads).toHaveLength(2);
});

test("a read that began before an invalidation is never stored", async () => {
  const { cache, reads } = startCache();
  const stale = cache.get("key");
  cache.invalidate(["ann"]);

  reads[0]?.finish(identityOf("key", "ann"));
  await stale;

  expect(cache.peek("key")).toBeUndefined();
});

test("a request after an invalidation does not share a read that began before it", async () => {
  const { cache, reads } = startCache();
  const stale = cache.get("key");
  cache.invalidate(["ann"]);

  const fresh = cache.get("key");
  reads[1]?.finish(identityOf("key", "ann", 2));
  reads[0]?.finish(identityOf("key", "ann", 1));

  expect(versionOf(await stale)).toBe("1");
  expect(versionOf(await fresh)).toBe("2");
  expect(versionOf(cache.peek("key"))).toBe("2");
});

test("a stale read that ends last does not end the sharing of the fresh one", async () => {
  const { cache, reads } = startCache();
  const stale = cache.get("key");
  cache.invalidate(["ann"]);
  const fresh = cache.get("key");
  reads[0]?.finish(identityOf("key", "ann", 1));
  await stale;

  const shared = cache.get("key");
  reads[1]?.finish(identityOf("key", "ann", 2));

  expect([versionOf(await fresh), versionOf(await shared)]).toEqual(["2", "2"]);
  expect(reads).toHaveLength(2);
});

test("an invalidation drops every key of the named users and nobody else's", async () => {
  const { cache, fill } = startCache();
  await fill("one", "ann");
  await fill("two", "ann");
  await fill("three", "bob");

  cache.invalidate(["ann"]);

  expect(cache.peek("one")).toBeUndefined();
  expect(cache.peek("two")).toBeUndefined();
  expect(versionOf(cache.peek("three"))).toBe("0");
});

test("an asterisk drops everybody", async () => {
  const { cache, fill } = startCache();
  await fill("one", "ann");
  await fill("two", "bob");

  cache.invalidate(["ann", "*"]);

  expect(cache.size).toBe(0);
});

test("an entry is served until its age is reached and not a moment longer", async () => {
  const { cache, clock, fill } = startCache({ maxAgeMs: 10_000 });
  await fill("key");

  clock.ms = 9_999;
  const young = cache.peek("key");
  clock.ms = 10_000;
  const old = cache.peek("key");

  expect(versionOf(young)).toBe("0");
  expect(old).toBeUndefined();
  expect(cache.size).toBe(0);
});

test("a hit does not prolong the life of an entry", async () => {
  const { cache, clock, fill } = startCache({ maxAgeMs: 10 });
  await fill("key");

  for (clock.ms = 0; clock.ms < 10; clock.ms += 1) cache.peek("key");

  expect(cache.peek("key")).toBeUndefined();
});

test("a full cache drops its oldest entry and stays within its bound", async () => {
  const { cache, fill } = startCache({ maxEntries: 3 });

  for (const key of ["one", "two", "three", "four"]) await fill(key);

  expect(cache.size).toBe(3);
  expect(cache.peek("one")).toBeUndefined();
  expect(versionOf(cache.peek("four"))).toBe("0");
});

test("while switched off nothing is served and nothing is stored", async () => {
  const { cache, fill } = startCache();
  await fill("key");

  cache.setEnabled(false);
  const during = cache.peek("key");
  await fill("other");
  cache.setEnabled(true);

  expect(during).toBeUndefined();
  expect(cache.size).toBe(0);
  expect(cache.peek("key")).toBeUndefined();
});

test("a read that began while it was switched off is not stored after it is on again", async () => {
  const { cache, reads } = startCache();
  cache.setEnabled(false);
  const found = cache.get("key");
  cache.setEnabled(true);

  reads[0]?.finish(identityOf("key", "ann"));
  await found;

  expect(cache.size).toBe(0);
});

test("a new cache is off until it is told that notifications arrive", async () => {
  const cache = new IdentityCache({
    load: async (keyId) => identityOf(keyId, "ann"),
    nowMs: () => 0,
  });

  await cache.get("key");

  expect(cache.size).toBe(0);
});

type Step =
  | { kind: "write"; user: number }
  | { kind: "writeAll" }
  | { kind: "get"; key: number }
  | { kind: "finish"; read: number }
  | { kind: "toggle" }
  | { kind: "wait"; ms: number };

const users = 3;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), user: fc.nat(users - 1) }),
  fc.record({ kind: fc.constant("writeAll" as const) }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("get" as const), key: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("finish" as const), read: fc.nat(9) }) },
  fc.record({ kind: fc.constant("toggle" as const) }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(8) }),
);

/** The table behind the cache: a version per user; a read sees the version at the time it began. */
class Model {
  readonly versions = [0, 0, 0];
  readonly open: { key: number; version: number; finish: (identity: Identity) => void }[] = [];
  nowMs = 0;
  enabled = true;
  readonly cache = new IdentityCache({
    load: (keyId) =>
      new Promise((finish) => {
        const key = Number(keyId);
        this.open.push({ key, version: this.versions[key % users] ?? 0, finish });
      }),
    nowMs: () => this.nowMs,
    maxEntries: 4,
    maxAgeMs: 10,
  });

  constructor() {
    this.cache.setEnabled(true);
  }

  async run(step: Step): Promise<void> {
    if (step.kind === "write") this.#write([step.user]);
    if (step.kind === "writeAll") this.#write([0, 1, 2]);
    if (step.kind === "get") void this.cache.get(String(step.key));
    if (step.kind === "finish") {
      const read = this.open.splice(step.read, 1)[0];
      const userId = `u${(read?.key ?? 0) % users}`;
      read?.finish(identityOf(String(read.key), userId, read.version));
    }
    if (step.kind === "wait") this.nowMs += step.ms;
    if (step.kind === "toggle") {
      this.enabled = !this.enabled;
      this.cache.setEnabled(this.enabled);
    }
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }

  #write(changed: number[]): void {
    for (const user of changed) this.versions[user] = (this.versions[user] ?? 0) + 1;
    this.cache.invalidate(changed.length === users ? ["*"] : changed.map((user) => `u${user}`));
  }
}

test("whatever happens in whatever order, a hit never shows a row older than its last change", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const model = new Model();
      for (const one of steps) {
        await model.run(one);
        expect(model.cache.size).toBeLessThanOrEqual(4);
        for (let key = 0; key < 6; key += 1) {
          const hit = model.cache.peek(String(key));
          if (hit === undefined) continue;
          expect(model.enabled).toBe(true);
          expect(versionOf(hit)).toBe(String(model.versions[key % users]));
        }
      }
    }),
    { numRuns: 300 },
  );
});
