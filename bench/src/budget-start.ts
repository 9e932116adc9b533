import { makeDataDir, removeDataDir, startServer } from "./child.ts";
import { type Finding, summarize } from "./report.ts";

/** Starts on empty data directories, and again on the same ones. */
export async function measureStart(quick: boolean): Promise<Finding[]> {
  const empty: number[] = [];
  const existing: number[] = [];
  for (let round = 0; round < (quick ? 3 : 5); round++) {
    const dataDir = await makeDataDir();
    try {
      empty.push(await startOnce(dataDir));
      existing.push(await startOnce(dataDir));
    } finally {
      await removeDataDir(dataDir);
    }
  }
  return [
    startFinding("ready on an existing data directory", existing, 1500),
    startFinding("ready on an empty data directory", empty, 4000),
  ];
}

async function startOnce(dataDir: string): Promise<number> {
  const server = await startServer(dataDir);
  await server.stop();
  return server.readyMs;
}

function startFinding(what: string, times: readonly number[], limitMs: number): Finding {
  return {
    ...{ budget: "start", what, ours: `${times.length} starts`, baseline: "", unit: "ms" },
    ...summarize(times),
    limit: { at: "most", value: limitMs },
  };
}
