import type { Checks } from "../../lib/permissions.ts";

/** What the pages about budgets ask within an organization. */
export const budgetsChecks = {
  "budgets.updateGroups": { action: "update", object: { resource_type: "group" } },
  "budgets.readUsage": { action: "read", object: { resource_type: "group_member" } },
} as const satisfies Checks;

/** What they ask about the deployment. */
export const siteBudgetsChecks = {
  "budgets.updateUsers": { action: "update", object: { resource_type: "user" } },
  "budgets.readUsers": { action: "read", object: { resource_type: "user" } },
  "budgets.updateAnywhere": { action: "update", object: { resource_type: "group", any_org: true } },
  "budgets.readPrices": { action: "read", object: { resource_type: "ai_model_price" } },
} as const satisfies Checks;

/** What the page of spend asks about the deployment. */
export const spendChecks = {
  "spend.readPrices": { action: "read", object: { resource_type: "ai_model_price" } },
} as const satisfies Checks;
