import type { Validation, WireModelPrice } from "@gatehouse/contract";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import type { Db } from "../../db/types.ts";
import { recordOperatorAudits } from "../audit/index.ts";
import { priceChangeAudits } from "./audit.ts";
import { changePrices } from "./change.ts";
import { planConstraint } from "./change-store.ts";
import { presentPrice } from "./present.ts";
import { acceptedEntries, type GivenPrice, judgeEntries } from "./rules.ts";
import { listPrices } from "./store.ts";

/** What an operator asks for; empty texts are no restriction. */
export interface PriceChoice {
  provider: string;
  model: string;
  source: "default" | "custom" | "all" | "";
}

/** Prices for an operator's command, in the order and the form of the API. */
export async function readPrices(
  db: Db,
  choice: PriceChoice,
  now: Date,
): Promise<WireModelPrice[]> {
  const everything = { asOf: null, after: null, limit: null };
  return (await listPrices(db, { ...choice, ...everything }, now)).map(presentPrice);
}

/** What came of an operator's change: everything that is wrong with it, or how many prices changed. */
export type OperatorChange =
  | { ok: true; changed: number }
  | { ok: false; validations: readonly Validation[] };

/**
 * Sets custom prices for an operator's command, by the rules of the API; audited with nobody as actor
 * (spec ai-prices §8.1). Writes nothing where anything is wrong.
 */
export async function setPricesByOperator(
  db: Db,
  prices: readonly GivenPrice[],
  now: Date,
): Promise<OperatorChange> {
  const validations = judgeEntries(prices, now);
  if (validations.length > 0) return { ok: false, validations };
  try {
    const changed = await inTransaction(db, async (tx) => {
      const changes = await changePrices(tx, acceptedEntries(prices, now), null, now);
      if (changes.length > 0) await recordOperatorAudits(tx, now, priceChangeAudits(changes));
      return changes.length;
    });
    return { ok: true, changed };
  } catch (error) {
    if (violatedConstraint(error) !== planConstraint) throw error;
    const detail = "another price is planned for one of these times";
    return { ok: false, validations: [{ field: "effective_from", detail }] };
  }
}
