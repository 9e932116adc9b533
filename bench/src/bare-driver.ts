import { connectionSettings } from "@gatehouse/server";
import pg from "pg";
import { percentiles } from "./load.ts";

/** A statement to run again and again. */
export interface DriverLoad {
  url: string;
  sql: string;
  parameters: unknown[];
  connections: number;
  seconds: number;
}

/** What the bare driver reached. */
export interface DriverResult {
  rate: number;
  p50: number;
  p99: number;
}

let pool: pg.Pool | null = null;

/** Baseline: the same statement through the driver alone, with as many callers. */
async function run(load: DriverLoad): Promise<DriverResult> {
  pool ??= new pg.Pool({
    connectionString: load.url,
    max: load.connections,
    options: connectionSettings,
  });
  const connections = pool;
  const times: number[] = [];
  const begun = performance.now();
  const end = begun + load.seconds * 1000;
  const caller = async (): Promise<void> => {
    for (let now = performance.now(); now < end; ) {
      await connections.query(load.sql, load.parameters);
      const then = now;
      now = performance.now();
      times.push(now - then);
    }
  };
  await Promise.all(Array.from({ length: load.connections }, caller));
  const seconds = (performance.now() - begun) / 1000;
  return { rate: times.length / seconds, ...percentiles(times) };
}

process.on("message", (load: DriverLoad) => {
  void run(load).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
