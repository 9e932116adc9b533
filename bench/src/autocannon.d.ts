/** The part of autocannon 9 that the load scripts use; the package has no types. */
declare module "autocannon" {
  import type { EventEmitter } from "node:events";

  interface Options {
    url: string;
    connections: number;
    /** Seconds; the run ends with the first sample after them. */
    duration: number;
    /** Milliseconds between two samples. */
    sampleInt?: number;
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    timeout?: number;
  }

  interface Result {
    errors: number;
    timeouts: number;
    statusCodeStats: Record<string, { count: number }>;
  }

  type Instance = EventEmitter & PromiseLike<Result>;

  const autocannon: (options: Options) => Instance;
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default autocannon;
}
