import type { Entry } from "./entries.ts";

/** Rows whose verdict an edit of one row may change: the row, and those that use an address or a name it had or has. */
export function affectedBy(
  index: number,
  before: readonly Entry[],
  after: readonly Entry[],
): ReadonlySet<number> {
  const names = new Set(
    [before[index], after[index]].flatMap((entry) => (entry === undefined ? [] : namesOf(entry))),
  );
  const touched = after.flatMap((entry, at) =>
    namesOf(entry).some((name) => names.has(name)) ? [at] : [],
  );
  return new Set([index, ...touched]);
}

/** What must be one's own among all users; texts that are empty are nobody's. */
function namesOf({ values }: Entry): readonly string[] {
  return (["email", "username"] as const).flatMap((field) =>
    values[field] === "" ? [] : [`${field} ${values[field].toLowerCase()}`],
  );
}
