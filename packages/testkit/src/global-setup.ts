import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, migrate, startEmbedded, urlOfDatabase } from "@gatehouse/server";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { createDatabaseStatement, type TestPostgres, templateName } from "./postgres.ts";

/** What a crash may cost in tests: nothing here is meant to last. */
const throwAwaySettings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_connections: "300",
  autovacuum_naptime: "1h",
} as const;

/**
 * Starts the one PostgreSQL of a test run in a temporary directory, migrates the template database, and tells the
 * workers where it is. The returned function ends it. `GATEHOUSE_TEST_POSTGRES=system` takes the system's installation
 * instead of the packaged programs, so that other majors can be tested.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = createLog({ level: "error" });
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
  const isSystem = process.env["GATEHOUSE_TEST_POSTGRES"] === "system";
  const server = await startEmbedded({
    ...{ dataDir, log, settings: throwAwaySettings, isSuperuserExposed: true },
    ...(isSystem ? { binaries: "system" } : {}),
  });
  const releaseWatch = watchParent(server.pid, dataDir);
  const teardown = async () => {
    await server.stop();
    releaseWatch();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const postgres = {
      url: server.url,
      superuserUrl: server.superuserUrl ?? "",
      major: server.major,
    };
    await createTemplate(postgres);
    // As the product's role, as in production: migrations need no superuser.
    await migrate(urlOfDatabase(server.url, templateName), { log });
    project.provide("testPostgres", postgres);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function createTemplate(postgres: TestPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.superuserUrl });
  await client.connect();
  try {
    await client.query(createDatabaseStatement(postgres, templateName, "template template0"));
  } finally {
    await client.end();
  }
}

/**
 * Ends the server and removes its directory when this process dies without a teardown (interrupt, kill): a small
 * process sees its standard input close. Returns how to send it home.
 */
function watchParent(pid: number, dataDir: string): () => void {
  const script = `
    const alive = () => { try { process.kill(${pid}, 0); return true; } catch { return false; } };
    const clean = () => {
      if (alive()) return setTimeout(clean, 50);
      require("node:fs").rmSync(${JSON.stringify(dataDir)}, { recursive: true, force: true });
    };
    let isReleased = false;
    process.stdin.on("data", () => { isReleased = true; });
    process.stdin.on("end", () => {
      if (isReleased) return;
      if (alive()) process.kill(${pid}, "SIGINT");
      clean();
    });`;
  const watcher = spawn(process.execPath, ["-e", script], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  // Its input must not keep the run alive either.
  if (
    watcher.stdin !== null &&
    "unref" in watcher.stdin &&
    typeof watcher.stdin.unref === "function"
  ) {
    watcher.stdin.unref();
  }
  return () => watcher.stdin?.end("done");
}
