import { execFile } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { must, send } from "../support/http.ts";
import { firstUser, type Person, silentUser } from "../support/people.ts";
import { until } from "../support/poll.ts";
import { makeFolder, type ServerProcess, startServer } from "../support/server.ts";
import type { PartReport } from "./report.ts";

const run = promisify(execFile);
const sizeMib = 192;

/** (d) A full disk and a read-only data directory: a clear error, nothing corrupted, and work goes on afterwards. */
export async function disk(): Promise<PartReport> {
  const folder = join(await makeFolder(), "small");
  await mkdir(folder, { mode: 0o755 });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${sizeMib}m,mode=755`, "tmpfs", folder]);
  } catch {
    return { lines: ["disk: left out: only root may mount a small file system"], faults: [] };
  }
  const report: PartReport = { lines: [], faults: [] };
  try {
    await fullDisk(folder, report);
    await readOnly(folder, report);
  } finally {
    await run("umount", ["-l", folder]);
  }
  return report;
}

async function fullDisk(folder: string, report: PartReport): Promise<void> {
  const server = await startServer([
    "--data-dir",
    join(folder, "data"),
    "--dangerous-disable-rate-limits",
  ]);
  const keeper = await firstUser(server.address);
  const kept: string[] = [];
  for (let number = 0; number < 20; number += 1)
    kept.push(await create(server, keeper, `before-${number}`));
  await fill(join(folder, "ballast"));
  const statuses = new Map<number, number>();
  for (let number = 0; number < 400; number += 1) {
    const answer = await attempt(server, keeper, `during-${number}`);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 201) kept.push(`during-${number}`);
    else if (!/^\{"message":"/.test(answer.text)) {
      report.faults.push(
        `disk: a full disk was answered without the envelope: ${answer.text.slice(0, 200)}`,
      );
      break;
    }
    if ((statuses.get(500) ?? 0) + (statuses.get(503) ?? 0) > 20) break;
  }
  await rm(join(folder, "ballast"));
  await until("writes work again once there is room", 30_000, async () => {
    return (await attempt(server, keeper, `after-${Date.now()}`)).status === 201;
  }).catch((error: Error) => report.faults.push(`disk: ${error.message}`));
  for (const username of kept) {
    const path = `/users/${username}`;
    await must(server.address, "GET", path, { token: keeper.token }).catch(() => {
      report.faults.push(`disk: ${username} was acknowledged and is lost`);
    });
  }
  if (!server.isRunning())
    report.faults.push(`disk: the server ended:\n${server.output().slice(-1000)}`);
  await server.stop();
  const told = [...statuses].map(([status, count]) => `${status}: ${count}`).join(", ");
  report.lines.push(
    `disk: full: writes answered ${told}; all ${kept.length} acknowledged users kept`,
  );
}

async function readOnly(folder: string, report: PartReport): Promise<void> {
  await run("mount", ["-o", "remount,ro", folder]);
  const refused = await startServer(["--data-dir", join(folder, "data")]).then(
    async (server) => {
      await server.stop();
      return null;
    },
    (error: Error) => error.message,
  );
  await run("mount", ["-o", "remount,rw", folder]);
  if (refused === null) report.faults.push("disk: a server started on a read-only data directory");
  else if (!/read-only|EROFS|cannot be written|not writable/i.test(refused)) {
    report.faults.push(
      `disk: a read-only data directory is not named as the reason: ${refused.slice(-500)}`,
    );
  }
  const server = await startServer(["--data-dir", join(folder, "data")]);
  const files = await readdir(join(folder, "data"));
  if (!files.some((name) => name.startsWith("pg"))) report.faults.push("disk: the cluster is gone");
  await server.stop();
  report.lines.push("disk: read-only: refused with a reason, works again afterwards");
}

async function fill(file: string): Promise<void> {
  const block = Buffer.alloc(1024 * 1024);
  for (let size = block.length; size >= 4096; size = size >> 1) {
    try {
      for (;;) await writeFile(file, block.subarray(0, size), { flag: "a" });
    } catch {
      // No room for a block of this size; smaller ones may fit.
    }
  }
}

async function create(server: ServerProcess, keeper: Person, username: string): Promise<string> {
  await must(server.address, "POST", "/users", { token: keeper.token, body: silentUser(username) });
  return username;
}

async function attempt(server: ServerProcess, keeper: Person, username: string) {
  const answer = await send(
    server.address,
    {
      ...{
        method: "POST",
        path: "/api/v2/users",
        headers: { "coder-session-token": keeper.token },
      },
      body: Buffer.from(JSON.stringify(silentUser(username))),
    },
    35_000,
  );
  return { status: answer.status, text: answer.body.toString() };
}
