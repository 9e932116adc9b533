export { checkBudget } from "./check.ts";
export { listThresholdEvents } from "./events.ts";
export { deleteGroupBudget, getGroupBudget, setGroupBudget } from "./group-budget.ts";
export { deleteBudgetOverride, getBudgetOverride, setBudgetOverride } from "./override.ts";
export { listBudgetOverrides } from "./overrides.ts";
export {
  getGroupSpend,
  getUserSpend,
  listGroupsSpend,
  listMembersSpend,
  listMembersSpendByName,
} from "./spend.ts";
