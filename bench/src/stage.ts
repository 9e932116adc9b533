import { connectRunning } from "@gatehouse/server";
import {
  type BareProcess,
  makeDataDir,
  removeDataDir,
  residentMib,
  type ServerProcess,
  startBare,
  startServer,
} from "./child.ts";
import { createOwner, seedUsers } from "./seed.ts";

/** Everything that the loads run against: the real server over 100,000 users, and the bare driver. */
export interface Stage {
  quick: boolean;
  server: ServerProcess;
  token: string;
  databaseUrl: string;
  driver: BareProcess;
  /** Resident memory in MiB of the server before any load; null where the system does not tell. */
  idleMib: number | null;
  close(): Promise<void>;
}

/** Sets the stage; about fifteen seconds. `nodeFlags` are for the server's Node.js. */
export async function setStage(quick: boolean, nodeFlags: readonly string[] = []): Promise<Stage> {
  const dataDir = await makeDataDir();
  const server = await startServer(dataDir, { nodeFlags });
  try {
    const token = await createOwner(server.address);
    const idleMib = (await residentMib(server.pid))?.now ?? null;
    const databaseUrl = await connectRunning(dataDir);
    if (databaseUrl === null) throw new Error("the embedded database does not answer");
    await seedUsers(databaseUrl);
    const driver = startBare("bare-driver");
    const close = async (): Promise<void> => {
      await driver.stop();
      await server.stop();
      await removeDataDir(dataDir);
    };
    return { quick, server, token, databaseUrl, driver, idleMib, close };
  } catch (error) {
    await server.stop();
    await removeDataDir(dataDir);
    throw error;
  }
}

/** Headers of a request with the owner's key. */
export function withKey(stage: Stage): Record<string, string> {
  return { "coder-session-token": stage.token };
}
