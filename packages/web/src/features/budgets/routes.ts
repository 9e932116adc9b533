import type { PageRoute } from "../../lib/page.ts";

/** Budgets of AI use, and what was spent. */
export const budgetsRoutes: readonly PageRoute[] = [
  {
    path: "/ai/budgets",
    layout: "shell",
    title: "Budgets",
    endpoints: [
      "listGroups",
      "listGroupsSpend",
      "setGroupBudget",
      "deleteGroupBudget",
      "getUserSpend",
      "setBudgetOverride",
      "deleteBudgetOverride",
      "listBudgetOverrides",
      "listThresholdEvents",
      "listUsers",
    ],
    page: () => import("./budgets-page.tsx"),
  },
  {
    path: "/ai/spend",
    layout: "shell",
    title: "Spend",
    endpoints: [
      "summarizeUsage",
      "listUsageSeries",
      "exportSpend",
      "repriceUsage",
      "listModelPrices",
    ],
    page: () => import("./spend-page.tsx"),
  },
];
