import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  type Answer,
  browserJar,
  createOwner,
  type GithubDouble,
  githubAccount,
  githubSettings,
  goodPassword,
  type HostileIdp,
  introduce,
  oidcSettings,
  signInWith,
  startGithubDouble,
  startHostileIdp,
  startTestApp,
  type TestApp,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let idp: HostileIdp;
let github: GithubDouble;
let app: TestApp;

beforeAll(async () => {
  idp = await startHostileIdp();
  github = await startGithubDouble();
  app = await startTestApp({ settings: { ...oidcSettings(idp), ...githubSettings(github) } });
  await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await github.stop();
  await idp.stop();
});

const source = path.resolve(import.meta.dirname, "../..");

function sources(): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
}

function usersOf(call: string): string[] {
  return sources().filter((file) => {
    const text = readFileSync(path.join(source, file), "utf8");
    return text.includes(`${call}(`) && !text.includes(`export async function ${call}(`);
  });
}

test("sessions are made in one place, which exactly the known ways to sign in reach", () => {
  expect(usersOf("insertSession")).toEqual(["features/sessions/funnel.ts"]);
  expect(usersOf("openSession").toSorted()).toEqual([
    "features/federated-login/complete.ts",
    "features/sessions/login.ts",
  ]);
  expect(usersOf("completeSignIn").toSorted()).toEqual([
    "features/federated-login/github.ts",
    "features/federated-login/oidc.ts",
  ]);
});

interface Way {
  name: "password" | "oidc" | "github";
  /** Signs the same person in again. */
  signIn(email: string): Promise<Answer>;
  /** Status of a refusal. */
  suspended: number;
}

const ways: readonly Way[] = [
  {
    name: "password",
    signIn: (email) => app.anonymous.post("/users/login", { email, password: goodPassword }),
    suspended: 401,
  },
  {
    name: "oidc",
    async signIn(email) {
      introduce(idp, { sub: `sub of ${email}`, email });
      return (await signInWith(app, idp)).answer;
    },
    suspended: 403,
  },
  {
    name: "github",
    async signIn(email) {
      const id = Buffer.from(email).readUInt32BE(email.indexOf("-") + 1);
      github.account = githubAccount({
        id,
        emails: [{ email, primary: true, verified: true, visibility: null }],
      });
      return (await signInWith(app, github)).answer;
    },
    suspended: 403,
  },
];

describe.each(ways)("by $name", ({ name, signIn, suspended }) => {
  async function account(status = "active"): Promise<{ email: string; id: string }> {
    const username = uniqueName("f");
    const email = `${username}@example.com`;
    const { rows } = await sql<{ id: string }>`
      insert into users (id, email, username, created_at, updated_at, status, login_type, hashed_password)
      values (gen_random_uuid(), ${email}, ${username}, now(), now(), ${status}, ${name},
        ${name === "password" ? await app.deps.passwords.hash(goodPassword) : Buffer.alloc(0)})
      returning id`.execute(app.deps.db);
    const id = rows[0]?.id ?? "";
    await sql`insert into gitsshkeys (user_id, created_at, updated_at, private_key, public_key)
      values (${id}::uuid, now(), now(), 'x', 'x')`.execute(app.deps.db);
    return { email, id };
  }

  const sessions = async (id: string) =>
    (
      await sql<{
        login_type: string;
      }>`select k.login_type from api_keys k where k.user_id = ${id}::uuid`.execute(app.deps.db)
    ).rows;

  test("an active user gets a session of this login type, and an audit entry", async () => {
    const { email, id } = await account();

    expect((await signIn(email)).status).toBeLessThan(400);

    expect(await sessions(id)).toEqual([{ login_type: name }]);
    const entries =
      await sql`select 1 from audit_logs a where a.action = 'login' and a.resource_type = 'api_key'
      and a.user_id = ${id}::uuid and a.status_code < 400`.execute(app.deps.db);
    expect(entries.rows).toHaveLength(1);
  });

  test("a suspended user gets none", async () => {
    const { email, id } = await account("suspended");

    const answer = await signIn(email);

    expect(answer.status).toBe(suspended);
    expect(answer.text).toContain("suspended");
    expect(await sessions(id)).toEqual([]);
    const links = await sql`select 1 from user_links l where l.user_id = ${id}::uuid`.execute(
      app.deps.db,
    );
    expect(links.rows).toEqual([]);
  });

  test("a dormant user becomes active, with one audit entry of the dormancy subsystem", async () => {
    const { email, id } = await account("dormant");

    expect((await signIn(email)).status).toBeLessThan(400);

    const users = await sql`select u.status from users u where u.id = ${id}::uuid`.execute(
      app.deps.db,
    );
    expect(users.rows).toEqual([{ status: "active" }]);
    const entries = await sql`select a.additional_fields from audit_logs a
      where a.resource_id = ${id}::uuid and a.additional_fields ->> 'automatic_subsystem' = 'dormancy'`.execute(
      app.deps.db,
    );
    expect(entries.rows).toEqual([
      { additional_fields: { automatic_actor: "coder", automatic_subsystem: "dormancy" } },
    ]);
  });

  test("a user of every other login type gets none", async () => {
    for (const other of ["password", "oidc", "github", "token", "none"].filter(
      (type) => type !== name,
    )) {
      const { email, id } = await account();
      await sql`update users set login_type = ${other} where id = ${id}::uuid`.execute(app.deps.db);

      expect([other, (await signIn(email)).status]).toEqual([other, 403]);
      expect(await sessions(id)).toEqual([]);
    }
  });

  test("a deleted user gets none", async () => {
    const { email, id } = await account();
    await sql`update users set deleted = true where id = ${id}::uuid`.execute(app.deps.db);

    await signIn(email);

    expect(await sessions(id)).toEqual([]);
  });

  test("a system user gets none", async () => {
    const { email, id } = await account();
    await sql`update users set is_system = true where id = ${id}::uuid`.execute(app.deps.db);

    expect((await signIn(email)).status).toBeGreaterThanOrEqual(400);
    expect(await sessions(id)).toEqual([]);
  });
});

test("a federated login replaces the session that the same person brings along, and leaves others alone", async () => {
  introduce(idp);
  const browser = browserJar(app.anonymous);
  await signInWith(app, idp, { browser });
  const old = browser.cookies.get("coder_session_token") ?? "";

  await signInWith(app, idp, { browser });

  expect((await browser.get("/users/me")).status).toBe(200);
  expect((await app.as(old).get("/users/me")).status).toBe(401);
});
