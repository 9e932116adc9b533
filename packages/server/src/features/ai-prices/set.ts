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
      validations: plannedFields(prices),
    });
  }
  return undefined;
}

function plannedFields(prices: readonly GivenPrice[]) {
  return prices.flatMap(({ effective_from }, index) =>
    effective_from === undefined
      ? []
      : [{ field: `prices[${index}].effective_from`, detail: "may have been planned already" }],
  );
}

async function auditChanges(
  tx: Parameters<typeof recordAudits>[0],
  ctx: RequestContext,
  changes: readonly PriceChange[],
): Promise<void> {
  if (changes.length === 0) return nothingChanged(ctx);
  return recordAudits(tx, ctx, priceChangeAudits(changes));
}

/** `DELETE /api/v2/ai/model-prices`: back to the price of the book (spec ai-prices §9.1). */
export const deleteModelPrice: GuardedHandler<"deleteModelPrice"> = {
  guard: (_deps, ctx) => {
    auditTarget(ctx, { ...modelTarget(nilUuid, "model price"), action: "delete" });
    authorize(ctx, "update", siteObject("ai_model_price"), "forbidden");
  },
  handle: async (deps, ctx, { query }) => {
    const { provider, model, source } = query;
    if (source === "default") {
      const detail = "prices of the book cannot be deleted";
      throw new ApiError("refused", { validations: [{ field: "source", detail }] });
    }
    const actorId = requireActor(ctx).user.id;
    await inTransaction(deps.db, async (tx) => {
      await advisoryLock(tx, "modelPrices");
      await applyDuePrices(tx, ctx.now);
      const gone = await removeCustomPrice(tx, { provider, model }, actorId, ctx.now);
      if (gone === null) throw new ApiError("not_found");
      await recordAudit(tx, ctx, {
        ...modelTarget(gone.id, `${provider}/${model}`),
        action: "delete",
        old: auditedPrices(gone.before),
        new: null,
      });
    });
    return undefined;
  },
};
