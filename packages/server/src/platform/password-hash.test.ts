import { hash as argon2Hash } from "@node-rs/argon2";
import { describe, expect, test } from "vitest";
import { createPasswordHasher, productionCost } from "./password-hash.ts";
import { MalformedHashError } from "./pbkdf2.ts";
import { BusyError } from "./semaphore.ts";

const cost = { memoryKib: 64, passes: 1 };
const hasher = createPasswordHasher({ cost, concurrency: 2, queueLimit: 1000 });

const tomato =
  "$pbkdf2-sha256$65535$z8c1p1C2ru9EImBP1I+ZNA$pNjE3Yk0oG0PmJ0Je+y7ENOVlSkn/b0BEqqdKsq6Y97wQBq0xT+lD5bWJpyIKJqQICuPZcEaGDKrXJn8+SIHRg";

describe("new hashes", () => {
  test("a password matches its own hash, no other matches, and nothing needs to be rehashed", async () => {
    const stored = await hasher.hash("SomeSecurePassword!");

    expect(await hasher.verify("SomeSecurePassword!", stored)).toEqual({
      match: true,
      needsRehash: false,
    });
    expect(await hasher.verify("someSecurePassword!", stored)).toEqual({
      match: false,
      needsRehash: false,
    });
  });

  test("the production hash is argon2id with 19 MiB, two passes and one lane", async () => {
    const stored = await createPasswordHasher().hash("SomeSecurePassword!");

    expect(stored.toString("utf8")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]+\$[^$]+$/);
  });

  test("the same password gives different hashes", async () => {
    const [first, second] = await Promise.all([hasher.hash("tomato"), hasher.hash("tomato")]);

    expect(first.equals(second)).toBe(false);
  });

  test("text and bytes of a stored hash are the same", async () => {
    const stored = await hasher.hash("pässwörd");

    expect((await hasher.verify("pässwörd", stored.toString("utf8"))).match).toBe(true);
    expect((await hasher.verify("pässwörd", new Uint8Array(stored))).match).toBe(true);
  });
});

describe("older hashes", () => {
  test("the hash format of the peer verifies and asks for a new hash only on a match", async () => {
    expect(await hasher.verify("tomato", tomato)).toEqual({ match: true, needsRehash: true });
    expect(await hasher.verify("potato", tomato)).toEqual({ match: false, needsRehash: false });
  });

  test("a hash of lower cost or another variant asks for a new hash", async () => {
    const stronger = createPasswordHasher({ cost: { memoryKib: 128, passes: 2 } });
    const argon2i = await argon2Hash("tomato", { algorithm: 1, memoryCost: 256, timeCost: 3 });

    const cheap = await stronger.verify("tomato", await hasher.hash("tomato"));
    const variant = await stronger.verify("tomato", argon2i);

    expect(cheap).toEqual({ match: true, needsRehash: true });
    expect(variant).toEqual({ match: true, needsRehash: true });
  });

  test.each([
    "tomato",
    "$argon2id$",
    "$argon2id$v=19$m=64,t=1,p=1$c2FsdA",
    "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=64,t=4294967295,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
    "$2b$12$abcdefghijklmnopqrstuv",
    "$pbkdf2-sha256$1$$",
    " ",
    "\u0000",
  ])("a malformed stored hash is an error, never equal: %j", async (stored) => {
    await expect(hasher.verify("tomato", stored)).rejects.toThrow(MalformedHashError);
    await expect(hasher.verify(stored, stored)).rejects.toThrow(MalformedHashError);
  });
});

describe("accounts without a password", () => {
  test.each(["", "tomato", "dummy", "hunter2"])("nobody gets in with %j", async (password) => {
    for (const stored of [null, "", new Uint8Array()]) {
      expect(await hasher.verify(password, stored)).toEqual({ match: false, needsRehash: false });
    }
    expect(await hasher.verifyDummy(password)).toEqual({ match: false, needsRehash: false });
  });

  test("the comparison without a stored hash costs as much as a real one", async () => {
    const costly = createPasswordHasher({ cost: { memoryKib: 8192, passes: 4 }, concurrency: 1 });
    const stored = await costly.hash("tomato");
    await costly.verifyDummy("warm up");

    const real = await cpuMicros(() => costly.verify("potato", stored));
    const dummy = await cpuMicros(() => costly.verify("potato", null));

    expect(dummy / real).toBeGreaterThan(0.5);
    expect(dummy / real).toBeLessThan(2);
  });
});

describe("denial of service", () => {
  test("more than 1 KiB of password neither match nor cost anything, with and without a stored hash", async () => {
    const long = "a".repeat(1025);
    const costly = createPasswordHasher({ cost: { memoryKib: 8192, passes: 4 }, concurrency: 1 });
    const stored = await argon2Hash(long, { memoryCost: 8192, timeCost: 4 });
    await costly.verifyDummy("warm up");

    const real = await cpuMicros(() => costly.verify("potato", stored));
    const refused = await cpuMicros(async () => {
      expect((await costly.verify(long, stored)).match).toBe(false);
      expect((await costly.verify(long, null)).match).toBe(false);
    });

    expect(refused / real).toBeLessThan(0.25);
    await expect(costly.hash(long)).rejects.toThrow(RangeError);
  });

  test("excess work waits, and beyond the queue it is refused", async () => {
    const small = createPasswordHasher({ cost, concurrency: 1, queueLimit: 2 });

    const outcomes = Promise.allSettled(
      Array.from({ length: 5 }, () => small.verifyDummy("tomato")),
    );
    const queued = small.queueLength;
    const settled = await outcomes;

    expect(queued).toBe(2);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    for (const outcome of settled) {
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(BusyError);
    }
    expect(small.queueLength).toBe(0);
  });

  test("hashing leaves the event loop free", async () => {
    const slow = createPasswordHasher({ cost: { ...productionCost, passes: 6 }, concurrency: 1 });
    let turns = 0;
    let isDone = false;

    const hashing = slow.hash("tomato").finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise(setImmediate);
      turns += 1;
    }
    await hashing;

    expect(turns).toBeGreaterThan(10);
  });
});

/** Processor time of the whole process during ten runs of `act`, in microseconds. */
async function cpuMicros(act: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  for (let run = 0; run < 10; run++) await act();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
