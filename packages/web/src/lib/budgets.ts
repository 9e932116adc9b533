import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";

/** Cache keys about budgets and spend; `all` is invalidated when any budget changed. */
export const budgetKeys = {
  all: ["ai-budgets"] as const,
  groups: (organization: string) => ["ai-budgets", "groups", organization] as const,
  spend: (groups: readonly string[]) => ["ai-budgets", "spend", groups] as const,
  group: (group: string) => ["ai-budgets", "group", group] as const,
  members: (group: string, users: readonly string[]) =>
    ["ai-budgets", "members", group, users] as const,
  user: (user: string) => ["ai-budgets", "user", user] as const,
  overridesOf: (organization: string) => ["ai-budgets", "overrides", organization] as const,
  overrides: (organization: string, page: number) =>
    [...budgetKeys.overridesOf(organization), page] as const,
  events: (organization: string) => ["ai-budgets", "events", organization] as const,
};

/** Most groups or users of one question. */
export const spendBatchSize = 100;

/** What a group spent in the current period and may spend, in micro-dollars. */
export interface GroupSpend {
  /** Limit of each member; null: none. */
  readonly limit: bigint | null;
  /** The limits of all members together; null: none. */
  readonly total: bigint | null;
  readonly spent: bigint;
}

const micros = (value: number | bigint | null | undefined): bigint | null =>
  value === null || value === undefined ? null : BigInt(value);

type WireSpend = Answer<"listGroupsSpend">["groups"][number];

/** Spend as it is counted with here; a group that is not told about has none. */
export function groupSpendOf(found: WireSpend | undefined): GroupSpend {
  return {
    limit: micros(found?.spend_limit_micros),
    total: micros(found?.total_spend_limit_micros),
    spent: BigInt(found?.current_spend_micros ?? 0),
  };
}

/** Spend of up to a hundred groups of an organization, by their ids. */
export function groupsSpendQuery(organization: string, groups: readonly string[]) {
  return queryOptions({
    queryKey: budgetKeys.spend(groups),
    queryFn: async ({ signal }) => {
      const request = { params: { organization }, query: { group_ids: [...groups] } };
      const { groups: found } = await api.call("listGroupsSpend", request, { signal });
      return new Map(found.map((each) => [each.group_id, groupSpendOf(each)]));
    },
    enabled: groups.length > 0 && groups.length <= spendBatchSize,
    retry: false,
  });
}

/** Sets what each member of a group may spend in a period; null removes the budget. */
export async function setGroupBudget(group: string, limit: bigint | null): Promise<void> {
  const params = { group };
  if (limit === null) await api.call("deleteGroupBudget", { params });
  else await api.call("setGroupBudget", { params, body: { spend_limit_micros: limit } });
}

/** "November 2026 (UTC) · 9 days left"; empty without a period. */
export function periodText(
  { periodStart, periodEnd }: { readonly periodStart: string; readonly periodEnd: string },
  now: number,
): string {
  if (periodStart === "") return "";
  const month = new Date(periodStart).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const days = Math.max(0, Math.ceil((Date.parse(periodEnd) - now) / 86_400_000));
  return `${month} (UTC) · ${days === 1 ? "1 day" : `${days} days`} left`;
}
