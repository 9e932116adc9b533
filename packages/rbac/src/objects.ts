import type { ResourceType } from "./resources.ts";

/** Access list of an object: id of a user or group → actions, where `*` means every action. */
export type Acl = Readonly<Record<string, readonly string[]>>;

/**
 * What a decision is about (spec authorization §6.1). An absent or empty attribute is unset.
 * `anyOrg` asks "in any of my organizations" and excludes `org`.
 */
export interface RbacObject {
  readonly type: ResourceType;
  readonly id?: string | undefined;
  readonly owner?: string | undefined;
  readonly org?: string | undefined;
  readonly anyOrg?: boolean | undefined;
  readonly aclUser?: Acl | undefined;
  readonly aclGroup?: Acl | undefined;
}

/** An object with a type that nobody has checked, as `/authcheck` accepts it. */
export interface UncheckedObject extends Omit<RbacObject, "type"> {
  readonly type: string;
}

/** Access lists as loaded with their object. */
export interface Acls {
  readonly aclUser?: Acl | undefined;
  readonly aclGroup?: Acl | undefined;
}

/** An object of the site: no owner, no organization (licences, deployment configuration…). */
export function siteObject(type: ResourceType): RbacObject {
  return { type };
}

/** Something of a user outside organizations: preferences, secrets, subscriptions… */
export function ownedObject(type: ResourceType, owner: string, id?: string): RbacObject {
  return { type, owner, id };
}

/** Something of an organization that nobody owns: jobs, settings, logs… */
export function orgObject(type: ResourceType, org: string, id?: string): RbacObject {
  return { type, org, id };
}

/** A user; also covers SSH key, external links and settings of that user. */
export function userObject(id: string): RbacObject {
  return { type: "user", id, owner: id };
}

/** An API key of a user; key ids are no UUIDs, so no allow-list entry names one. */
export function apiKeyObject(owner: string, id?: string): RbacObject {
  return { type: "api_key", owner, id };
}

/** An organization, which is its own organization. */
export function organizationObject(id: string): RbacObject {
  return { type: "organization", id, org: id };
}

/** A membership; leave the user out for create checks. */
export function memberObject(org: string, user?: string): RbacObject {
  return { type: "organization_member", id: user, owner: user, org };
}

/** A group; its explicit members read it through its own access list. */
export function groupObject(org: string, id: string): RbacObject {
  return { type: "group", id, org, aclGroup: { [id]: ["read"] } };
}

/** A user as member of some group of the organization. */
export function groupMemberObject(org: string, user: string): RbacObject {
  return { type: "group_member", id: user, owner: user, org };
}

/** Assignment of roles: of the organization if given, else of the site. */
export function assignRoleObject(org?: string): RbacObject {
  return org === undefined ? { type: "assign_role" } : { type: "assign_org_role", org };
}

/** A template with its access lists; templates have no owner. */
export function templateObject(input: { id: string; org: string } & Acls): RbacObject {
  const { id, org, aclUser, aclGroup } = input;
  return { type: "template", id, org, aclUser, aclGroup };
}

/** What is needed to check a workspace. */
export interface WorkspaceFacts extends Acls {
  readonly id: string;
  readonly owner: string;
  readonly org: string;
  readonly dormant: boolean;
}

/**
 * A workspace. A dormant one is another type and loses its access lists; with sharing disabled
 * deployment-wide the caller passes none (spec authorization §5.1, §6.5).
 */
export function workspaceObject(facts: WorkspaceFacts): RbacObject {
  const { id, owner, org, dormant, aclUser, aclGroup } = facts;
  if (dormant) return { type: "workspace_dormant", id, owner, org };
  return { type: "workspace", id, owner, org, aclUser, aclGroup };
}
