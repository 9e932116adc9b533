import { groups } from "./groups.ts";
import type { OptionSpec } from "./option.ts";

/** What the use of AI costs, and how it is limited. */
export const aiOptions = [
  {
    name: "ai-price-book-allow-older",
    type: "bool",
    default: "false",
    description:
      "Apply the price book of this release although the database holds a younger one, as after a downgrade.",
    group: groups.ai,
    displayName: "AI Price Book: Allow Older",
    yaml: "priceBookAllowOlder",
  },
  {
    name: "ai-budget-policy",
    type: "string",
    default: "highest",
    description:
      "Which of the budgets of a user's groups counts: `highest`, the only policy; anything else means it, too.",
    group: groups.ai,
    displayName: "AI Budget Policy",
    yaml: "budgetPolicy",
    peer: true,
  },
  {
    name: "ai-budget-period",
    type: "string",
    default: "month",
    description:
      "After what time spend starts again at zero: `month`, a calendar month in UTC; anything else means it, too.",
    group: groups.ai,
    displayName: "AI Budget Period",
    yaml: "budgetPeriod",
    peer: true,
  },
  {
    name: "ai-budget-thresholds",
    type: "string",
    default: "85,100",
    description:
      "At which percentages of a limit the user, the owners and the user administrators are told; at 100 always.",
    group: groups.ai,
    displayName: "AI Budget Thresholds",
    yaml: "budgetThresholds",
    format: "percents",
    example: "50,85,100",
  },
  {
    name: "ai-providers",
    type: "string",
    default: "",
    description:
      "Configured AI providers as JSON: usage that names a provider is priced by its type.",
    group: groups.ai,
    displayName: "AI Providers",
    yaml: "providers",
    format: "ai-providers",
    example: '[{"name":"main","type":"anthropic"}]',
  },
  {
    name: "aibridge-retention",
    type: "duration",
    default: "60d",
    description:
      "Records of AI usage are deleted after this time; what was spent each day is kept.",
    group: groups.retention,
    displayName: "AI Usage Retention",
    yaml: "aiUsage",
    configPath: ["ai", "bridge", "retention"],
    peer: true,
  },
] as const satisfies readonly OptionSpec[];
