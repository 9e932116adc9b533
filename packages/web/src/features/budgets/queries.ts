import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

const batchSize = 100;

/** A group with its budget and what was spent of it in the current period. */
export interface GroupBudgetRow {
  readonly id: string;
  readonly label: string;
  readonly members: number;
  /** Limit of each member; null: none. */
  readonly limit: bigint | null;
  /** The limits of all members together; null: none. */
  readonly total: bigint | null;
  readonly spent: bigint;
}

/** The budgets of an organization and the period that they are about. */
export interface Budgets {
  /** First instant after the period; empty where there is no group. */
  readonly periodEnd: string;
  readonly periodStart: string;
  readonly rows: readonly GroupBudgetRow[];
}

/** Cache keys about budgets and spend. */
export const budgetKeys = {
  all: ["ai-budgets"] as const,
  groups: (organization: string) => ["ai-budgets", "groups", organization] as const,
  user: (user: string) => ["ai-budgets", "user", user] as const,
};

const micros = (value: number | bigint | null): bigint | null =>
  value === null ? null : BigInt(value);

async function load(organization: string, signal: AbortSignal): Promise<Budgets> {
  const query = { organization, exclude_members: "true" };
  const groups = await api.call("listGroups", { query }, { signal });
  const rows: GroupBudgetRow[] = [];
  let [periodStart, periodEnd] = ["", ""];
  for (let from = 0; from < groups.length; from += batchSize) {
    const batch = groups.slice(from, from + batchSize);
    const group_ids = batch.map(({ id }) => id);
    const spend = await api.call(
      "listGroupsSpend",
      { params: { organization }, query: { group_ids } },
      { signal },
    );
    ({ period_start: periodStart, period_end: periodEnd } = spend);
    const known = new Map(spend.groups.map((each) => [each.group_id, each]));
    for (const { id, name, display_name, total_member_count } of batch) {
      const found = known.get(id);
      rows.push({
        id,
        label: display_name === "" ? name : display_name,
        members: total_member_count,
        limit: micros(found?.spend_limit_micros ?? null),
        total: micros(found?.total_spend_limit_micros ?? null),
        spent: BigInt(found?.current_spend_micros ?? 0),
      });
    }
  }
  return { periodStart, periodEnd, rows };
}

/** Budgets and spend of the groups of an organization; the spend is asked for a hundred groups at a time. */
export function budgetsQuery(organization: string) {
  return queryOptions({
    queryKey: budgetKeys.groups(organization),
    queryFn: ({ signal }) => load(organization, signal),
  });
}

/** Sets what each member of a group may spend in a period; null removes the budget. */
export async function setGroupBudget(group: string, limit: bigint | null): Promise<void> {
  const params = { group };
  if (limit === null) await api.call("deleteGroupBudget", { params });
  else await api.call("setGroupBudget", { params, body: { spend_limit_micros: limit } });
}

/** What a user spent in the current period, and the limit that counts. */
export function userSpendQuery(user: string) {
  return queryOptions({
    queryKey: budgetKeys.user(user),
    queryFn: ({ signal }) => api.call("getUserSpend", { params: { user } }, { signal }),
    enabled: user !== "",
    retry: false,
  });
}

/** Gives a user a budget of their own, paid by one of their groups; null removes it. */
export async function setUserBudget(
  user: string,
  group: string,
  limit: bigint | null,
): Promise<void> {
  const params = { user };
  if (limit === null) {
    await api.call("deleteBudgetOverride", { params });
    return;
  }
  const body = { group_id: group, spend_limit_micros: limit };
  await api.call("setBudgetOverride", { params, body });
}
