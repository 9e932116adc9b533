import { startTestApp, type TestApp } from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Deps } from "../../context/deps.ts";
import { currentSigningKey, findSigningKey } from "./convert-keys.ts";
import { rotateSigningKeys } from "./jobs.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
let app: TestApp;
let nowMs: number;
let deps: Deps;

beforeEach(async () => {
  nowMs = Date.parse("2030-01-01T00:00:00Z");
  app = await startTestApp({
    clock: { now: () => new Date(nowMs) },
    settings: { EXTERNAL_TOKEN_ENCRYPTION_KEYS: Buffer.alloc(32, 3).toString("base64") },
  });
  deps = app.deps;
});
afterEach(() => app.stop());

const now = () => new Date(nowMs);

async function stored(): Promise<{ sequence: number; secret: string }[]> {
  const { rows } = await sql<{ sequence: number; secret: string }>`
    select k.sequence, k.secret from crypto_keys k where k.feature = 'oidc_convert'
    order by k.sequence`.execute(deps.db);
  return rows;
}

test("a signing key is replaced after thirty days; the old one verifies for an hour and is then deleted", async () => {
  const first = await currentSigningKey(deps, now());
  nowMs += 30 * dayMs - 1000;
  await rotateSigningKeys(deps);
  const young = await currentSigningKey(deps, now());
  nowMs += 1000;
  await rotateSigningKeys(deps);

  const second = await currentSigningKey(deps, now());
  const known = await findSigningKey(deps, first.sequence, now());
  nowMs += hourMs;
  const over = await findSigningKey(deps, first.sequence, now());
  await rotateSigningKeys(deps);

  expect([young.sequence, second.sequence]).toEqual([first.sequence, first.sequence + 1]);
  expect(second.secret).not.toEqual(first.secret);
  expect(known?.secret).toEqual(first.secret);
  expect(over).toBeNull();
  expect((await stored()).map(({ sequence }) => sequence)).toEqual([second.sequence]);
});

test("replicas that rotate at the same moment make one key", async () => {
  const first = await currentSigningKey(deps, now());
  nowMs += 31 * dayMs;

  await Promise.all(Array.from({ length: 5 }, () => rotateSigningKeys(deps)));

  expect((await stored()).map(({ sequence }) => sequence)).toEqual([
    first.sequence,
    first.sequence + 1,
  ]);
});

test("before the first confirmation nothing is made, and a signing key is stored encrypted", async () => {
  await rotateSigningKeys(deps);
  expect(await stored()).toEqual([]);

  const made = await currentSigningKey(deps, now());

  const [row] = await stored();
  expect(row?.secret).toMatch(/^v2:/);
  expect(row?.secret).not.toContain(Buffer.from(made.secret).toString("base64"));
});

test("a signing key under an old encryption key is replaced, so that the old one may go", async () => {
  const keyOption = (...bytes: number[]) => ({
    EXTERNAL_TOKEN_ENCRYPTION_KEYS: bytes
      .map((byte) => Buffer.alloc(32, byte).toString("base64"))
      .join(","),
  });
  const first = await currentSigningKey(deps, now());
  const clock = { now };
  const { databaseUrl } = app;
  const both = await startTestApp({ clock, databaseUrl, settings: keyOption(4, 3) });

  await rotateSigningKeys(both.deps);
  const known = await findSigningKey(both.deps, first.sequence, now());
  nowMs += hourMs;
  await rotateSigningKeys(both.deps);
  await both.stop();

  expect(known?.secret).toEqual(first.secret);
  const only = await startTestApp({ clock, databaseUrl, settings: keyOption(4) });
  const current = await currentSigningKey(only.deps, now());
  await only.stop();
  expect(current.sequence).toBe(first.sequence + 1);
});
