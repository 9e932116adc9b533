import { afterEach, expect, test } from "vitest";
import { createMetrics, type Metrics } from "./metrics.ts";

const open: Metrics[] = [];

function start(): Metrics {
  const metrics = createMetrics();
  open.push(metrics);
  return metrics;
}

afterEach(() => {
  for (const metrics of open.splice(0)) metrics.close();
});

test("requests are counted and timed by method, route and status", async () => {
  const metrics = start();

  metrics.observeRequest("GET", "/api/v2/users/{user}", 200, 0.002);
  metrics.observeRequest("GET", "/api/v2/users/{user}", 200, 0.2);
  metrics.observeRequest("GET", "/api/v2/users/{user}", 404, 0.001);

  const text = await metrics.text();
  const route = 'method="GET",route="/api/v2/users/{user}"';
  expect(text).toContain(`gatehouse_http_requests_total{${route},status="200"} 2`);
  expect(text).toContain(`gatehouse_http_requests_total{${route},status="404"} 1`);
  expect(text).toContain(`gatehouse_http_request_duration_seconds_count{${route}} 3`);
  expect(text).toContain(`gatehouse_http_request_duration_seconds_bucket{le="0.0025",${route}} 2`);
});

test("unknown routes and invented methods share one series each", async () => {
  const metrics = start();

  for (let n = 0; n < 100; n++) metrics.observeRequest(`M${n}`, "", 404, 0.001);

  const text = await metrics.text();
  expect(text.match(/^gatehouse_http_requests_total\{.*$/gm)).toEqual([
    'gatehouse_http_requests_total{method="OTHER",route="unknown",status="404"} 100',
  ]);
});

test("several instances in one process do not share numbers", async () => {
  const [first, second] = [start(), start()];

  first.countLogin("password", "failure");

  expect(await first.text()).toContain('{method="password",result="failure"} 1');
  expect(await second.text()).not.toContain("password");
});

test("watched values are read when the metrics are read", async () => {
  const metrics = start();
  let waiting = 1;
  metrics.watchPool(() => ({ total: 10, idle: 4, waiting }));
  metrics.watchHashingQueue(() => 7);
  metrics.watchEmbeddedDatabase(() => true);

  waiting = 3;
  const text = await metrics.text();

  expect(text).toContain("gatehouse_database_pool_connections 10");
  expect(text).toContain("gatehouse_database_pool_idle_connections 4");
  expect(text).toContain("gatehouse_database_pool_waiting 3");
  expect(text).toContain("gatehouse_password_hash_queue_length 7");
  expect(text).toContain("gatehouse_embedded_database_up 1");
});

test("identity lookups tell hits from misses", async () => {
  const metrics = start();

  metrics.countIdentityLookup("hit");
  metrics.countIdentityLookup("hit");
  metrics.countIdentityLookup("miss");

  const text = await metrics.text();
  expect(text).toContain('gatehouse_identity_lookups_total{result="hit"} 2');
  expect(text).toContain('gatehouse_identity_lookups_total{result="miss"} 1');
});

test("a feature can declare a counter, once", async () => {
  const metrics = start();

  const countUp = metrics.counter("price_seed_failures_total", "Failures.", ["kind"]);
  countUp("network");

  expect(await metrics.text()).toContain('gatehouse_price_seed_failures_total{kind="network"} 1');
  expect(() => metrics.counter("price_seed_failures_total", "Again.")).toThrow();
});

test("memory and event loop are always reported, under our prefix only", async () => {
  const metrics = start();

  const text = await metrics.text();
  const names = text.match(/^# TYPE (\S+)/gm) ?? [];

  expect(text).toMatch(/^gatehouse_process_resident_memory_bytes [1-9]\d{6,}$/m);
  expect(text).toMatch(/^gatehouse_event_loop_delay_seconds\{quantile="0\.99"\} \d/m);
  expect(names.every((line) => line.startsWith("# TYPE gatehouse_"))).toBe(true);
  expect(metrics.contentType).toContain("version=0.0.4");
});
