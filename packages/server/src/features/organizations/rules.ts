import { parseUuid, type Validation } from "@gatehouse/contract";
import type { Blocker } from "./store.ts";

/**
 * Why a well-formed name may not become an organization's: `default` is an alias, and 32 hexadecimal digits
 * would be read as an id (spec organizations §1.1, §1.4). Null when it may.
 */
export function nameProblem(name: string): Validation | null {
  if (name.toLowerCase() === "default") return { field: "name", detail: "this name is reserved" };
  if (parseUuid(name) !== undefined) return { field: "name", detail: "must not look like an id" };
  return null;
}

/** What is in the way of a deletion, as one sentence: "2 members, 1 group". */
export function tellBlockers(blockers: readonly Blocker[]): string {
  const parts = blockers.map(
    ({ resource, blocking }) => `${blocking} ${resource}${blocking === 1 ? "" : "s"}`,
  );
  return `There are ${parts.join(", ")} that must be removed first.`;
}
