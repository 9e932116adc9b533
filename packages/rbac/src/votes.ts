import { actions, resources, resourceTypes } from "./resources.ts";
import type { StoredPermission } from "./roles.ts";

/** Result of one level: refused, silent, granted (spec authorization §6.2). */
export type Vote = -1 | 0 | 1;

/**
 * Permissions of one level, indexed for constant-time votes: one bit per action in one word per
 * type, first all grants, then all refusals. Immutable once compiled.
 */
export type VoteTable = Int32Array;

// One more row and bit than there are names: what only a wildcard reaches.
const rowCount = resourceTypes.length + 1;
const otherRow = resourceTypes.length;
const otherBit = 1 << actions.length;
const everyBit = (otherBit << 1) - 1;

const rows: ReadonlyMap<string, number> = new Map(
  resourceTypes.map((type, index) => [type, index]),
);
const bits: ReadonlyMap<string, number> = new Map(
  actions.map((action, index) => [action, 1 << index]),
);

/** The table row of a type; unknown types share one row that only the type `*` reaches. */
export function rowOf(type: string): number {
  return rows.get(type) ?? otherRow;
}

/** The bit of an action; unknown actions share one bit that only the action `*` sets. */
export function bitOf(action: string): number {
  return bits.get(action) ?? otherBit;
}

const pairs = new Int32Array(rowCount);
for (const type of resourceTypes) {
  let mask = 0;
  for (const action of resources[type].actions) mask |= bitOf(action);
  pairs[rowOf(type)] = mask;
}

/** Whether row and bit stand for one of the pairs of spec authorization §5.1. */
export function isPairAt(row: number, bit: number): boolean {
  return ((pairs[row] ?? 0) & bit) !== 0;
}

function mark(table: VoteTable, permission: StoredPermission): void {
  const bit = permission.action === "*" ? everyBit : (bits.get(permission.action) ?? 0);
  const offset = permission.negate ? rowCount : 0;
  if (permission.resourceType === "*") {
    for (let row = 0; row < rowCount; row++) table[offset + row] = (table[offset + row] ?? 0) | bit;
    return;
  }
  const row = rows.get(permission.resourceType);
  if (row !== undefined) table[offset + row] = (table[offset + row] ?? 0) | bit;
}

/** Compiles the permissions of one level; null when there are none. Unknown names are skipped. */
export function compileVotes(permissions: readonly StoredPermission[]): VoteTable | null {
  if (permissions.length === 0) return null;
  const table = new Int32Array(2 * rowCount);
  for (const permission of permissions) mark(table, permission);
  return table;
}

/** The vote of several tables of one level taken together: any refusal wins, in any order. */
export function vote(tables: readonly VoteTable[], row: number, bit: number): Vote {
  let granted = 0;
  for (const table of tables) {
    if (((table[rowCount + row] ?? 0) & bit) !== 0) return -1;
    granted |= table[row] ?? 0;
  }
  return (granted & bit) === 0 ? 0 : 1;
}
