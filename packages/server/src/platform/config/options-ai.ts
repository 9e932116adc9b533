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
] as const satisfies readonly OptionSpec[];
