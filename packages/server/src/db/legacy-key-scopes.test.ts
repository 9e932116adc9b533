import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmptyDatabase } from "@gatehouse/testkit";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { createLog } from "../platform/log.ts";
import { migrate } from "./migrate.ts";
import { migrationsDirectory } from "./migrations.ts";

const log = createLog({ level: "silent" });
const userId = "0b000000-0000-4000-8000-000000000001";

async function connect(): Promise<pg.Client> {
  const database = await createEmptyDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await database.drop();
  });
  return client;
}

/** A folder with the migrations below this number. */
async function migrationsBefore(number: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "gatehouse-migrations-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const name of await readdir(migrationsDirectory)) {
    if (Number(name.slice(0, 4)) < number)
      await cp(join(migrationsDirectory, name), join(directory, name));
  }
  return directory;
}

it("the upgrade gives stored legacy scopes their canonical names and leaves other keys alone", async () => {
  const client = await connect();
  await migrate(client, { directory: await migrationsBefore(5), log });
  await client.query(
    `insert into users (id, email, username, login_type, status, created_at, updated_at)
     values ($1, 'a@example.com', 'a', 'password', 'active', now(), now())`,
    [userId],
  );
  const stored = {
    whole: ["all"],
    app: ["application_connect"],
    both: ["all", "user:read", "coder:all"],
    modern: ["user:read"],
  };
  for (const [id, scopes] of Object.entries(stored)) {
    await client.query(
      `insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at,
         updated_at, login_type, token_name, scopes, allow_list)
       values ($1, '', $2, now(), now(), now(), '2020-01-01Z', 'token', $1, $3, '{user:x}')`,
      [id, userId, scopes],
    );
  }

  await migrate(client, { directory: migrationsDirectory, log });

  const { rows } = await client.query("select k.id, k.scopes, k.allow_list from api_keys k");
  const scopesOf = Object.fromEntries(rows.map(({ id, scopes }) => [id, scopes]));
  expect(scopesOf).toEqual({
    whole: ["coder:all"],
    app: ["coder:application_connect"],
    both: ["coder:all", "user:read"],
    modern: ["user:read"],
  });
  expect(rows.map(({ allow_list }) => allow_list)).toEqual(rows.map(() => ["user:x"]));
});

it("no statement stores a legacy scope name from then on", async () => {
  const client = await connect();
  await migrate(client, { directory: migrationsDirectory, log });
  await client.query("alter table api_keys disable trigger user");

  const insertion = client.query(
    `insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at,
       updated_at, login_type, scopes, allow_list)
     values ('k', '', $1, now(), now(), now(), now(), 'token', '{all}', '{*:*}')`,
    [userId],
  );

  await expect(insertion).rejects.toMatchObject({ constraint: "api_keys_scopes_canonical_check" });
});
