import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { acquireOwnerLock, livingOwner } from "./owner-lock.ts";

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "gatehouse-lock-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function writeOwner(directory: string, number: number, target: string): Promise<void> {
  await mkdir(join(directory, "owner"), { recursive: true });
  await symlink(target, join(directory, "owner", String(number)));
}

function pidOfDeadProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

it("a second owner is refused with the pid of the first", async () => {
  const directory = await makeDirectory();
  await acquireOwnerLock(directory);

  const second = acquireOwnerLock(directory);

  await expect(second).rejects.toMatchObject({
    code: "owned",
    message: expect.stringContaining(`pid ${process.pid};`),
  });
});

it("a released directory can be taken again", async () => {
  const directory = await makeDirectory();

  for (let round = 0; round < 3; round += 1) {
    const lock = await acquireOwnerLock(directory);
    await lock.release();
    await lock.release();
  }

  expect(await livingOwner(directory)).toBeNull();
  expect(await readdir(join(directory, "owner"))).toHaveLength(1);
});

it("the lock of a dead process is taken over", async () => {
  const directory = await makeDirectory();
  await writeOwner(directory, 7, `${pidOfDeadProcess()}:`);

  await acquireOwnerLock(directory);

  expect(await livingOwner(directory)).toBe(process.pid);
});

it.runIf(process.platform === "linux")(
  "the lock of a dead process is taken over although another process has its pid now",
  async () => {
    const directory = await makeDirectory();
    await writeOwner(directory, 1, `${process.pid}:00000000-1`);

    await acquireOwnerLock(directory);

    expect(await livingOwner(directory)).toBe(process.pid);
  },
);

it("of many that find a dead owner exactly one takes over", async () => {
  const dead = pidOfDeadProcess();
  for (let round = 0; round < 20; round += 1) {
    const directory = await makeDirectory();
    await writeOwner(directory, 3, `${dead}:`);

    const attempts = await Promise.allSettled(
      Array.from({ length: 12 }, () => acquireOwnerLock(directory)),
    );

    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});

it("a number left by one that was too slow does not take the directory from its owner", async () => {
  const directory = await makeDirectory();
  await writeOwner(directory, 5, `${pidOfDeadProcess()}:`);
  await acquireOwnerLock(directory);

  await writeOwner(directory, 4, `${pidOfDeadProcess()}:`);

  await expect(acquireOwnerLock(directory)).rejects.toMatchObject({ code: "owned" });
});
