import autocannon from "autocannon";

/** One load on one address. */
export interface Load {
  url: string;
  connections: number;
  seconds: number;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The status that counts as an answer; 200 where absent. */
  status?: number;
}

/** What a load measured. */
export interface LoadResult {
  /** Answers per second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers by status code. */
  statuses: Record<string, number>;
  /** Requests without an answer. */
  errors: number;
}

/** Keeps `connections` requests in flight for `seconds`; what is not answered then is not counted. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const { connections, url, seconds, status: _status, ...request } = load;
  const times: number[] = [];
  const shape = { connections, duration: seconds, sampleInt: 50, timeout: 30 };
  const running = autocannon({ url, ...shape, ...request });
  // The generator's own histogram has a resolution of one millisecond.
  running.on("response", (_client: unknown, _status: number, _bytes: number, ms: number) => {
    times.push(ms);
  });
  const begun = performance.now();
  const result = await running;
  const tookSeconds = (performance.now() - begun) / 1000;
  const statuses = Object.entries(result.statusCodeStats).map(
    ([code, { count }]) => [code, count] as const,
  );
  return {
    rate: times.length / tookSeconds,
    ...percentiles(times),
    statuses: Object.fromEntries(statuses),
    errors: result.errors + result.timeouts,
  };
}

/** Like `runLoad`, but any other status than the expected one is an error: a refused request costs too little to be compared. */
export async function runGoodLoad(load: Load): Promise<LoadResult> {
  const result = await runLoad(load);
  const codes = Object.keys(result.statuses).join(", ");
  if (codes !== String(load.status ?? 200) || result.errors > 0) {
    throw new Error(`${load.url} answered ${codes || "nothing"}; ${result.errors} errors`);
  }
  return result;
}

/** Median and 99th percentile of unsorted times. */
export function percentiles(times: number[]): { p50: number; p99: number } {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
