import type { Metrics } from "./metrics.ts";

const resourceForm = /^[a-z_]{1,40}$/;

/**
 * Shows how much of GitHub's rate limits is used, from the headers of its answers (spec federated-login §9.2). Returned is
 * what takes the headers; answers without them change nothing.
 */
export function watchRateLimits(
  metrics: Pick<Metrics, "level">,
  name: string,
  nowMs: () => number,
): (headers: Headers) => void {
  const gauge = (suffix: string, help: string) =>
    metrics.level(`coderd_oauth2_external_requests_rate_limit${suffix}`, help, [
      "name",
      "resource",
    ]);
  const limit = gauge("", "Requests that a provider allows in an interval.");
  const used = gauge("_used", "Requests that the interval has seen.");
  const remaining = gauge("_remaining", "Requests that the interval still allows.");
  const reset = gauge("_next_reset_unix", "Unix time of the next interval.");
  const resetIn = gauge(
    "_reset_in_seconds",
    "Seconds until the next interval, at the last answer.",
  );

  return (headers) => {
    const told = headers.get("x-ratelimit-resource") ?? "";
    const resource = resourceForm.test(told) ? told : "other";
    const read = (field: string): number | null => {
      const text = headers.get(`x-ratelimit-${field}`) ?? "";
      return /^\d{1,15}$/.test(text) ? Number(text) : null;
    };
    const show = (set: typeof limit, value: number | null) => {
      if (value !== null) set(value, name, resource);
    };
    show(limit, read("limit"));
    show(used, read("used"));
    show(remaining, read("remaining"));
    const resetAt = read("reset");
    show(reset, resetAt);
    show(resetIn, resetAt === null ? null : Math.max(0, resetAt - Math.floor(nowMs() / 1000)));
  };
}
