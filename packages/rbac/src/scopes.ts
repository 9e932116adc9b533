import { publicScopeNames } from "./public-scopes.ts";
import { actionsOf, isPair, isResourceType, resourceTypes } from "./resources.ts";
import type { Grants, Permission } from "./roles.ts";
import { everythingExcept, grant } from "./roles.ts";

/** The scope of a key that is not restricted. */
export const allScope = "coder:all";

/** The scope of keys that only connect to workspace apps. */
export const applicationConnectScope = "coder:application_connect";

/** The scope of agents that may not read users; never stored on keys and never requested. */
export const noUserDataScope = "no_user_data";

/** Scopes that combine several permissions (spec authorization §4.2). */
export const compositeScopes = {
  "coder:workspaces.create": {
    template: ["read", "use"],
    workspace: ["create", "read", "update", "start", "stop"],
    organization_member: ["read"],
  },
  "coder:workspaces.operate": {
    template: ["read"],
    workspace: ["read", "update", "start", "stop"],
    organization_member: ["read"],
  },
  "coder:workspaces.delete": {
    template: ["read", "use"],
    workspace: ["read", "delete"],
    organization_member: ["read"],
  },
  "coder:workspaces.access": {
    template: ["read"],
    workspace: ["read", "ssh", "application_connect"],
    organization_member: ["read"],
  },
  "coder:templates.build": {
    template: ["read"],
    file: ["create", "read"],
    provisioner_jobs: ["read"],
  },
  "coder:templates.author": {
    template: ["read", "create", "update", "delete", "view_insights"],
    file: ["create", "read"],
  },
  "coder:apikeys.manage_self": { api_key: ["read", "create", "update", "delete"] },
} as const satisfies Record<string, Grants>;

const everything: readonly Permission[] = [{ negate: false, resourceType: "*", action: "*" }];

const named: ReadonlyMap<string, readonly Permission[]> = new Map<string, readonly Permission[]>([
  [allScope, everything],
  [applicationConnectScope, grant({ workspace: ["application_connect"] })],
  [noUserDataScope, grant(everythingExcept(["user"]))],
  ...Object.entries(compositeScopes).map(([name, grants]) => [name, grant(grants)] as const),
]);

/**
 * The permissions a scope stands for, all at site level, or null for a name that is no scope.
 * Knows canonical names and `no_user_data`; legacy names must go through `canonicalScope` first.
 * Source: spec authorization §4.1.
 */
export function expandScope(name: string): readonly Permission[] | null {
  const known = named.get(name);
  if (known !== undefined) return known;
  const colon = name.indexOf(":");
  if (colon <= 0) return null;
  const resourceType = name.slice(0, colon);
  const action = name.slice(colon + 1);
  if (!isResourceType(resourceType)) return null;
  if (action === "*") return [{ negate: false, resourceType, action }];
  const found = actionsOf(resourceType).find((candidate) => candidate === action);
  return found === undefined ? null : [{ negate: false, resourceType, action: found }];
}

/** All names that may be stored on a key, in ascending byte order: 211 (spec authorization §4.1). */
export const storableScopes: readonly string[] = [
  allScope,
  applicationConnectScope,
  ...Object.keys(compositeScopes),
  ...resourceTypes.flatMap((type) => [
    `${type}:*`,
    ...actionsOf(type).map((action) => `${type}:${action}`),
  ]),
].sort();

/** Whether a key may carry the scope. `user.*` and legacy names are not storable. */
export function isStorableScope(name: string): boolean {
  if (name === noUserDataScope) return false;
  if (named.has(name)) return true;
  const colon = name.indexOf(":");
  if (colon <= 0) return false;
  const type = name.slice(0, colon);
  const action = name.slice(colon + 1);
  return isResourceType(type) && (action === "*" || isPair(type, action));
}

/** The scopes that may be requested: 51 names in ascending byte order (spec authorization §3.9). */
export const publicScopes: readonly string[] = [...publicScopeNames].sort();

const publicSet: ReadonlySet<string> = new Set(publicScopes);

const legacyNames: ReadonlyMap<string, string> = new Map([
  ["all", allScope],
  ["application_connect", applicationConnectScope],
]);

/** The canonical name of a legacy scope; every other name is returned as it is. */
export function canonicalScope(name: string): string {
  return legacyNames.get(name) ?? name;
}

/** Canonical names without duplicates, in the order given. Does not check that they exist. */
export function canonicalScopes(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(canonicalScope))];
}

/** Whether the scope may be requested on input; the two legacy names count. */
export function isPublicScope(name: string): boolean {
  return publicSet.has(canonicalScope(name));
}

/** Value of the deprecated `scope` field (spec authorization §3.1). */
export type LegacyScope = "all" | "application_connect" | "";

/** The deprecated single value for stored scopes: `application_connect` is tested first. */
export function legacyScopeOf(scopes: readonly string[]): LegacyScope {
  if (scopes.includes(applicationConnectScope)) return "application_connect";
  return scopes.includes(allScope) ? "all" : "";
}
