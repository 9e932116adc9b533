import {
  decide,
  groupObject,
  type Subject,
  type UncheckedObject,
  userObject,
} from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { Check, LoadableType } from "./check-rules.ts";
import { existingUsers, findGroups } from "./store.ts";

/** The object of a check; null when it does not exist or the caller may not read it. */
export type ObjectOf = (check: Check) => UncheckedObject | null;

/**
 * Reads the objects that checks name by id, one statement for each type, and keeps those that `reader`
 * may read. Workspaces and templates do not exist yet.
 */
export async function loadObjects(
  deps: Deps,
  reader: Subject,
  checks: readonly Check[],
): Promise<ObjectOf> {
  const idsOf = (type: LoadableType) =>
    checks.flatMap(({ load }) => (load?.type === type ? [load.id] : []));
  const [users, groups] = await Promise.all([
    existingUsers(deps.db, idsOf("user")),
    findGroups(deps.db, idsOf("group")),
  ]);
  const objects = [
    ...users.map((id) => userObject(id)),
    ...groups.map((group) => groupObject(group.organization_id, group.id)),
  ].filter((object) => decide(reader, "read", object));
  const found = new Map(objects.map((object) => [`${object.type}:${object.id}`, object]));
  return ({ object, load }) =>
    load === null ? object : (found.get(`${load.type}:${load.id}`) ?? null);
}
