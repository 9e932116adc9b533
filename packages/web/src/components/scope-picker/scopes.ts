/** A bundle of permissions that is requested by one name. */
export interface ScopeBundle {
  readonly name: string;
  /** What it is for, in one line. */
  readonly meaning: string;
  readonly permissions: readonly string[];
}

/** A resource with the actions that may be requested one by one. */
export interface ScopeResource {
  readonly resource: string;
  readonly meaning: string;
  readonly actions: readonly string[];
  /** Whether `<resource>:*` may be requested. */
  readonly wildcard: boolean;
}

/** Everything that can be requested. */
export interface ScopeCatalog {
  readonly bundles: readonly ScopeBundle[];
  readonly resources: readonly ScopeResource[];
}

/** The scope that is everything. */
export const everything = "coder:all";

/** How much of a resource is requested. */
export type ResourceLevel = "none" | "read" | "custom" | "all";

/** The actions of a resource among scopes, not counting its wildcard. */
function actionsOf(resource: string, scopes: ReadonlySet<string>): string[] {
  const prefix = `${resource}:`;
  return [...scopes]
    .filter((scope) => scope.startsWith(prefix) && scope !== `${prefix}*`)
    .map((scope) => scope.slice(prefix.length));
}

/** Reads the level of a resource from scopes. */
export function levelOf(resource: string, scopes: ReadonlySet<string>): ResourceLevel {
  if (scopes.has(`${resource}:*`)) return "all";
  const actions = actionsOf(resource, scopes);
  if (actions.length === 0) return "none";
  return actions.length === 1 && actions[0] === "read" ? "read" : "custom";
}

/** Scopes with another level of a resource. "Custom" starts from what was there, or from reading. */
export function withLevel(
  resource: ScopeResource,
  level: ResourceLevel,
  scopes: ReadonlySet<string>,
): ReadonlySet<string> {
  const name = resource.resource;
  const next = new Set([...scopes].filter((scope) => !scope.startsWith(`${name}:`)));
  if (level === "all") next.add(`${name}:*`);
  if (level === "read") next.add(`${name}:read`);
  if (level === "custom") {
    const before = scopes.has(`${name}:*`) ? resource.actions : actionsOf(name, scopes);
    for (const action of before) next.add(`${name}:${action}`);
  }
  return next;
}

/** The names as they are sent: sorted, and without single actions that a wildcard of the resource covers. */
export function canonicalScopes(scopes: ReadonlySet<string>): string[] {
  if (scopes.has(everything)) return [everything];
  return [...scopes]
    .filter((scope) => {
      const resource = scope.slice(0, scope.indexOf(":"));
      return scope === `${resource}:*` || !scopes.has(`${resource}:*`);
    })
    .sort();
}

/** All permissions that scopes stand for, wildcards kept as they are. */
export function permissionsOf(
  scopes: Iterable<string>,
  catalog: ScopeCatalog,
): ReadonlySet<string> {
  const all = new Set<string>();
  for (const scope of scopes) {
    const bundle = catalog.bundles.find((each) => each.name === scope);
    for (const permission of bundle?.permissions ?? [scope]) all.add(permission);
  }
  return all;
}

/** The other chosen scope that already gives a permission; undefined when none does. */
export function coveredBy(
  permission: string,
  scopes: ReadonlySet<string>,
  catalog: ScopeCatalog,
): string | undefined {
  const resource = permission.slice(0, permission.indexOf(":"));
  if (scopes.has(`${resource}:*`) && permission !== `${resource}:*`) return `${resource}:*`;
  return catalog.bundles.find(
    (bundle) => scopes.has(bundle.name) && bundle.permissions.includes(permission),
  )?.name;
}
