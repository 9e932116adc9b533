import { useState } from "react";

/** The row of a list that is looked into, by its key; gone with the row. Steps stay within the list. */
export function usePeeked<Row>(rows: readonly Row[] | undefined, keyOf: (row: Row) => string) {
  const [key, setKey] = useState<string | null>(null);
  const at = rows?.findIndex((row) => keyOf(row) === key) ?? -1;
  return {
    row: rows?.[at],
    open: (next: string) => setKey(next),
    close: () => setKey(null),
    step: (by: 1 | -1) => {
      const next = rows?.[at + by];
      if (next !== undefined) setKey(keyOf(next));
    },
  };
}
