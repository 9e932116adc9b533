import { fail, parseBool, type WireGroup } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import { listFilter, type RequestContext } from "../../context/request-context.ts";
import type { Handle } from "../../db/types.ts";
import { membersOfGroups } from "./member-store.ts";
import { presentGroup } from "./present.ts";
import { type CountedGroup, readCountedGroup } from "./store.ts";

/** Members that are read at once; a group with more is read alone. */
const maxMembersAtOnce = 5000;

/** A group as it is now; 404 when it is gone. */
export async function showGroup(
  handle: Handle,
  ctx: RequestContext,
  wanted: { id: string; withoutMembers?: string },
): Promise<WireGroup> {
  const group = (await readCountedGroup(handle, wanted.id)) ?? fail("not_found");
  if (parseBool(wanted.withoutMembers ?? "")) return presentGroup(group, []);
  const [shown] = await withMembers(handle, [group], listFilter(ctx, "read", "group_member"));
  return shown ?? fail("not_found");
}

/**
 * Groups with the members that the actor may read: in one statement, and where they are many in batches, so
 * that memory holds no more than the largest group. `withoutMembers` is a Go-style truth value, and false where
 * it is none (spec organizations §7.6).
 */
export async function showGroups(
  handle: Handle,
  ctx: RequestContext,
  groups: readonly CountedGroup[],
  withoutMembers: string,
): Promise<WireGroup[] | AsyncIterable<WireGroup[]>> {
  if (parseBool(withoutMembers)) return groups.map((group) => presentGroup(group, []));
  const rows = listFilter(ctx, "read", "group_member");
  const [first = [], ...more] = batchesOf(groups);
  return more.length === 0
    ? withMembers(handle, first, rows)
    : each(handle, [first, ...more], rows);
}

async function* each(
  handle: Handle,
  batches: readonly CountedGroup[][],
  rows: RowFilter,
): AsyncGenerator<WireGroup[]> {
  for (const batch of batches) yield await withMembers(handle, batch, rows);
}

async function withMembers(
  handle: Handle,
  groups: readonly CountedGroup[],
  rows: RowFilter,
): Promise<WireGroup[]> {
  const ids = groups.map((group) => group.id);
  const members = await membersOfGroups(handle, ids, rows);
  return groups.map((group) => presentGroup(group, members.get(group.id) ?? []));
}

/** Consecutive groups that together have at most so many members as are read at once. */
function batchesOf(groups: readonly CountedGroup[]): CountedGroup[][] {
  const batches: CountedGroup[][] = [];
  let room = 0;
  for (const group of groups) {
    const batch = batches.at(-1);
    room -= group.total_member_count;
    if (batch !== undefined && room >= 0) batch.push(group);
    else {
      batches.push([group]);
      room = maxMembersAtOnce - group.total_member_count;
    }
  }
  return batches;
}
