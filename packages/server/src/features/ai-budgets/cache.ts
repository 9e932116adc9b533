import type { BudgetCache, EffectiveBudget } from "../../context/services.ts";

interface Entry {
  budget: EffectiveBudget;
  loadedAtMs: number;
}

const maxEntries = 50_000;
const maxAgeMs = 10_000;

/**
 * Remembers for ten seconds at most whose budget is whose, so that a check reads spend and reservations
 * alone. Ended like identities: by the transactions of this process before they answer, by the
 * notifications of the others, and off while those cannot be heard. What is read while something
 * changes is not remembered. Amounts are never remembered, and reservations never look here, so that no
 * limit is exceeded because of it.
 */
export function createBudgetCache(nowMs: () => number = () => performance.now()): BudgetCache {
  const entries = new Map<string, Entry>();
  let epoch = 0;
  let enabled = false;

  function invalidate(userIds: readonly string[]): void {
    epoch += 1;
    if (userIds.includes("*")) entries.clear();
    else for (const userId of userIds) entries.delete(userId);
  }

  function remember({ user_id, group_id, limit, limit_source }: EffectiveBudget): void {
    if (entries.size >= maxEntries) {
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    }
    const budget = { user_id, group_id, limit, limit_source };
    entries.set(user_id, { budget, loadedAtMs: nowMs() });
  }

  return {
    invalidate,
    setEnabled(value) {
      invalidate(["*"]);
      enabled = value;
    },
    peek(userId) {
      const entry = entries.get(userId);
      if (entry === undefined || nowMs() - entry.loadedAtMs < maxAgeMs) return entry?.budget;
      entries.delete(userId);
      return undefined;
    },
    async load(read) {
      const before = epoch;
      const budget = await read();
      if (budget !== null && enabled && before === epoch) remember(budget);
      return budget;
    },
  };
}
