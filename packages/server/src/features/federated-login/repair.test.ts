import {
  createOwner,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startHostileIdp,
  startTestApp,
  type TestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../db/transaction.ts";
import { forgetOtherIssuers, linksByIssuer } from "./index.ts";
import { repairLinksAtStart } from "./jobs.ts";

let old: HostileIdp;
let idp: HostileIdp;
let before: TestApp;
const apps: TestApp[] = [];

beforeAll(async () => {
  old = await startHostileIdp();
  idp = await startHostileIdp();
});
beforeEach(async () => {
  before = await startTestApp({ settings: oidcSettings(old) });
  await createOwner(before);
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await before.stop();
});
afterAll(async () => {
  await old.stop();
  await idp.stop();
});

async function moved(settings: Record<string, string> = {}): Promise<TestApp> {
  const app = await startTestApp({
    databaseUrl: before.databaseUrl,
    settings: oidcSettings(idp, settings),
  });
  apps.push(app);
  return app;
}

test("after a change of the issuer nobody is found by the address, until the operator says so", async () => {
  const claims = introduce(old);
  await signInWith(before, old);
  const app = await moved();
  introduce(idp, claims);
  await repairLinksAtStart(app.deps);
  const locked = (await signInWith(app, idp)).answer.status;

  const count = await inTransaction(app.deps.db, (tx) =>
    forgetOtherIssuers(tx, idp.issuer, new Date()),
  );
  const found = (await signInWith(app, idp)).answer.status;

  expect([locked, count, found]).toEqual([403, 1, 307]);
  expect(await linksByIssuer(app.deps.db)).toEqual([{ issuer: idp.issuer, count: 1 }]);
  const audited =
    await sql`select 1 from audit_logs a where a.additional_fields ->> 'forgotten_links' = '1'`.execute(
      app.deps.db,
    );
  expect(audited.rows).toHaveLength(1);
});

test("oidc-repair-links forgets other issuers at start, and keeps the links of the present one", async () => {
  introduce(old);
  await signInWith(before, old);
  const app = await moved({ OIDC_REPAIR_LINKS: "true" });
  introduce(idp);
  await signInWith(app, idp);

  await repairLinksAtStart(app.deps);

  expect(await linksByIssuer(app.deps.db)).toEqual([{ issuer: idp.issuer, count: 1 }]);
});

test("a provider that is down keeps every link as it is", async () => {
  introduce(old);
  await signInWith(before, old);
  introduce(idp, {}, { discovery: { status: 500, body: "" } });
  const app = await moved({ OIDC_REPAIR_LINKS: "true" });

  await repairLinksAtStart(app.deps);

  expect(await linksByIssuer(app.deps.db)).toEqual([{ issuer: old.issuer, count: 1 }]);
});
