import { allowedIds } from "./allow-list.ts";
import { aclHits, aclsCount, isSet } from "./decide.ts";
import type { RbacObject } from "./objects.ts";
import type { Action, ResourceType } from "./resources.ts";
import { aclKindOf } from "./resources.ts";
import type { Subject } from "./subject.ts";
import { compiledOrg } from "./subject.ts";
import { bitOf, isPairAt, rowOf, vote } from "./votes.ts";

/**
 * Which rows of a list a subject may see, without saying how rows are stored (spec authorization
 * §6.8). The access-list kinds stand for a condition on the row's lists: the entry of the user, of
 * any of the groups, or of the row's own organization, containing the action or `*`. Membership is
 * never implied by them; the filter states it beside them.
 */
export type RowFilter =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "and"; readonly of: readonly RowFilter[] }
  | { readonly kind: "or"; readonly of: readonly RowFilter[] }
  | { readonly kind: "ownerIs"; readonly userId: string }
  | { readonly kind: "orgIsNull" }
  | { readonly kind: "orgIn"; readonly ids: readonly string[] }
  | { readonly kind: "idIn"; readonly ids: readonly string[] }
  | { readonly kind: "userAcl"; readonly userId: string; readonly action: Action }
  | { readonly kind: "groupAcl"; readonly groupIds: readonly string[]; readonly action: Action }
  | { readonly kind: "everyoneAcl"; readonly action: Action };

const all: RowFilter = { kind: "all" };
const none: RowFilter = { kind: "none" };

function and(...parts: readonly RowFilter[]): RowFilter {
  if (parts.some(({ kind }) => kind === "none")) return none;
  const of = parts.filter(({ kind }) => kind !== "all");
  return of.length > 1 ? { kind: "and", of } : (of[0] ?? all);
}

function or(...parts: readonly RowFilter[]): RowFilter {
  if (parts.some(({ kind }) => kind === "all")) return all;
  const of = parts.filter(({ kind }) => kind !== "none");
  return of.length > 1 ? { kind: "or", of } : (of[0] ?? none);
}

function orgIn(ids: readonly string[]): RowFilter {
  return ids.length === 0 ? none : { kind: "orgIn", ids };
}

/**
 * The filter for listing objects of a type on which the subject may perform the action. Agrees with
 * `decide` on every row whose access lists are those of its type (`aclKindOf`); never asks
 * `anyOrg`. `all` means no condition is needed, `none` that the list is empty.
 */
export function rowFilter(subject: Subject, action: Action, type: ResourceType): RowFilter {
  const row = rowOf(type);
  const bit = bitOf(action);
  if (!isPairAt(row, bit)) return none;
  const { scope } = subject;
  if (scope !== null && vote(scope.tables, row, bit) !== 1) return none;
  const ids = scope === null ? null : allowedIds(scope.matcher, row);
  if (ids !== null && ids.length === 0) return none;
  return and(
    or(roleFilter(subject, row, bit), aclFilter(subject, action, type)),
    ids === null ? all : { kind: "idIn", ids },
  );
}

function roleFilter(subject: Subject, row: number, bit: number): RowFilter {
  const { tables } = subject;
  const site = vote(tables.site, row, bit);
  if (site !== 0) return site === 1 ? all : none;
  const whole: string[] = [];
  const own: string[] = [];
  for (const membership of tables.orgList) {
    const votes = compiledOrg(membership);
    const org = vote(votes.org, row, bit);
    if (org === 1) whole.push(votes.id);
    else if (org === 0 && vote(votes.member, row, bit) === 1) own.push(votes.id);
  }
  if (tables.selfId === "") return orgIn(whole);
  const mine: RowFilter = { kind: "ownerIs", userId: tables.selfId };
  const personal = vote(tables.user, row, bit) === 1;
  return or(
    personal ? and(mine, { kind: "orgIsNull" }) : none,
    orgIn(whole),
    and(mine, orgIn(own)),
  );
}

function aclFilter(subject: Subject, action: Action, type: ResourceType): RowFilter {
  const kind = aclKindOf(type);
  if (kind === "none" || subject.memberships.length === 0 || !aclsCount(subject, type)) return none;
  const { groups, memberships } = subject;
  const { selfId } = subject.tables;
  const byUser = kind === "user_and_group" && selfId !== "";
  return and(
    orgIn(memberships),
    or(
      byUser ? { kind: "userAcl", userId: selfId, action } : none,
      groups.length === 0 ? none : { kind: "groupAcl", groupIds: groups, action },
      { kind: "everyoneAcl", action },
    ),
  );
}

/** Evaluates a filter on one row, with the meaning that SQL must give it. */
export function matchesRow(filter: RowFilter, row: RbacObject): boolean {
  switch (filter.kind) {
    case "all":
      return true;
    case "none":
      return false;
    case "and":
      return filter.of.every((part) => matchesRow(part, row));
    case "or":
      return filter.of.some((part) => matchesRow(part, row));
    case "ownerIs":
      return row.owner === filter.userId;
    case "orgIsNull":
      return !isSet(row.org);
    case "orgIn":
      return isSet(row.org) && filter.ids.includes(row.org);
    case "idIn":
      return isSet(row.id) && filter.ids.includes(row.id);
    default:
      return matchesAcl(filter, row);
  }
}

type AclFilter = Extract<RowFilter, { kind: "userAcl" | "groupAcl" | "everyoneAcl" }>;

function matchesAcl(filter: AclFilter, row: RbacObject): boolean {
  switch (filter.kind) {
    case "userAcl":
      return aclHits(row.aclUser, filter.userId, filter.action);
    case "groupAcl":
      return filter.groupIds.some((id) => aclHits(row.aclGroup, id, filter.action));
    case "everyoneAcl":
      return isSet(row.org) && aclHits(row.aclGroup, row.org, filter.action);
  }
}
