import type { WireBudgetOverride, WireGroupBudget } from "@gatehouse/contract";
import { wireTime } from "../../platform/wire-time.ts";
import type { GroupBudgetRow, OverrideRow } from "./store.ts";

/** Builds the budget of a group of the wire. */
export function presentGroupBudget(row: GroupBudgetRow): WireGroupBudget {
  return {
    group_id: row.group_id,
    spend_limit_micros: row.limit,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
  };
}

/** Builds the override of a user of the wire. */
export function presentOverride(row: OverrideRow): WireBudgetOverride {
  return {
    user_id: row.user_id,
    group_id: row.group_id,
    spend_limit_micros: row.limit,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
  };
}
