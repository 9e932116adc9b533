import type { Answer } from "@gatehouse/sdk";
import { moneyText } from "../../lib/money.ts";
import { priceKinds, pricesOf } from "./queries.ts";

/** One change of a price, as the API gives it. */
export type PriceChange = Answer<"listModelPriceHistory">[number];

/** Who changed a price: a release, a person, or an operator's command, which has no user. */
export function whoChanged({ actor_id, actor_username, origin }: PriceChange): string {
  if (origin === "seed") return "Book";
  return actor_username ?? (actor_id === null ? "Command line" : "Deleted user");
}

/** The four prices of a change in one line. */
export function pricesText(change: PriceChange): string {
  const prices = pricesOf(change);
  return priceKinds.map(({ name, label }) => `${label} ${moneyText(prices[name])}`).join(" · ");
}

/** Whether its time has still to come. */
export function isPlan({ effective_from, withdrawn_at, source }: PriceChange): boolean {
  return source === "custom" && withdrawn_at === null && Date.parse(effective_from) > Date.now();
}

/** What kind of change it is, in a word or two. */
export function changeWord(change: PriceChange): string {
  if (change.withdrawn_at !== null) return "Withdrawn";
  if (change.removed) return "Removed";
  if (isPlan(change)) return "Planned";
  return change.source === "custom" ? "Custom" : "Book";
}
