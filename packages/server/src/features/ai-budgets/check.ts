import { ApiError, fail } from "@gatehouse/contract";
import { ownedObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { Handler, HandlerAnswer } from "../../context/handler.ts";
import { authorize, type RequestContext } from "../../context/request-context.ts";
import { advisoryLockOn } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newId } from "../../platform/ids.ts";
import { dollars, exactDollars } from "../../platform/money.ts";
import {
  type BudgetState,
  findAmounts,
  findBudgetState,
  insertReservation,
} from "./check-store.ts";
import { periodOf } from "./period.ts";
import { isExceeded } from "./rules.ts";

/** How long a reservation waits for its record (spec ai-prices §9.3). */
const reservationMs = 10 * 60_000;

/** The greatest estimate: the greatest cost of one record. */
const maxEstimate = 10_000_000_000_000n;

type Decision = HandlerAnswer<"checkBudget">;

/**
 * `POST /ai/budget/check`: whether a user may make a request (spec ai-prices §9.3). A check that fails
 * itself is an error that tells the gateway to come back, never a yes (trap T16).
 */
export const checkBudget: Handler<"checkBudget"> = async (deps, ctx, { body }) => {
  authorize(ctx, "create", ownedObject("aibridge_interception", body.user_id));
  const estimate = body.estimate_micros ?? 0n;
  if (estimate < 0n || estimate > maxEstimate || (body.reserve && estimate === 0n)) {
    const detail = `must be ${body.reserve ? 1 : 0} to ${maxEstimate}`;
    throw new ApiError("validation_failed", {
      validations: [{ field: "estimate_micros", detail }],
    });
  }
  const startedMs = performance.now();
  try {
    const decision = body.reserve
      ? await reserve(deps, body.user_id, estimate)
      : await look(deps, ctx, body.user_id, estimate);
    const outcome = decision.allowed ? "allowed" : "blocked";
    deps.aiMetrics.observeCheck(outcome, (performance.now() - startedMs) / 1000);
    if (!decision.allowed) deps.aiMetrics.countBlocked(decision.effective_group_id ?? "");
    return decision;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    deps.aiMetrics.observeCheck("error", (performance.now() - startedMs) / 1000);
    throw new ApiError("budget_check_failed", { cause: error });
  }
};

async function look(
  deps: Deps,
  ctx: RequestContext,
  userId: string,
  estimate: bigint,
): Promise<Decision> {
  const at = { now: ctx.now, period: periodOf(ctx.now) };
  const known = deps.budgets.peek(userId);
  if (known !== undefined) return decide(await findAmounts(deps.db, known, at), estimate);
  const state = await deps.budgets.load(() => findBudgetState(deps.db, userId, at));
  return decide(state ?? fail("not_found"), estimate);
}

/** Checks and reservations of one user are decided one after the other. */
async function reserve(deps: Deps, userId: string, estimate: bigint): Promise<Decision> {
  return inTransaction(deps.db, async (tx) => {
    await advisoryLockOn(tx, "aiBudget", userId);
    // The time of the check, not of the request: it may have waited for others.
    const now = deps.clock.now();
    const at = { now, period: periodOf(now) };
    const state = (await findBudgetState(tx, userId, at)) ?? fail("not_found");
    const decision = decide(state, estimate);
    if (!decision.allowed || state.group_id === null) return decision;
    const id = newId();
    await insertReservation(tx, {
      ...{ id, userId, groupId: state.group_id, amount: estimate, createdAt: now },
      expiresAt: new Date(now.getTime() + reservationMs),
    });
    return { ...decision, remaining_micros: remaining(state, estimate), reservation_id: id };
  });
}

/** Denied when the limit is reached, or would be exceeded by what is in flight and the estimate. */
function decide(state: BudgetState, estimate: bigint): Decision {
  const { limit } = state;
  const exceeded = isExceeded(limit, state.spend);
  const fits = limit === null || state.spend + state.reserved + estimate <= limit;
  const allowed = !exceeded && fits;
  return {
    allowed,
    exceeded,
    effective_group_id: state.group_id,
    spend_limit_micros: limit,
    current_spend_micros: state.spend,
    remaining_micros: remaining(state, 0n),
    ...(allowed || limit === null
      ? {}
      : { message: refusal(limit, remaining(state, 0n), estimate) }),
  };
}

/** Clients recognise a refusal by the words "ai budget of" (spec ai-prices §7.4). */
function refusal(limit: bigint, left: bigint | null, estimate: bigint): string {
  const budget = `Your AI budget of ${dollars(limit)} for this month`;
  if (left === null || left === 0n) return `${budget} is used up.`;
  return `${budget} has ${exactDollars(left)} left; this request may cost ${exactDollars(estimate)}.`;
}

function remaining({ limit, spend, reserved }: BudgetState, more: bigint): bigint | null {
  if (limit === null) return null;
  const left = limit - spend - reserved - more;
  return left > 0n ? left : 0n;
}
