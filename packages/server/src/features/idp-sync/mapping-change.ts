import type { Mapping } from "./settings.ts";

/** A value of a claim and what it stands for, as the wire has it. */
export interface MappingPair {
  readonly Given: string;
  readonly Gets: string;
}

/** A change of a mapping. */
export interface MappingChange {
  readonly Add: readonly MappingPair[];
  readonly Remove: readonly MappingPair[];
}

/**
 * Applies a change of a mapping: pairs are added where they are not there, then removed, so that removing wins. A
 * value whose last pair goes stays with an empty list, and then stands for nothing (spec idp-sync-and-scim §A2.2).
 */
export function changeMapping(mapping: Mapping, change: MappingChange): Mapping {
  const lists = new Map(Object.entries(mapping).map(([key, list]) => [key, [...list]]));
  for (const { Gets, Given } of change.Add) {
    const list = lists.get(Given);
    if (list === undefined) lists.set(Given, [Gets]);
    else if (!list.includes(Gets)) list.push(Gets);
  }
  for (const { Gets, Given } of change.Remove) {
    const list = lists.get(Given);
    if (list === undefined) continue;
    lists.set(
      Given,
      list.filter((one) => one !== Gets),
    );
  }
  const changed: Record<string, readonly string[]> = Object.create(null);
  for (const [key, list] of lists) changed[key] = list;
  return changed;
}
