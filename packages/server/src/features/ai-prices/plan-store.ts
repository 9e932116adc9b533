import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import type { Prices } from "./cost.ts";
import type { PriceEntry } from "./rules.ts";
import { heldHistory, type PriceTexts, pricesFrom, priceTexts } from "./store.ts";

/**
 * Gives up the custom price that is planned for a time after `now`; null where none is. The caller holds the
 * lock `modelPrices`.
 */
export async function withdrawPlan(
  tx: Tx,
  plan: { provider: string; model: string; effectiveFrom: string },
  actorId: string,
  now: Date,
): Promise<{ id: string; before: Prices; effective_from: Date } | null> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await sql<{ id: string; effective_from: Date } & PriceTexts>`
    with plan as (
      select h.* from ${heldHistory} h
      where h.provider = ${plan.provider} and h.model = ${plan.model} and h.source = 'custom'
        and h.effective_from = ${plan.effectiveFrom}::timestamptz(3) and h.effective_from > ${at}
    ), gone as (
      insert into ai_model_price_withdrawals (entry_id, withdrawn_at, actor_id)
      select p.id, ${at}, ${actorId}::uuid from plan p
    )
    select p.id, p.effective_from, ${priceTexts("p")} from plan p`.execute(tx);
  const [row] = rows;
  if (row === undefined) return null;
  return { id: row.id, before: pricesFrom(row), effective_from: row.effective_from };
}

/** Of some entries those whose time is taken by a plan, each as the JSON of `[provider, model]`. */
export async function findPlans(
  handle: Handle,
  entries: readonly Pick<PriceEntry, "provider" | "model" | "effective_from">[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ provider: string; model: string; effective_from: Date }>`
    select h.provider, h.model, h.effective_from
    from unnest(${entries.map((each) => each.provider)}::text[],
                ${entries.map((each) => each.model)}::text[],
                ${entries.map((each) => each.effective_from)}::timestamptz(3)[])
      as e(provider, model, effective_from)
    join ${heldHistory} h on h.provider = e.provider and h.model = e.model
      and h.source = 'custom' and h.effective_from >= e.effective_from
      and h.effective_from < e.effective_from + interval '1 second'`.execute(handle);
  return new Set(rows.map((row) => JSON.stringify([row.provider, row.model])));
}
