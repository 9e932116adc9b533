import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * What an act makes old, thing by thing: the one place that knows which pages show it. Everything is asked for anew
 * where it is on screen, and elsewhere when it is looked at again. The audit log holds every act.
 */
async function renew(queries: QueryClient, keys: readonly QueryKey[]): Promise<void> {
  const all = [...keys, ["audit"], ["users", "part"]];
  await Promise.all(all.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** A user was made, changed or deleted, or holds other site roles; it may be whoever is signed in. */
export function usersChanged(queries: QueryClient): Promise<void> {
  return renew(queries, [
    ["users"],
    ["me"],
    ["permissions"],
    ["members"],
    ["groups"],
    ["tokens"],
    ["sessions"],
    ["ai-budgets"],
    ["deployment", "user-count"],
  ]);
}

/** Somebody came into an organization or left it, or holds other roles there. */
export function membersChanged(queries: QueryClient, organizationId: string): Promise<void> {
  return renew(queries, [
    ["members", organizationId],
    ["groups", organizationId],
    ["users"],
    ["me"],
    ["organizations"],
    ["permissions"],
    ["ai-budgets"],
  ]);
}

/** A group was made, changed or deleted, or has other members; without `organizationId` in any organization. */
export function groupsChanged(queries: QueryClient, organizationId?: string): Promise<void> {
  const within = organizationId === undefined ? [] : [organizationId];
  return renew(queries, [
    ["groups", ...within],
    ["groups", "palette"],
    ["members", ...within],
    ["idp-sync", "targets", "groups", ...within],
    ["ai-budgets"],
  ]);
}

/** A custom role was made, changed or deleted. */
export function rolesChanged(queries: QueryClient, organizationId: string): Promise<void> {
  return renew(queries, [
    ["organization-roles", organizationId],
    ["idp-sync", "targets", "roles", organizationId],
    ["members", organizationId],
    ["permissions"],
  ]);
}

/** An organization was made, changed or deleted: its members are those of no organization, or gain its default roles. */
export function organizationsChanged(queries: QueryClient): Promise<void> {
  return renew(queries, [
    ["organizations"],
    ["members"],
    ["groups"],
    ["users"],
    ["me"],
    ["permissions"],
  ]);
}

/** A token was made, changed or ended. */
export function tokensChanged(queries: QueryClient): Promise<void> {
  return renew(queries, [["tokens"]]);
}

/** Sessions ended. One's own are listed under `me` and under the own id. */
export function sessionsChanged(queries: QueryClient): Promise<void> {
  return renew(queries, [["sessions"]]);
}

/** What a group or a person may spend was changed. */
export function budgetsChanged(queries: QueryClient): Promise<void> {
  return renew(queries, [["ai-budgets"], ["me", "ai-spend"]]);
}

/** A price was set, planned or taken back: what would have been spent is computed with it, too. */
export function pricesChanged(queries: QueryClient): Promise<void> {
  return renew(queries, [["prices"], ["ai-usage", "reprice"]]);
}

/** Settings that nothing but their own page shows were changed; `key` is that page's. */
export function settingsChanged(queries: QueryClient, key: QueryKey): Promise<void> {
  return renew(queries, [key]);
}
