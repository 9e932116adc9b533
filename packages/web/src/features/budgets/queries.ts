import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { budgetKeys, type GroupSpend, groupSpendOf, spendBatchSize } from "../../lib/budgets.ts";
import { keepWithin } from "../../lib/keep-previous.ts";

/** A group with its budget and what was spent of it in the current period. */
export interface GroupBudgetRow extends GroupSpend {
  readonly id: string;
  readonly label: string;
  readonly members: number;
}

/** The budgets of an organization and the period that they are about. */
export interface Budgets {
  /** First instant after the period; empty where there is no group. */
  readonly periodEnd: string;
  readonly periodStart: string;
  readonly rows: readonly GroupBudgetRow[];
}

async function load(organization: string, signal: AbortSignal): Promise<Budgets> {
  const query = { organization, exclude_members: "true" };
  const groups = await api.call("listGroups", { query }, { signal });
  const rows: GroupBudgetRow[] = [];
  let [periodStart, periodEnd] = ["", ""];
  for (let from = 0; from < groups.length; from += spendBatchSize) {
    const batch = groups.slice(from, from + spendBatchSize);
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
        ...groupSpendOf(found),
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

/** Budgets of single users on a page. */
export const overridesPage = 100;

/** Budgets of single users that groups of an organization pay; `page` counts from 1. */
export function overridesQuery(organization: string, page: number) {
  return queryOptions({
    queryKey: budgetKeys.overrides(organization, page),
    queryFn: ({ signal }) => {
      const query = { limit: overridesPage, offset: (page - 1) * overridesPage };
      return api.call("listBudgetOverrides", { params: { organization }, query }, { signal });
    },
    enabled: organization !== "",
    placeholderData: keepWithin(budgetKeys.overridesOf(organization)),
  });
}

/** A budget of one user. */
export type Override = Answer<"listBudgetOverrides">["overrides"][number];

/** Limits that members of an organization's groups came near or reached, the newest first. */
export function thresholdEventsQuery(organization: string) {
  return queryOptions({
    queryKey: budgetKeys.events(organization),
    queryFn: ({ signal }) =>
      api.call("listThresholdEvents", { query: { organization, limit: 50 } }, { signal }),
    enabled: organization !== "",
  });
}

/** A limit that somebody came near or reached. */
export type ThresholdEvent = Answer<"listThresholdEvents">[number];
