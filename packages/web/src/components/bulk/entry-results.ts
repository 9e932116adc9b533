import type { EntryResult } from "./result-list.tsx";

/** What the server says about each entry of a change that it made at once (spec organizations §13.2). */
interface BulkAnswer {
  readonly results: readonly {
    readonly index: number;
    readonly status: "applied" | "unchanged" | "refused";
    readonly message?: string | undefined;
  }[];
}

interface Named {
  readonly ref: string;
  readonly name: string;
}

/** The results with the names that the entries had; `already` says what was so before where nothing changed. */
export function entryResults(
  { results }: BulkAnswer,
  entries: readonly Named[],
  already: string,
): readonly EntryResult[] {
  return results.flatMap(({ index, status, message }): EntryResult[] => {
    const entry = entries[index];
    if (entry === undefined) return [];
    const base = { key: entry.ref, name: entry.name };
    if (status === "applied") return [{ ...base, state: "done" }];
    if (status === "unchanged") return [{ ...base, state: "unchanged", message: already }];
    return [{ ...base, state: "failed", message: message ?? "Refused." }];
  });
}
