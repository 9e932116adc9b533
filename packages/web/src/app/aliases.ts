/** Addresses of other releases and of the peer that lead to a page of ours, by their exact path. */
const exact: Readonly<Record<string, string>> = {
  "/health": "/deployment/health",
  "/deployment/overview": "/deployment",
  "/deployment/notifications": "/deployment",
  "/deployment/groups": "/organizations/default/groups",
  "/settings": "/settings/account",
  "/workspaces": "/",
  "/templates": "/",
};

/** The same by prefix; the rest of the path stays. */
const prefixes: readonly (readonly [from: string, to: string])[] = [
  ["/deployment/users", "/users"],
  ["/groups", "/organizations/default/groups"],
];

/**
 * Where an address that command lines, mails and audit entries open is to be shown instead (spec deployment §3.8), or
 * null when it is shown as it is. `pages` are the paths that this release has: an alias never hides a page.
 */
export function aliasOf(
  path: string,
  search: Readonly<Record<string, string>>,
  pages: ReadonlySet<string> = new Set(),
): { readonly path: string; readonly search: Record<string, string> } | null {
  const target = pages.has(path) ? path : pathAlias(path);
  const { filter, ...others } = search;
  if (filter === undefined && target === path) return null;
  return { path: target, search: filter === undefined ? others : { q: filter, ...others } };
}

function pathAlias(path: string): string {
  const moved = prefixes.find(([from]) => path === from || path.startsWith(`${from}/`));
  const here = moved === undefined ? (exact[path] ?? path) : moved[1] + path.slice(moved[0].length);
  return here.endsWith("/create") ? `${here.slice(0, -"create".length)}new` : here;
}

/**
 * The same page under the own name of the default organization: the navigation, the switcher and links that are passed
 * on know it by that. Null for every other path, and while the organizations are not known.
 */
export function ownNamePath(
  path: string,
  organizations: readonly { readonly name: string; readonly is_default: boolean }[],
): string | null {
  const rest = /^\/organizations\/default(\/.*)?$/.exec(path);
  const own = organizations.find(({ is_default }) => is_default);
  const isTaken = organizations.some(({ name }) => name === "default");
  if (rest === null || own === undefined || isTaken) return null;
  return `/organizations/${own.name}${rest[1] ?? ""}`;
}
