import { type Entry, ownColumns } from "./entries.ts";

/** Rows whose verdict an edit of one row may change: the row, and those that use an address or a name it had or has. */
export function affectedBy(
  index: number,
  before: readonly Entry[],
  after: readonly Entry[],
): ReadonlySet<number> {
  const touched = new Set([index]);
  for (const column of ownColumns) {
    const names = new Set(
      [before[index], after[index]].map((entry) => entry?.values[column].toLowerCase() ?? ""),
    );
    // Texts that are empty are nobody's.
    names.delete("");
    after.forEach(({ values }, at) => {
      if (names.has(values[column].toLowerCase())) touched.add(at);
    });
  }
  return touched;
}
