import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** State of a database connection pool. */
export interface PoolState {
  /** Open connections. */
  readonly total: number;
  /** Open connections that nobody uses. */
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

/** Counts up a metric that a feature declared; labels in the declared order. */
export type CountUp = (...labels: string[]) => void;

/** Sets a number that a feature declared; labels in the declared order. */
export type SetLevel = (value: number, ...labels: string[]) => void;

/** Replaces all series of a gauge with one label: value by label. */
export type SetAll = (values: ReadonlyMap<string, number>) => void;

/** Records a duration in seconds under a label. */
export type Observe = (label: string, seconds: number) => void;

/** The numbers of one server instance; nothing is global, so several instances live in one process. */
export interface Metrics {
  /**
   * Records one answered request; cheap enough for every request (under 1 µs).
   * `routePattern` is the route of the contract, never the path: paths are unbounded. Empty for an unknown route.
   */
  observeRequest(method: string, routePattern: string, status: number, seconds: number): void;
  /** Records whether the identity of a request came from the cache. */
  countIdentityLookup(result: "hit" | "miss"): void;
  /** Records a login; `method` is a login type, `result` for example `success`, `failure`, `refused`. */
  countLogin(method: string, result: string): void;
  /** Reads the state of the pool whenever the metrics are read. */
  watchPool(read: () => PoolState): void;
  /** Reads how many password hashes wait whenever the metrics are read. */
  watchHashingQueue(read: () => number): void;
  /** Reads whether the embedded database runs whenever the metrics are read; without it there is no such metric. */
  watchEmbeddedDatabase(read: () => boolean): void;
  /**
   * Declares a counter of a feature; `name` without prefix, ending in `_total`, or a whole name of the peer (`coderd_…`)
   * that dashboards know. Labels must have few values and no secrets. Throws when the name is taken.
   */
  counter(name: string, help: string, labelNames?: readonly string[]): CountUp;
  /** Declares a gauge of a feature whose series are set one by one. */
  level(name: string, help: string, labelNames: readonly string[]): SetLevel;
  /** Declares a gauge of a feature whose series are replaced as a whole. */
  gauge(name: string, help: string, labelName: string): SetAll;
  /** Declares a histogram of durations of a feature; bounds in seconds. */
  histogram(name: string, help: string, labelName: string, bounds: readonly number[]): Observe;
  /** Content type of `text`. */
  readonly contentType: string;
  /** All numbers in the text format of Prometheus 0.0.4. */
  text(): Promise<string>;
  /** Stops watching the event loop. Idempotent. */
  close(): void;
}

const prefix = "gatehouse_";
const peerPrefix = "coderd_";
const samplingMs = 10;

const fullName = (name: string) => (name.startsWith(peerPrefix) ? name : prefix + name);

/** Makes the metrics of one server instance. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const delay = monitorEventLoopDelay({ resolution: samplingMs });
  delay.enable();
  const count = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Counter({ name: fullName(name), help, labelNames, registers: [registry] });
  const watch = (name: string, help: string, read: () => number) =>
    void new Gauge({
      name: fullName(name),
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  registerProcess(watch);
  registerEventLoop(registry, delay);
  const identities = count("identity_lookups_total", "Identities by source.", ["result"]);
  const logins = count("login_attempts_total", "Logins by method and result.", [
    "method",
    "result",
  ]);
  const lookups = { hit: identities.labels("hit"), miss: identities.labels("miss") };

  return {
    observeRequest: requestObserver(registry),
    countIdentityLookup: (result) => lookups[result].inc(),
    countLogin: (method, result) => logins.labels(method, result).inc(),
    watchPool(read) {
      watch("database_pool_connections", "Open connections.", () => read().total);
      watch("database_pool_idle_connections", "Unused connections.", () => read().idle);
      watch("database_pool_waiting", "Statements waiting for one.", () => read().waiting);
    },
    watchHashingQueue: (read) => watch("password_hash_queue_length", "Hashes that wait.", read),
    watchEmbeddedDatabase: (read) =>
      watch("embedded_database_up", "1 while the embedded database runs.", () => Number(read())),
    counter(name, help, labelNames) {
      const counter = count(name, help, labelNames);
      return (...labels) => counter.labels(...labels).inc();
    },
    level(name, help, labelNames) {
      const gauge = new Gauge({ name: fullName(name), help, labelNames, registers: [registry] });
      return (value, ...labels) => gauge.labels(...labels).set(value);
    },
    gauge(name, help, labelName) {
      const settings = { name: fullName(name), help, labelNames: [labelName] };
      const gauge = new Gauge({ ...settings, registers: [registry] });
      return (values) => {
        gauge.reset();
        for (const [label, value] of values) gauge.labels(label).set(value);
      };
    },
    histogram(name, help, labelName, bounds) {
      const settings = {
        name: fullName(name),
        help,
        labelNames: [labelName],
        buckets: [...bounds],
      };
      const histogram = new Histogram({ ...settings, registers: [registry] });
      return (label, seconds) => histogram.labels(label).observe(seconds);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close: () => void delay.disable(),
  };
}

const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function requestObserver(registry: Registry): Metrics["observeRequest"] {
  const requests = new Counter({
    name: `${prefix}http_requests_total`,
    help: "Answered requests.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: `${prefix}http_request_duration_seconds`,
    help: "Time from the first byte of the request to the last of the answer.",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  // Resolving labels costs more than counting; routes times statuses are few, so each pair is resolved once.
  const resolved = new Map<
    string,
    { count: { inc(): void }; time: { observe(s: number): void } }
  >();

  return (method, routePattern, status, seconds) => {
    const id = `${method} ${status} ${routePattern}`;
    let series = resolved.get(id);
    if (series === undefined) {
      const verb = knownMethods.has(method) ? method : "OTHER";
      const route = routePattern === "" ? "unknown" : routePattern;
      const count = requests.labels(verb, route, String(status));
      series = { count, time: durations.labels(verb, route) };
      // A method of the client's invention must not fill the memory.
      if (verb === method) resolved.set(id, series);
    }
    series.count.inc();
    series.time.observe(seconds);
  };
}

type Watch = (name: string, help: string, read: () => number) => void;

function registerProcess(watch: Watch): void {
  const startSeconds = Math.floor(Date.now() / 1000 - process.uptime());
  watch("process_start_time_seconds", "Start of the process, Unix time.", () => startSeconds);
  watch("process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());
  watch("process_heap_used_bytes", "Used heap.", () => process.memoryUsage().heapUsed);
  watch("process_cpu_seconds", "Processor time so far, user and system.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
}

function registerEventLoop(registry: Registry, delay: IntervalHistogram): void {
  void new Gauge({
    name: `${prefix}event_loop_delay_seconds`,
    help: "Delay of the event loop since the metrics were last read.",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      for (const quantile of [0.5, 0.99, 1]) {
        // The samples are distances between timer ticks, so an idle loop shows the sampling interval itself.
        const lateMs = Math.max(0, delay.percentile(quantile * 100) / 1e6 - samplingMs);
        this.set({ quantile: String(quantile) }, lateMs / 1000);
      }
      delay.reset();
    },
  });
}
