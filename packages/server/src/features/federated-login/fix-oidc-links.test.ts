import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const launcher = fileURLToPath(new URL("../../../bin/gatehouse.cjs", import.meta.url));
const kept = "https://kept.example";
let app: TestApp;
let owner: TestUser;

beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
beforeEach(async () => {
  await sql`delete from user_links`.execute(app.deps.db);
  for (const issuer of [kept, "https://old.example", "https://old.example"]) {
    const { id } = await createUser(app, owner);
    await sql`insert into user_links (user_id, login_type, linked_id)
      values (${id}::uuid, 'oidc', ${`${issuer}||${id}`})`.execute(app.deps.db);
  }
});
afterAll(() => app.stop());

/** Runs the built command as a process of its own, on the database of this test. */
async function run(argv: readonly string[], input = "") {
  const { HOME = "/tmp", PATH = "" } = process.env;
  // The option takes URLs with a host; the folder of the socket, which comes after it, wins.
  const url = app.databaseUrl.replace("@/", "@localhost/");
  const child = spawn(
    process.execPath,
    [launcher, "fix-oidc-links", "--postgres-url", url, ...argv],
    { env: { HOME, PATH }, stdio: ["pipe", "pipe", "pipe"] },
  );
  child.stdin.end(input);
  const closed = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { code: child.exitCode, stdout, stderr };
}

async function issuers(): Promise<string[]> {
  const { rows } = await sql<{ issuer: string }>`
    select split_part(l.linked_id, '||', 1) as issuer from user_links l order by 1`.execute(
    app.deps.db,
  );
  return rows.map(({ issuer }) => issuer);
}

const untouched = [kept, "https://old.example", "https://old.example"];

test("fix-oidc-links --dry-run shows which links stay and changes nothing", async () => {
  const { code, stdout } = await run(["--issuer-url", kept, "--dry-run"]);

  expect(code).toBe(0);
  expect(stdout).toContain(`1 link with ${kept}: kept`);
  expect(stdout).toContain("2 links with https://old.example: to be forgotten");
  expect(await issuers()).toEqual(untouched);
});

test("fix-oidc-links asks first, and without a yes nothing is changed", async () => {
  const refused = await run(["--issuer-url", kept], "no\n");
  const before = await issuers();
  const agreed = await run(["--issuer-url", kept], "yes\n");

  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("nothing is changed");
  expect(before).toEqual(untouched);
  expect(agreed.code).toBe(0);
  expect(await issuers()).toEqual(["", "", kept]);
  const audited = await sql`select 1 from audit_logs a
    where a.additional_fields ->> 'kept_issuer' = ${kept}`.execute(app.deps.db);
  expect(audited.rows).toHaveLength(1);
});

test("fix-oidc-links --force-reset-all forgets every link", async () => {
  expect((await run(["--force-reset-all", "--yes"])).code).toBe(0);
  expect(await issuers()).toEqual(["", "", ""]);
});

test.each([[[]], [["--issuer-url", kept, "--force-reset-all"]]])(
  "fix-oidc-links with %j is refused in one line: it wants one of the two",
  async (argv) => {
    const { code, stderr } = await run([...argv, "--yes"]);

    expect(code).not.toBe(0);
    expect(stderr).toContain("either --issuer-url or --force-reset-all");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(await issuers()).toEqual(untouched);
  },
);
