import { ApiError } from "@gatehouse/contract";
import { siteObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import {
  auditTarget,
  authorize,
  nothingChanged,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordAudit, recordAudits } from "../audit/index.ts";
import { auditedPrices, modelTarget, priceChangeAudits } from "./audit.ts";
import { changePrices } from "./change.ts";
import {
  applyDuePrices,
  type PriceChange,
  planConstraint,
  removeCustomPrice,
} from "./change-store.ts";
import { findPlans, withdrawPlan } from "./plan-store.ts";
import { acceptedEntries, type GivenPrice, judgeEntries } from "./rules.ts";

/** Whoever may not change prices learns nothing about what would be wrong with his body. */
function guard(_deps: Deps, ctx: RequestContext): void {
  auditTarget(ctx, { ...modelTarget(nilUuid, "model prices"), action: "write" });
  authorize(ctx, "update", siteObject("ai_model_price"), "forbidden");
}

/** `POST /api/experimental/ai/model-prices` (spec ai-prices §8.1). */
export const setModelPricesExperimental: GuardedHandler<"setModelPricesExperimental"> = {
  guard,
  handle: (deps, ctx, { body }) => setPrices(deps, ctx, body.prices),
};

/** `POST /api/v2/ai/model-prices`: entries may begin later (spec ai-prices §9.1). */
export const setModelPrices: GuardedHandler<"setModelPrices"> = {
  guard,
  handle: (deps, ctx, { body }) => setPrices(deps, ctx, body.prices),
};

async function setPrices(
  deps: Deps,
  ctx: RequestContext,
  prices: readonly GivenPrice[],
): Promise<undefined> {
  const validations = judgeEntries(prices, ctx.now);
  if (validations.length > 0) throw new ApiError("validation_failed", { validations });
  const entries = acceptedEntries(prices, ctx.now);
  const actorId = requireActor(ctx).user.id;
  try {
    await inTransaction(deps.db, async (tx) => {
      const changes = await changePrices(tx, entries, actorId, ctx.now);
      await auditChanges(tx, ctx, changes);
    });
  } catch (error) {
    if (violatedConstraint(error) !== planConstraint) throw error;
    throw new ApiError("conflict", {
      message: "A price for this time has been planned already. Choose another time.",
      validations: await plannedFields(deps, prices),
    });
  }
  return undefined;
}

/** The entries whose time is taken; all planned ones when the other plan is gone again. */
async function plannedFields(deps: Deps, prices: readonly GivenPrice[]) {
  const planned = prices.flatMap(({ provider, model, effective_from }, index) =>
    effective_from === undefined ? [] : [{ provider, model, effective_from, index }],
  );
  const taken = await findPlans(deps.db, planned);
  const named = planned.filter(({ provider, model }) =>
    taken.has(JSON.stringify([provider, model])),
  );
  return (named.length > 0 ? named : planned).map(({ index }) => ({
    field: `prices[${index}].effective_from`,
    detail: "another price of this model is planned for this time",
  }));
}

async function auditChanges(
  tx: Parameters<typeof recordAudits>[0],
  ctx: RequestContext,
  changes: readonly PriceChange[],
): Promise<void> {
  if (changes.length === 0) return nothingChanged(ctx);
  return recordAudits(tx, ctx, priceChangeAudits(changes));
}

/**
 * `DELETE /api/v2/ai/model-prices`: back to the price of the book (spec ai-prices §9.1), or with `effective_from`
 * gives up what is planned for that time.
 */
export const deleteModelPrice: GuardedHandler<"deleteModelPrice"> = {
  guard: (_deps, ctx) => {
    auditTarget(ctx, { ...modelTarget(nilUuid, "model price"), action: "delete" });
    authorize(ctx, "update", siteObject("ai_model_price"), "forbidden");
  },
  handle: async (deps, ctx, { query }) => {
    const { provider, model, source, effective_from: effectiveFrom } = query;
    if (source === "default") {
      const detail = "prices of the book cannot be deleted";
      throw new ApiError("refused", { validations: [{ field: "source", detail }] });
    }
    const key = { provider, model };
    const actorId = requireActor(ctx).user.id;
    await inTransaction(deps.db, async (tx) => {
      await advisoryLock(tx, "modelPrices");
      await applyDuePrices(tx, ctx.now);
      const gone =
        effectiveFrom === undefined
          ? await removeCustomPrice(tx, key, actorId, ctx.now)
          : await withdrawPlan(tx, { ...key, effectiveFrom }, actorId, ctx.now);
      if (gone === null) throw new ApiError("not_found");
      const time = "effective_from" in gone ? { effective_from: gone.effective_from } : {};
      await recordAudit(tx, ctx, {
        ...modelTarget(gone.id, `${provider}/${model}`),
        action: "delete",
        old: { ...auditedPrices(gone.before), ...time },
        new: null,
      });
    });
    return undefined;
  },
};
