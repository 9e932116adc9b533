import type { AiMetrics } from "../../context/services.ts";
import type { Metrics } from "../../platform/metrics.ts";

/** Series of unpriced models; models are names that clients choose, so their number is bounded. */
const maxModels = 500;

/** Declares the numbers of AI cost control (spec ai-prices §7.6). */
export function createAiMetrics(metrics: Metrics): AiMetrics {
  const name = (rest: string) => `ai_gateway_cost_control_${rest}`;
  const blocked = metrics.counter(name("blocked_requests_total"), "Checks that said no.", [
    "group_id",
  ]);
  const unpriced = metrics.counter(
    name("unpriced_token_usage_records_total"),
    "Usage records without a cost.",
    ["provider", "provider_type", "model"],
  );
  const blockedUsers = metrics.gauge(
    name("blocked_users"),
    "Users who have reached their limit.",
    "group_id",
  );
  const durations = metrics.histogram(
    name("enforcement_duration_seconds"),
    "Time of a check.",
    "outcome",
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  );
  const seen = new Set<string>();
  return {
    countBlocked: (groupId) => blocked(groupId),
    observeCheck: (outcome, seconds) => durations(outcome, seconds),
    setBlockedUsers: (counts) => blockedUsers(counts),
    countUnpriced(provider, providerType, model) {
      const key = JSON.stringify([provider, providerType, model]);
      if (!seen.has(key) && seen.size >= maxModels) return unpriced("other", "other", "other");
      seen.add(key);
      unpriced(provider, providerType, model);
    },
  };
}
