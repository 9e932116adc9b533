import type { Config } from "../../platform/config/load.ts";

/** The time before which records are purged; null: they are kept for ever (spec ai-prices §8.5). */
export function horizonOf(config: Pick<Config, "aibridgeRetentionMs">, now: Date): Date | null {
  const keepMs = config.aibridgeRetentionMs;
  return keepMs > 0 ? new Date(now.getTime() - keepMs) : null;
}
