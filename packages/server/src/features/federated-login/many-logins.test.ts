import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  browserJar,
  callbacks,
  createOwner,
  oidcSettings,
  startOidcProvider,
  startTestApp,
  type TestApp,
  type TestOidcProvider,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { expect, test } from "vitest";

async function account(provider: TestOidcProvider): Promise<string> {
  const sub = uniqueName("sub");
  const email = `${sub}@example.com`;
  await provider.addAccount({
    sub,
    email,
    email_verified: true,
    preferred_username: sub,
    groups: ["a"],
  });
  return sub;
}

async function signIn(app: TestApp, provider: TestOidcProvider, login: string) {
  const browser = browserJar(app.anonymous);
  const start = await browser.get(callbacks.oidc);
  const answer = await provider.authorize(String(start.headers["location"]), login);
  return browser.get(`${callbacks.oidc}${new URL(answer).search}`);
}

test("200 logins at the same time, of 50 people, leave 50 whole users and no half-made one", async () => {
  const provider = await startOidcProvider();
  const app = await startTestApp({ settings: oidcSettings(provider) });
  await createOwner(app);
  const people: string[] = [];
  for (let index = 0; index < 50; index += 1) people.push(await account(provider));

  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => signIn(app, provider, people[index % 50] ?? "")),
  );

  const { rows } = await sql`
    select count(*)::int as users,
      count(*) filter (where exists (select 1 from user_links l where l.user_id = u.id and l.linked_id <> ''))::int as linked,
      count(*) filter (where exists (select 1 from gitsshkeys g where g.user_id = u.id))::int as keys,
      count(*) filter (where exists (select 1 from organization_members m where m.user_id = u.id))::int as members,
      count(*) filter (where (select count(*) from api_keys k where k.user_id = u.id) = 4)::int as sessions
    from users u where u.login_type = 'oidc'`.execute(app.deps.db);
  await app.stop();
  await provider.stop();
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([307]));
  expect(rows).toEqual([{ users: 50, linked: 50, keys: 50, members: 50, sessions: 50 }]);
});

test("a client authenticates by key instead of a secret, with RSA and with EC", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-key-"));
  for (const { privateKey, publicKey } of [
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ]) {
    const provider = await startOidcProvider({
      clientJwk: { ...publicKey.export({ format: "jwk" }) },
    });
    const file = join(folder, `${privateKey.asymmetricKeyType}.pem`);
    await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }));
    const { OIDC_CLIENT_SECRET: _, ...settings } = oidcSettings(provider, {
      OIDC_CLIENT_KEY_FILE: file,
    });
    const app = await startTestApp({ settings });
    await createOwner(app);

    const answer = await signIn(app, provider, await account(provider));
    await app.stop();
    await provider.stop();

    expect([privateKey.asymmetricKeyType, answer.status]).toEqual([
      privateKey.asymmetricKeyType,
      307,
    ]);
  }
  await rm(folder, { recursive: true });
});

test("a key file that cannot be used stops the start with the option's name", async () => {
  const settings = {
    OIDC_ISSUER_URL: "https://id.example.com",
    OIDC_CLIENT_ID: "x",
    OIDC_CLIENT_KEY_FILE: "/does/not/exist",
  };

  await expect(startTestApp({ settings })).rejects.toThrow("oidc-client-key-file");
});

test("a refresh token that the provider rotates works again and again", async () => {
  const provider = await startOidcProvider({ accessTokenSeconds: 120 });
  let nowMs = Date.now();
  const app = await startTestApp({
    settings: oidcSettings(provider, { OIDC_SCOPES: "openid,profile,email,offline_access" }),
    clock: { now: () => new Date(nowMs) },
  });
  await createOwner(app);
  const sub = await account(provider);
  const browser = browserJar(app.anonymous);
  const start = await browser.get(callbacks.oidc);
  const answer = await provider.authorize(String(start.headers["location"]), sub);
  await browser.get(`${callbacks.oidc}${new URL(answer).search}`);
  const statuses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    nowMs += 130_000;
    statuses.push((await browser.get("/users/me")).status);
  }
  await app.stop();
  await provider.stop();

  expect(statuses).toEqual([200, 200, 200]);
});
