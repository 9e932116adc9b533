import { execFile } from "node:child_process";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { call, logIn } from "./support/api.ts";
import { start, temporaryFolder } from "./support/server.ts";

const clone = fileURLToPath(new URL("..", import.meta.url));

it("every command of the operator's page works as written, and the restored server knows the same people", async () => {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  const dataDir = join(folder.path, "data");
  const server = await start(dataDir);
  onTestFinished(async () => void (await server.stop()));
  await call(server.url, {
    path: "/api/v2/users/first",
    body: { username: "admin", email: "admin@example.com", password: "Meadow-lantern-4711" },
  });
  // The commands are found as they are in a clone; what they write stays in the folder.
  await symlink(join(clone, "node_modules"), join(folder.path, "node_modules"));
  const page = await readFile(join(clone, "docs", "operations", "running.md"), "utf8");
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
  const script = blocks.join("\n").replaceAll("http://127.0.0.1:3000", server.url);

  await promisify(execFile)("sh", ["-ec", script], {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: folder.path, GATEHOUSE_DATA_DIR: dataDir },
  });

  const restored = await start(join(folder.path, "restored"));
  onTestFinished(async () => void (await restored.stop()));
  expect(blocks).toHaveLength(3);
  // The page resets this password after it created the user.
  expect(await logIn(restored.url, "rescue@example.com", "Quiet-river-1905")).toMatch(/-/);
});
