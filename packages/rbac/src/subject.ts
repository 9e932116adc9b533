import type { RoleSwitches } from "./builtin-roles.ts";
import type { CustomRoleRow, HeldRole, LoadedRole, MembershipInput } from "./held-roles.ts";
import { indexCustomRoles, loadRole, orgRolesHeld, siteRolesHeld, tablesOf } from "./held-roles.ts";
import type { Role, RoleDefinition } from "./roles.ts";
import type { ScopeError, SubjectScope } from "./subject-scope.ts";
import { compileScope } from "./subject-scope.ts";
import { nilUuid } from "./uuid.ts";
import type { VoteTable } from "./votes.ts";

/**
 * The actor as seen by decisions. Build it with `makeSubject` or `subjectFromRoles` and treat
 * `tables` as private. Immutable apart from votes compiled on first use, so it can be cached and
 * shared between requests.
 */
export interface Subject {
  readonly id: string;
  readonly roles: readonly HeldRole[];
  /** Organizations in which the subject holds any role, implied ones included. */
  readonly memberships: readonly string[];
  /** Explicit groups; the Everyone group of an organization is not among them. */
  readonly groups: readonly string[];
  /** Null when evaluated without a key. */
  readonly scope: SubjectScope | null;
  /** Access lists of workspaces and tasks count for nothing, deployment-wide. */
  readonly sharingDisabled: boolean;
  readonly tables: SubjectTables;
}

/** Compiled votes of a subject. */
export interface SubjectTables {
  /** What owners and user access lists are compared with; empty = owns nothing. */
  readonly selfId: string;
  readonly site: readonly VoteTable[];
  readonly user: readonly VoteTable[];
  readonly orgs: ReadonlyMap<string, OrgVotes>;
  readonly orgList: readonly OrgVotes[];
}

/** Votes of one membership. */
export interface OrgVotes {
  readonly id: string;
  readonly org: VoteTable[];
  readonly member: VoteTable[];
  /** Roles not compiled yet: a membership costs nothing until a decision concerns it. */
  readonly pending: LoadedRole[];
}

/** Everything the subject of a request is made of. */
export interface SubjectInput {
  readonly id: string;
  /** Bare names as stored; `member` is added. */
  readonly siteRoles: readonly string[];
  readonly organizations: readonly MembershipInput[];
  /** Rows that may be needed: those of the site and of the memberships; others are ignored. */
  readonly customRoles: readonly CustomRoleRow[];
  readonly groups: readonly string[];
  /** Scopes stored with the key; null = not restricted by scopes. */
  readonly scopes: readonly string[] | null;
  /** Allow list stored with the key; null = not restricted to objects. */
  readonly allowList: readonly string[] | null;
  readonly deployment: RoleSwitches;
}

/** Outcome of building a subject. */
export type SubjectResult =
  | { readonly ok: true; readonly subject: Subject }
  | { readonly ok: false; readonly error: ScopeError };

/**
 * Builds the subject of a request: implied roles are added, role names that do not resolve are
 * dropped silently, a missing system-role row is replaced by its computed contents. Fails only when
 * the key's scopes or allow list cannot be understood; the key is then unusable (spec
 * authorization §5.2, §5.5, §8).
 */
export function makeSubject(input: SubjectInput): SubjectResult {
  const compiled = compileScope(input.scopes, input.allowList);
  if (!compiled.ok) return compiled;
  const custom = indexCustomRoles(input.customRoles);
  const roles = [...siteRolesHeld(input.siteRoles, input.deployment, custom)];
  for (const membership of input.organizations) {
    for (const held of orgRolesHeld(membership, custom)) roles.push(held);
  }
  const { id, groups, deployment } = input;
  const sharingDisabled = deployment.disableWorkspaceSharing;
  const parts = { id, roles, groups, scope: compiled.scope, sharingDisabled };
  return { ok: true, subject: assemble(parts) };
}

/** A subject given by expanded roles; null scopes and allow list mean "without a key". */
export interface RoleSubjectInput {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly groups?: readonly string[];
  readonly scopes?: readonly string[] | null;
  readonly allowList?: readonly string[] | null;
}

/**
 * Builds a subject from exactly these roles; nothing is implied. For internal subjects, previews
 * and tests. Fails like `makeSubject`.
 */
export function subjectFromRoles(input: RoleSubjectInput): SubjectResult {
  const compiled = compileScope(input.scopes ?? null, input.allowList ?? null);
  if (!compiled.ok) return compiled;
  const roles = input.roles.flatMap(holdRole);
  const { id, groups = [] } = input;
  const parts = { id, roles, groups, scope: compiled.scope, sharingDisabled: false };
  return { ok: true, subject: assemble(parts) };
}

function holdRole(role: Role): readonly HeldRole[] {
  const { name, displayName, site, user, byOrg } = role;
  const orgs = Object.entries(byOrg);
  const definition = { name, displayName, site, user, org: [], member: [] };
  const only = orgs.length === 1 ? orgs[0] : undefined;
  if (only !== undefined) return [holdExplicit({ ...definition, ...only[1] }, only[0])];
  return [
    holdExplicit(definition, null),
    ...orgs.map(([id, levels]) =>
      holdExplicit({ ...definition, site: [], user: [], ...levels }, id),
    ),
  ];
}

function holdExplicit(definition: RoleDefinition, organizationId: string | null): HeldRole {
  const loaded = loadRole(definition);
  return { name: definition.name, organizationId, implied: false, definition, loaded };
}

interface Parts {
  readonly id: string;
  readonly roles: readonly HeldRole[];
  readonly groups: readonly string[];
  readonly scope: SubjectScope | null;
  readonly sharingDisabled: boolean;
}

function addTable(tables: VoteTable[], table: VoteTable | null): void {
  // The same role held in many organizations shares one table; it need not vote twice.
  if (table !== null && !tables.includes(table)) tables.push(table);
}

function assemble(parts: Parts): Subject {
  const site: VoteTable[] = [];
  const user: VoteTable[] = [];
  const orgs = new Map<string, OrgVotes>();
  for (const { organizationId, loaded, definition } of parts.roles) {
    if (organizationId === null || definition.site.length > 0 || definition.user.length > 0) {
      const compiled = tablesOf(loaded);
      addTable(site, compiled.site);
      addTable(user, compiled.user);
    }
    if (organizationId === null) continue;
    let votes = orgs.get(organizationId);
    if (votes === undefined) {
      votes = { id: organizationId, org: [], member: [], pending: [] };
      orgs.set(organizationId, votes);
    }
    votes.pending.push(loaded);
  }
  const selfId = parts.id === nilUuid ? "" : parts.id;
  const orgList = [...orgs.values()];
  const tables = { selfId, site, user, orgs, orgList };
  return { ...parts, memberships: [...orgs.keys()], tables };
}

/** The compiled votes of one membership. Safe to call again. */
export function compiledOrg(votes: OrgVotes): OrgVotes {
  if (votes.pending.length === 0) return votes;
  for (const role of votes.pending) {
    const compiled = tablesOf(role);
    addTable(votes.org, compiled.org);
    addTable(votes.member, compiled.member);
  }
  votes.pending.length = 0;
  return votes;
}
