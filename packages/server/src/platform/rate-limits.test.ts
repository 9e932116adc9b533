import { afterEach, expect, test } from "vitest";
import { createMetrics, type Metrics } from "./metrics.ts";
import { watchRateLimits } from "./rate-limits.ts";

let metrics: Metrics | null = null;
afterEach(() => metrics?.close());

async function shownAfter(headers: Record<string, string>): Promise<string[]> {
  metrics = createMetrics();
  watchRateLimits(metrics, "github-login", () => 1_700_000_000_500)(new Headers(headers));
  const text = await metrics.text();
  return text.split("\n").filter((line) => line.startsWith("coderd_oauth2_external_requests_rate"));
}

const labels = 'name="github-login",resource="core"';
const prefix = "coderd_oauth2_external_requests_rate_limit";

test("GitHub's rate limits are shown by resource", async () => {
  const lines = await shownAfter({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-used": "12",
    "x-ratelimit-remaining": "4988",
    "x-ratelimit-reset": "1700000060",
    "x-ratelimit-resource": "core",
  });

  expect(lines).toEqual([
    `${prefix}{${labels}} 5000`,
    `${prefix}_used{${labels}} 12`,
    `${prefix}_remaining{${labels}} 4988`,
    `${prefix}_next_reset_unix{${labels}} 1700000060`,
    `${prefix}_reset_in_seconds{${labels}} 60`,
  ]);
});

test("an answer without rate limits, or with nonsense, shows nothing, and invented resources share one series", async () => {
  expect(await shownAfter({})).toEqual([]);
  expect(await shownAfter({ "x-ratelimit-limit": "-1", "x-ratelimit-used": "NaN" })).toEqual([]);
  expect(await shownAfter({ "x-ratelimit-limit": "1", "x-ratelimit-resource": 'a"b' })).toEqual([
    `${prefix}{name="github-login",resource="other"} 1`,
  ]);
});
