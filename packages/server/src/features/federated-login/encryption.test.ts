import {
  createOwner,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reencryptLinks } from "./jobs.ts";

const [first, second] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString("base64"));
let idp: HostileIdp;
beforeAll(async () => {
  idp = await startHostileIdp();
});
afterAll(() => idp.stop());

const start = (keys: string, databaseUrl?: string) =>
  startTestApp({
    settings: oidcSettings(idp, keys === "" ? {} : { EXTERNAL_TOKEN_ENCRYPTION_KEYS: keys }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });

test("tokens stored in clear or under an old key move to the first key, after which the old one may go", async () => {
  const clear = await start("");
  await createOwner(clear);
  introduce(idp, {}, { tokens: { access_token: "first-token" } });
  await signInWith(clear, idp);
  const keysOf = async () =>
    (
      await sql<{ id: string | null; text: string }>`
        select l.oauth_access_token_key_id as id, l.oauth_access_token as text from user_links l`.execute(
        clear.deps.db,
      )
    ).rows;
  expect(await keysOf()).toEqual([{ id: null, text: "first-token" }]);

  const one = await start(first ?? "", clear.databaseUrl);
  await reencryptLinks(one.deps);
  const [underFirst] = await keysOf();
  const both = await start(`${second},${first}`, clear.databaseUrl);
  await reencryptLinks(both.deps);
  const [underSecond] = await keysOf();
  const only = await start(second ?? "", clear.databaseUrl);
  const opened = only.deps.keyring.digests;
  for (const app of [only, both, one]) await app.stop();

  expect([underFirst?.id, underSecond?.id]).toEqual([one.deps.keyring.digests[0], opened[0]]);
  expect(underSecond?.text).toMatch(/^v2:/);
  await expect(start(first ?? "", clear.databaseUrl)).rejects.toThrow(String(opened[0]));
  await expect(start("", clear.databaseUrl)).rejects.toThrow("external-token-encryption-keys");
  await clear.stop();
});
