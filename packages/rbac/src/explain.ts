import { parseAllowEntry } from "./allow-list.ts";
import {
  aclHits,
  aclsCount,
  bestVote,
  decideUnchecked,
  isInOrg,
  isSet,
  ownedBy,
} from "./decide.ts";
import type { HeldRole } from "./held-roles.ts";
import type { Acl, UncheckedObject } from "./objects.ts";
import type { Level, StoredPermission } from "./roles.ts";
import { levels } from "./roles.ts";
import { expandScope } from "./scopes.ts";
import type { Subject } from "./subject.ts";
import { compiledOrg } from "./subject.ts";
import { byText } from "./text-order.ts";
import type { Vote } from "./votes.ts";
import { bitOf, rowOf, vote } from "./votes.ts";

/** Votes per level; null where the level does not apply to the object. */
export type Votes = { readonly [L in Level]: Vote | null };

/** A permission that spoke about the check, and the role it comes from. */
export interface ExplainedPermission {
  readonly role: string;
  /** The organization in which the role is held; null for roles of the site. */
  readonly organizationId: string | null;
  readonly implied: boolean;
  readonly level: Level;
  readonly negate: boolean;
  readonly resourceType: string;
  readonly action: string;
}

/** A matching entry of the object's access lists. */
export interface ExplainedAcl {
  readonly kind: "user" | "group" | "everyone";
  /** User, group or organization. */
  readonly id: string;
  readonly actions: readonly string[];
  /** False when the entry has no effect because membership is missing. */
  readonly effective: boolean;
}

/** What the credential's restrictions say about the check. */
export interface ExplainedScope {
  readonly allowed: boolean;
  readonly scopes: readonly {
    readonly name: string;
    readonly resourceType: string;
    readonly action: string;
  }[];
  readonly allowList: readonly string[];
}

/** What settled the roles' part of a decision. */
export type DecidedBy = Level | "acl" | "none";

/** Why a check has its result (spec authorization §3.11). */
export interface Explanation {
  readonly allowed: boolean;
  readonly object: UncheckedObject;
  readonly votes: Votes;
  readonly permissions: readonly ExplainedPermission[];
  readonly decidedBy: DecidedBy;
  readonly acl: readonly ExplainedAcl[];
  /** Null when evaluated without a key. */
  readonly scope: ExplainedScope | null;
}

const noVotes: Votes = { site: null, user: null, org: null, member: null };

/**
 * Explains the check that `decideUnchecked` answers. For an object that names an organization and
 * asks for any, which is an input error, nothing applies. Not for hot paths.
 */
export function explain(subject: Subject, action: string, object: UncheckedObject): Explanation {
  const contradictory = object.anyOrg === true && isSet(object.org);
  const votes = contradictory ? noVotes : votesOf(subject, action, object);
  const acl = contradictory ? [] : explainAcl(subject, action, object);
  return {
    allowed: decideUnchecked(subject, action, object),
    object,
    votes,
    permissions: explainPermissions(subject, votes, { action, object }),
    decidedBy: decidedBy(votes, acl),
    acl,
    scope: explainScope(subject, action, object),
  };
}

/**
 * Recomputes a decision from its explanation alone, by spec authorization §6.3; equals `allowed`
 * for every explanation that `explain` returns.
 */
export function allowedBy(explanation: Pick<Explanation, "votes" | "acl" | "scope">): boolean {
  const { votes, acl, scope } = explanation;
  const scopeAllows = scope === null || (scope.scopes.length > 0 && scope.allowList.length > 0);
  return scopeAllows && (levelsAllow(votes) || acl.some(({ effective }) => effective));
}

/** Combines the votes of the four levels; a level that does not apply is silent. */
export function levelsAllow(votes: Votes): boolean {
  if (votes.site === 1 || votes.site === -1) return votes.site === 1;
  if (votes.user === 1 || votes.org === 1) return true;
  return votes.org !== -1 && votes.member === 1;
}

function decidedBy(votes: Votes, acl: readonly ExplainedAcl[]): DecidedBy {
  if (!levelsAllow(votes) && acl.some(({ effective }) => effective)) return "acl";
  if (votes.site === 1 || votes.site === -1) return "site";
  if (votes.user === 1) return "user";
  if (votes.org === 1 || votes.org === -1) return "org";
  return votes.member === 1 || votes.member === -1 ? "member" : "none";
}

function votesOf(subject: Subject, action: string, object: UncheckedObject): Votes {
  const row = rowOf(object.type);
  const bit = bitOf(action);
  const { tables } = subject;
  const site = vote(tables.site, row, bit);
  const owns = ownedBy(subject, object);
  if (object.anyOrg === true) {
    const org = bestVote(tables.orgList, "org", row, bit);
    const member = owns ? bestVote(tables.orgList, "member", row, bit) : null;
    return tables.orgList.length === 0 ? { ...noVotes, site } : { site, user: null, org, member };
  }
  if (!isSet(object.org)) {
    return { ...noVotes, site, user: owns ? vote(tables.user, row, bit) : null };
  }
  const found = tables.orgs.get(object.org);
  if (found === undefined) return { ...noVotes, site };
  const votes = compiledOrg(found);
  const member = owns ? vote(votes.member, row, bit) : null;
  return { site, user: null, org: vote(votes.org, row, bit), member };
}

interface Question {
  readonly action: string;
  readonly object: UncheckedObject;
}

function speaksAbout(permission: StoredPermission, { action, object }: Question): boolean {
  const { resourceType } = permission;
  return (
    (resourceType === "*" || resourceType === object.type) &&
    (permission.action === "*" || permission.action === action)
  );
}

function appliesAt(held: HeldRole, level: Level, { anyOrg, org }: UncheckedObject): boolean {
  if (level === "site" || level === "user") return true;
  return held.organizationId !== null && (anyOrg === true || org === held.organizationId);
}

function explainLevel(held: HeldRole, level: Level, question: Question): ExplainedPermission[] {
  if (!appliesAt(held, level, question.object)) return [];
  const { name: role, organizationId, implied, definition } = held;
  return definition[level]
    .filter((permission) => speaksAbout(permission, question))
    .map((permission) => ({ role, organizationId, implied, level, ...permission }));
}

function explainPermissions(
  subject: Subject,
  votes: Votes,
  question: Question,
): readonly ExplainedPermission[] {
  const byName = [...subject.roles].sort((a, b) => byText(a.name, b.name));
  return levels
    .filter((level) => votes[level] !== null)
    .flatMap((level) => byName.flatMap((held) => explainLevel(held, level, question)));
}

function explainAcl(
  subject: Subject,
  action: string,
  object: UncheckedObject,
): readonly ExplainedAcl[] {
  if (!aclsCount(subject, object.type)) return [];
  const effective = isInOrg(subject, object);
  const entry = (kind: ExplainedAcl["kind"], acl: Acl | undefined, id: string): ExplainedAcl[] =>
    id !== "" && aclHits(acl, id, action)
      ? [{ kind, id, actions: acl?.[id] ?? [], effective }]
      : [];
  return [
    ...entry("user", object.aclUser, subject.tables.selfId),
    ...subject.groups.flatMap((id) => entry("group", object.aclGroup, id)),
    ...entry("everyone", object.aclGroup, object.org ?? ""),
  ];
}

function explainScope(
  subject: Subject,
  action: string,
  object: UncheckedObject,
): ExplainedScope | null {
  if (subject.scope === null) return null;
  const question = { action, object };
  const scopes = subject.scope.scopes.flatMap((name) =>
    (expandScope(name) ?? [])
      .filter((permission) => speaksAbout(permission, question))
      .map(({ resourceType, action: granted }) => ({ name, resourceType, action: granted })),
  );
  const allowList = subject.scope.allowList.filter((text) => {
    const entry = parseAllowEntry(text);
    if (entry === null) return false;
    const typeMatches = entry.type === "*" || entry.type === object.type;
    return typeMatches && (entry.id === "*" || (isSet(object.id) && entry.id === object.id));
  });
  return { allowed: scopes.length > 0 && allowList.length > 0, scopes, allowList };
}
