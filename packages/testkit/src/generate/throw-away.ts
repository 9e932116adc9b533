import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, migrate, startEmbedded } from "@gatehouse/server";

/**
 * Starts a PostgreSQL in a temporary directory, migrates it, gives its URL to `use`, and removes it again, also when
 * the process is told to end meanwhile. `GATEHOUSE_TEST_POSTGRES=system` takes the system's programs.
 */
export async function withMigratedDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const log = createLog({ level: "error" });
  const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-generate-"));
  const isSystem = process.env["GATEHOUSE_TEST_POSTGRES"] === "system";
  const server = await startEmbedded({
    ...{ dataDir, log, settings: { fsync: "off", synchronous_commit: "off" } },
    ...(isSystem ? { binaries: "system" } : {}),
  });
  const remove = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const onSignal = () => {
    void remove().finally(() => process.exit(1));
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    await migrate(server.url, { log });
    return await use(server.url);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await remove();
  }
}
