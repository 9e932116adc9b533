import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { budgetKeys, groupSpendOf } from "../../lib/budgets.ts";
import { keepWithin } from "../../lib/keep-previous.ts";

/** What a member spent that a group pays. */
export interface MemberSpend {
  readonly id: string;
  readonly username: string;
  /** Undefined until it is known. */
  readonly spent: bigint | undefined;
  /** The group that pays for them now, in words. */
  readonly payer: string;
}

/** What a group spent in the current period and may spend. */
export function groupSpendQuery(group: string) {
  return queryOptions({
    queryKey: budgetKeys.group(group),
    queryFn: async ({ signal }) => {
      const found = await api.call("getGroupSpend", { params: { group } }, { signal });
      const { period_start: periodStart, period_end: periodEnd } = found;
      return { ...groupSpendOf(found), periodStart, periodEnd };
    },
    retry: false,
  });
}

/** What up to a hundred members of a group spent, by their ids. */
export function membersSpendQuery(group: string, users: readonly string[]) {
  return queryOptions({
    queryKey: budgetKeys.members(group, users),
    queryFn: async ({ signal }) => {
      const request = { params: { group }, query: { user_ids: [...users] } };
      const { members } = await api.call("listMembersSpend", request, { signal });
      return new Map(
        members.map((each) => [
          each.user_id,
          { spent: BigInt(each.group_spend_micros), payerId: each.effective_group_id },
        ]),
      );
    },
    enabled: users.length > 0,
    placeholderData: keepWithin(["ai-budgets", "members", group]),
    retry: false,
  });
}
