import { allowListMatches } from "./allow-list.ts";
import type { Acl, RbacObject, UncheckedObject } from "./objects.ts";
import type { Action } from "./resources.ts";
import type { OrgVotes, Subject } from "./subject.ts";
import { compiledOrg } from "./subject.ts";
import type { Vote } from "./votes.ts";
import { bitOf, isPairAt, rowOf, vote } from "./votes.ts";

/**
 * Whether the subject may perform the action on the object; denies by default (spec authorization
 * §6.3). A pair of type and action that does not exist is denied: it is a programming error of the
 * caller, which can be told apart with `isPair`. Makes no allocation once the votes of the
 * object's organization are compiled.
 */
export function decide(subject: Subject, action: Action, object: RbacObject): boolean {
  const row = rowOf(object.type);
  const bit = bitOf(action);
  return isPairAt(row, bit) && evaluate(subject, action, object, row);
}

/**
 * The decision for names nobody has checked, as `/authcheck` takes them: a wildcard grant answers
 * yes for an action that does not exist (spec authorization §3.10). Not for guarding anything.
 */
export function decideUnchecked(
  subject: Subject,
  action: string,
  object: UncheckedObject,
): boolean {
  return evaluate(subject, action, object, rowOf(object.type));
}

function evaluate(subject: Subject, action: string, object: UncheckedObject, row: number): boolean {
  if (object.anyOrg === true && isSet(object.org)) return false;
  const bit = bitOf(action);
  return (
    scopeAllows(subject, object, row, bit) &&
    (rolesAllow(subject, object, row, bit) || aclAllows(subject, action, object))
  );
}

/** Whether an attribute of an object is set; absent and empty mean the same. */
export function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function scopeAllows(subject: Subject, object: UncheckedObject, row: number, bit: number): boolean {
  const { scope } = subject;
  if (scope === null) return true;
  return vote(scope.tables, row, bit) === 1 && allowListMatches(scope.matcher, row, object.id);
}

function rolesAllow(subject: Subject, object: UncheckedObject, row: number, bit: number): boolean {
  const { tables } = subject;
  const site = vote(tables.site, row, bit);
  if (site !== 0) return site === 1;
  const owns = ownedBy(subject, object);
  if (object.anyOrg === true) return anyOrgAllows(tables.orgList, owns, row, bit);
  if (!isSet(object.org)) return owns && vote(tables.user, row, bit) === 1;
  const found = tables.orgs.get(object.org);
  if (found === undefined) return false;
  const votes = compiledOrg(found);
  const org = vote(votes.org, row, bit);
  if (org !== 0) return org === 1;
  return owns && vote(votes.member, row, bit) === 1;
}

function anyOrgAllows(orgs: readonly OrgVotes[], owns: boolean, row: number, bit: number): boolean {
  const org = bestVote(orgs, "org", row, bit);
  if (org !== 0) return org === 1;
  return owns && bestVote(orgs, "member", row, bit) === 1;
}

/** The best vote over memberships, 0 without any (spec authorization §6.2, `any_org`). */
export function bestVote(
  orgs: readonly OrgVotes[],
  level: "org" | "member",
  row: number,
  bit: number,
): Vote {
  let best: Vote = orgs.length === 0 ? 0 : -1;
  for (const votes of orgs) {
    const one = vote(compiledOrg(votes)[level], row, bit);
    if (one > best) best = one;
  }
  return best;
}

/** Whether the object belongs to the subject; a subject without an id owns nothing. */
export function ownedBy(subject: Subject, object: UncheckedObject): boolean {
  const { selfId } = subject.tables;
  return selfId !== "" && object.owner === selfId;
}

/** Whether an access list names the id with the action or with `*`. */
export function aclHits(acl: Acl | undefined, id: string, action: string): boolean {
  const list = acl?.[id];
  return list !== undefined && (list.includes(action) || list.includes("*"));
}

/** Whether the subject is a member where the object lives; access lists need it. */
export function isInOrg(subject: Subject, object: UncheckedObject): boolean {
  if (object.anyOrg === true) return subject.tables.orgList.length > 0;
  return isSet(object.org) && subject.tables.orgs.has(object.org);
}

/** Whether access lists of this type count at all (spec authorization §6.5). */
export function aclsCount(subject: Subject, type: string): boolean {
  return !subject.sharingDisabled || (type !== "workspace" && type !== "task");
}

/** Whether an access list of the object lets the subject perform the action, whatever its roles say. */
export function aclAllows(subject: Subject, action: string, object: UncheckedObject): boolean {
  const { aclUser, aclGroup } = object;
  if (!aclsCount(subject, object.type) || !isInOrg(subject, object)) return false;
  const { selfId } = subject.tables;
  if (selfId !== "" && aclHits(aclUser, selfId, action)) return true;
  for (const group of subject.groups) {
    if (aclHits(aclGroup, group, action)) return true;
  }
  return isSet(object.org) && aclHits(aclGroup, object.org, action);
}
