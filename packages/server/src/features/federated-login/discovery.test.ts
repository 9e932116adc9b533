import { type HostileIdp, introduce, startHostileIdp } from "@gatehouse/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareOidcClient } from "../../platform/oidc-client.ts";
import { createOutbound } from "../../platform/outbound-http.ts";
import { asSecret } from "../../platform/secrets.ts";
import { createDiscovery, type Discovery } from "./discovery.ts";

let idp: HostileIdp;
let nowMs = 0;
let triedAtMs: number[] = [];

beforeAll(async () => {
  idp = await startHostileIdp();
});
beforeEach(() => {
  introduce(idp);
  nowMs = 0;
  triedAtMs = [];
});
afterAll(() => idp.stop());

async function discovery(): Promise<Discovery> {
  const discover = await prepareOidcClient(
    {
      issuer: idp.issuer,
      clientId: idp.clientId,
      clientSecret: asSecret(idp.clientSecret),
      keyFiles: { keyFile: "", certFile: "" },
      isIssuerChecked: true,
      isHttpAllowed: true,
      scopes: ["openid"],
    },
    createOutbound("test", () => undefined),
  );
  return createDiscovery({
    discover: () => {
      triedAtMs.push(nowMs);
      return discover();
    },
    found: () => undefined,
    failed: () => undefined,
    nowMs: () => nowMs,
  });
}

const down = () => introduce(idp, {}, { discovery: { status: 503, body: "" } });

/** Lets time pass in steps of a second, as the schedule does. */
async function pass(made: Discovery, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await made.keepReady();
    nowMs += 1000;
  }
}

test("a provider that is down is asked again after 1 s, and then after pauses that double up to 5 min", async () => {
  down();
  const made = await discovery();

  await pass(made, 1200);

  const pauses = triedAtMs.slice(1).map((atMs, index) => (atMs - (triedAtMs[index] ?? 0)) / 1000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test("who signs in waits for no try, and for thirty seconds at most until the next", async () => {
  down();
  const made = await discovery();
  await pass(made, 600);
  const tries = triedAtMs.length;
  const lastMs = triedAtMs.at(-1) ?? 0;
  nowMs = lastMs + 29_000;

  await expect(made.client()).rejects.toThrow("cannot be reached");
  const triesMeanwhile = triedAtMs.length;
  introduce(idp);
  nowMs = lastMs + 30_000;
  const client = await made.client();

  expect([triesMeanwhile, triedAtMs.length]).toEqual([tries, tries + 1]);
  expect(client.issuer).toBe(idp.issuer);
});

test("metadata are read again daily, and stay in use when that fails", async () => {
  const made = await discovery();
  await made.keepReady();
  nowMs += 86_399_000;
  await made.keepReady();
  expect(triedAtMs).toHaveLength(1);
  down();
  nowMs += 1000;

  await made.keepReady();

  expect(triedAtMs).toHaveLength(2);
  expect((await made.client()).issuer).toBe(idp.issuer);
  expect(made.state()).toEqual({ issuer: idp.issuer, failure: expect.any(String) });
});
