import { openDatabase } from "../db/pool.ts";
import { type Reconciliation, reconcileUsage } from "../features/ai-usage/index.ts";
import { counted } from "../platform/counted.ts";
import { CommandError } from "./errors.ts";
import { type DatabasePlace, withDatabaseUrl } from "./offline.ts";

type Environment = Record<string, string | undefined>;

const dayMs = 86_400_000;

/**
 * `gatehouse reconcile-ai-costs`: computes all costs and daily totals of AI usage again, and prints both
 * sums and every difference (spec ai-prices §9.4). Reads only; fails when anything differs.
 */
export async function reconcile(place: DatabasePlace, env: Environment): Promise<void> {
  const found = await withDatabaseUrl(place, env, async ({ url, config }) => {
    const database = openDatabase({ url, maxConnections: 1, statementTimeoutMs: 3_600_000 });
    try {
      return await reconcileUsage(database.db, completeSince(config.aibridgeRetentionMs));
    } finally {
      await database.close();
    }
  });
  process.stdout.write(report(found));
  if (found.wrong_records === "0" && found.wrong_days === "0") return;
  throw new CommandError(
    `${counted(Number(found.wrong_records), "record")} and ${counted(Number(found.wrong_days), "day")} do not add up`,
  );
}

/** The first day of which no record can be purged yet; null: nothing is ever purged. */
function completeSince(keepMs: number): Date | null {
  if (keepMs <= 0) return null;
  return new Date((Math.floor((Date.now() - keepMs) / dayMs) + 1) * dayMs);
}

function report(found: Reconciliation): string {
  return [
    `records      ${found.records}`,
    `cost_micros  ${found.cost_micros}`,
    `cost_pico    ${found.cost_pico}`,
    `lost_pico    ${found.lost_pico}`,
    ...found.examples.map((example) => `differs      ${example}`),
    "",
  ].join("\n");
}
