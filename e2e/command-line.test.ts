import { copyFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, logIn } from "./support/api.ts";
import { run, runUnread, type Server, start, temporaryFolder } from "./support/server.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dataDir: string;
let server: Server;

beforeAll(async () => {
  folder = await temporaryFolder();
  dataDir = `${folder.path}/data`;
  server = await start(dataDir);
});

afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe("the launcher", () => {
  it("explains itself", async () => {
    const { code, stderr, stdout } = await run(["--help"], dataDir);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["server", "create-admin", "reset-password", "backup"])
      expect(stdout).toContain(word);
  });

  it("lists every option of the server with its variables", async () => {
    const { code, stdout } = await run(["server", "--help"], dataDir);

    expect(code).toBe(0);
    expect(stdout).toContain("--postgres-url");
    expect(stdout).toContain("GATEHOUSE_HTTP_ADDRESS, CODER_HTTP_ADDRESS");
  });

  it("does not mind that nobody reads on", async () => {
    const { code, stderr } = await runUnread(["server", "--help"], dataDir);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each([
    { argv: ["--no-such-option"] },
    { argv: ["server", "--no-such-option"] },
    { argv: ["server", "--http-address=nowhere"] },
    { argv: ["create-admin", "--username", "Not A Name", "--email", "a@example.com"] },
    { argv: ["reset-password", "nobody"] },
    { argv: ["backup", "/no/such/directory/file"] },
    { argv: ["restore"] },
  ])("refuses $argv with one line and status 1", async ({ argv }) => {
    const { code, stderr, stdout } = await run(argv, dataDir);

    expect(code).toBe(1);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toMatch(/^gatehouse: /);
    expect(stdout).toBe("");
  });
});

describe("a second server", () => {
  it("is refused on the same data directory with a message that names it", async () => {
    const { code, stderr } = await run(["server", "--http-address=127.0.0.1:0"], dataDir);

    expect(code).toBe(1);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toContain(dataDir);
  });

  it("is refused on a taken port with advice, and gives its own data directory free again", async () => {
    const other = await temporaryFolder();
    const { host } = new URL(server.url);

    const { code, stderr } = await run(["server", `--http-address=${host}`], `${other.path}/data`);
    const next = await start(`${other.path}/data`);

    expect(code).toBe(1);
    expect(stderr).toContain(`${host} is in use`);
    expect(stderr).toContain("--http-address");
    expect((await next.stop()).code).toBe(0);
    await other.remove();
  });
});

describe("the operator's commands", () => {
  const first = "Meadow-lantern-4711";
  const second = "Harbour-violin-2024";
  const createAdmin = (name: string, directory: string) =>
    run(
      [
        "create-admin",
        "--username",
        name,
        "--email",
        `${name}@example.com`,
        "--password-file",
        "-",
      ],
      directory,
      `${first}\n`,
    );

  it("create an administrator beside a running server", async () => {
    const { code, stderr, stdout } = await createAdmin("admin", dataDir);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("created the administrator admin\n");
    const token = await logIn(server.url, "admin@example.com", first);
    const { body } = await call(server.url, { path: "/api/v2/users/me/roles", token });
    expect(body["roles"]).toEqual(["owner"]);
  });

  it("reset a password beside a running server, which ends the sessions at once", async () => {
    const token = await logIn(server.url, "admin@example.com", first);

    const { code, stderr } = await run(
      ["reset-password", "admin", "--password-file", "-"],
      dataDir,
      `${second}\n`,
    );

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const old = await call(server.url, { path: "/api/v2/users/me", token });
    expect(old.status).toBe(401);
    expect(await logIn(server.url, "admin@example.com", second)).not.toBe("");
  });

  it("work while no server runs, and leave no database behind", async () => {
    const other = await temporaryFolder();
    const directory = `${other.path}/data`;

    const created = await createAdmin("offline", directory);
    const reset = await run(
      ["reset-password", "offline@example.com", "--password-file", "-"],
      directory,
      second,
    );
    const later = await start(directory);
    const token = await logIn(later.url, "offline@example.com", second);

    expect([created.code, reset.code]).toEqual([0, 0]);
    expect(token).not.toBe("");
    expect(later.output.stdout).not.toContain("users/first");
    await later.stop();
    await other.remove();
  });

  it("refuse a weak password and a name that is taken with one line", async () => {
    const weak = await run(
      ["create-admin", "--username", "weak", "--email", "weak@example.com", "--password-file", "-"],
      dataDir,
      "password\n",
    );
    const taken = await createAdmin("admin", dataDir);

    for (const { code, stderr } of [weak, taken]) {
      expect(code).toBe(1);
      expect(lines(stderr)).toHaveLength(1);
    }
  });
});

describe("backup and restore", () => {
  it("carry a running server's data into a new data directory, sessions included", async () => {
    const { path, remove } = await temporaryFolder();
    const first = "Meadow-lantern-4711";
    const source = await start(`${path}/source`);
    const file = `${path}/saved.backup`;
    const admin = ["--username", "keeper", "--email", "keeper@example.com"];
    const made = ["create-admin", ...admin, "--password-file", "-"];
    await run(made, `${path}/source`, `${first}\n`);
    const token = await logIn(source.url, "keeper@example.com", first);

    const saved = await run(["backup", file], `${path}/source`);
    await source.stop();
    const restored = await run(["restore", file], `${path}/target`);
    const again = await run(["restore", file], `${path}/target`);

    expect(saved.code).toBe(0);
    expect(saved.stdout).toMatch(/^saved [\d,]+ rows of \d+ tables to .*saved\.backup/);
    expect(restored.code).toBe(0);
    expect(restored.stdout).toMatch(/^restored [\d,]+ rows as of 2\d{3}-/);
    const [, digest = "none"] =
      /with the key ([0-9a-f]{7}), which is not in it/.exec(saved.stdout) ?? [];
    expect(saved.stdout).toContain(`${path}/source/encryption-key`);
    expect(restored.stdout).toContain(`encryption keys ${digest}`);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("the database is not empty");
    const keyless = await run(["server", "--http-address=127.0.0.1:0"], `${path}/target`);
    expect(keyless.code).toBe(1);
    expect(keyless.stderr).toContain(digest);
    await copyFile(`${path}/source/encryption-key`, `${path}/target/encryption-key`);
    const target = await start(`${path}/target`);
    const { body } = await call(target.url, { path: "/api/v2/users/me", token });
    expect(body["username"]).toBe("keeper");
    await target.stop();
    await remove();
  });
});
