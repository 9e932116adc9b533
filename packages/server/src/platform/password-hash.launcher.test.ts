import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultHashConcurrency } from "./password-hash.ts";

const launcher = fileURLToPath(new URL("../../bin/gatehouse.cjs", import.meta.url));
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gatehouse-launcher-"));
  mkdirSync(join(root, "bin"));
  mkdirSync(join(root, "dist"));
  cpSync(launcher, join(root, "bin/gatehouse.cjs"));
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function launch(program: string, environment: Record<string, string> = {}): string {
  writeFileSync(join(root, "dist/main.js"), program);
  const { UV_THREADPOOL_SIZE: _inherited, ...env } = process.env;
  const options = { encoding: "utf8", env: { ...env, ...environment } } as const;
  return execFileSync(process.execPath, [join(root, "bin/gatehouse.cjs"), "server"], options);
}

test("the launcher gives hashing its slots plus four threads and passes the arguments on", () => {
  const size = launch("console.log(process.env.UV_THREADPOOL_SIZE, process.argv[2])");

  expect(size.trim()).toBe(`${defaultHashConcurrency() + 4} server`);
});

test("an operator's own size of the thread pool is respected", () => {
  const size = launch("console.log(process.env.UV_THREADPOOL_SIZE)", { UV_THREADPOOL_SIZE: "9" });

  expect(size.trim()).toBe("9");
});

test.runIf(process.platform === "linux")(
  "the size takes effect although it is set by the running program",
  () => {
    const countThreads = `
    import { readdirSync } from "node:fs";
    import { pbkdf2 } from "node:crypto";
    await new Promise((resolve) => pbkdf2("a", "b", 1, 8, "sha256", resolve));
    console.log(readdirSync("/proc/self/task").length);`;

    const own = Number(launch(countThreads));
    const one = Number(launch(countThreads, { UV_THREADPOOL_SIZE: "1" }));

    expect(own - one).toBe(defaultHashConcurrency() + 4 - 1);
  },
);
