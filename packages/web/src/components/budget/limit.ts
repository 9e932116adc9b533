/** The greatest limit in micro-dollars, inclusive: one million dollars (spec ai-prices §7.1). */
const maxLimit = 1_000_000_000_000n;

/** The three meanings of a budget: none at all, one that blocks, an amount. */
export type LimitChoice = "none" | "block" | "amount";

/** A limit while it is edited; undefined for a text that is no amount. */
export interface LimitDraft {
  readonly choice: LimitChoice;
  readonly amount: bigint | null | undefined;
}

/** The draft that a saved limit starts from; null: none, so that an amount is what is looked for. */
export function draftOf(limit: bigint | null): LimitDraft {
  if (limit === null) return { choice: "amount", amount: null };
  return limit === 0n ? { choice: "block", amount: null } : { choice: "amount", amount: limit };
}

/** What is wrong with an amount; undefined when it can be saved. */
export function limitFault({ choice, amount }: LimitDraft): string | undefined {
  if (choice !== "amount") return undefined;
  if (amount === null || amount === undefined) {
    return "Enter dollars with at most 6 decimals, such as 50.00.";
  }
  if (amount === 0n) return "Choose “Block all use” for $0.";
  return amount > maxLimit ? "A budget is at most $1,000,000." : undefined;
}

/** The limit that a draft without fault means; null: none. */
export function limitOf({ choice, amount }: LimitDraft): bigint | null {
  if (choice === "none") return null;
  return choice === "block" ? 0n : (amount ?? null);
}
