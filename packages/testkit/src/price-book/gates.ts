import { type BookRow, byKey, priceKeys } from "./book.ts";

/** What is different between two books. */
export interface BookChange {
  readonly added: readonly BookRow[];
  readonly removed: readonly BookRow[];
  readonly changed: readonly { readonly before: BookRow; readonly after: BookRow }[];
}

/** Compares two books row by row. */
export function compareBooks(before: readonly BookRow[], after: readonly BookRow[]): BookChange {
  const key = (row: BookRow): string => JSON.stringify([row.provider, row.model]);
  const old = new Map(before.map((row) => [key(row), row]));
  const fresh = new Map(after.map((row) => [key(row), row]));
  const changed = after.flatMap((row) => {
    const was = old.get(key(row));
    const same = was === undefined || priceKeys.every((name) => was[name] === row[name]);
    return same ? [] : [{ before: was, after: row }];
  });
  return {
    added: after.filter((row) => !old.has(key(row))).sort(byKey),
    removed: before.filter((row) => !fresh.has(key(row))).sort(byKey),
    changed,
  };
}

/**
 * Why a new book is suspicious (spec ai-prices §5.3): a fifth of the rows is gone, or one price in ten
 * changed by more than a factor of ten. Empty when it is not.
 */
export function suspicions(before: readonly BookRow[], after: readonly BookRow[]): string[] {
  const found: string[] = [];
  if (after.length * 5 < before.length * 4) {
    found.push(`the book shrinks from ${before.length} to ${after.length} rows, by more than 20 %`);
  }
  const { changed } = compareBooks(before, after);
  const leaps = changed.flatMap((change) =>
    priceKeys.filter((name) => leapt(change.before[name], change.after[name])),
  ).length;
  const prices = before.reduce(
    (sum, row) => sum + priceKeys.filter((name) => row[name] !== null).length,
    0,
  );
  if (leaps * 10 > prices) {
    found.push(`${leaps} of ${prices} prices change by more than a factor of ten`);
  }
  return found;
}

function leapt(before: bigint | null, after: bigint | null): boolean {
  if (before === null || after === null) return false;
  return before > after * 10n || after > before * 10n;
}
