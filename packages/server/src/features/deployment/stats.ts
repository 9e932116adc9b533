import type { WireDeploymentStats } from "@gatehouse/contract";
import type { StatsCollector } from "../../context/services.ts";
import type { Clock } from "../../platform/clock.ts";
import { wireTime } from "../../platform/wire-time.ts";

const periodMs = 15 * 60_000;
const intervalMs = 60_000;
const noLatency = -1;

/**
 * Creates the collector. There are no workspaces in this release: their numbers are zero, and there is
 * no latency to tell.
 */
export function createStatsCollector(clock: Clock): StatsCollector {
  let latest: WireDeploymentStats | null = null;
  return {
    latest: () => latest,
    collect() {
      const now = clock.now();
      const at = (offsetMs: number): string => wireTime(new Date(now.getTime() + offsetMs));
      latest = {
        aggregated_from: at(-periodMs),
        collected_at: at(0),
        next_update_at: at(intervalMs),
        workspaces: {
          pending: 0,
          building: 0,
          running: 0,
          failed: 0,
          stopped: 0,
          connection_latency_ms: { P50: noLatency, P95: noLatency },
          rx_bytes: 0,
          tx_bytes: 0,
        },
        session_count: { vscode: 0, ssh: 0, jetbrains: 0, reconnecting_pty: 0 },
      };
    },
  };
}
