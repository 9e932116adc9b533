import type { Deps } from "../../context/deps.ts";
import { deleteUsageBefore } from "./purge-store.ts";
import { horizonOf } from "./retention.ts";

const batchSize = 10_000;

/** Deletes usage records after their retention (spec ai-prices §8.5). */
export async function purgeUsage(deps: Deps): Promise<void> {
  const horizon = horizonOf(deps.config, deps.clock.now());
  if (horizon === null) return;
  while ((await deleteUsageBefore(deps.db, horizon, batchSize)) === batchSize);
}
