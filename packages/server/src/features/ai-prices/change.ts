import { advisoryLock } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";
import { applyDuePrices, type PriceChange, writeCustomPrices } from "./change-store.ts";
import type { PriceEntry } from "./rules.ts";

/**
 * Writes custom prices one writer at a time, with their history; gives what changed. The caller audits
 * it. Violates `planConstraint`.
 */
export async function changePrices(
  tx: Tx,
  entries: readonly PriceEntry[],
  actorId: string | null,
  now: Date,
): Promise<PriceChange[]> {
  await advisoryLock(tx, "modelPrices");
  await applyDuePrices(tx, now);
  return writeCustomPrices(tx, entries, actorId, now);
}
