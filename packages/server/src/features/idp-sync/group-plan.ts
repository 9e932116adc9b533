import { type ClaimHistory, readFollowedClaim } from "./followed-claim.ts";
import { type NewGroup, newGroupsFor } from "./group-names.ts";
import { type GroupSync, mapped } from "./settings.ts";
import { startTrace, type Tracer } from "./trace.ts";

/** The groups of one organization that a user's claims ask for. */
export type WantedGroups =
  /** The groups stay as they are; an error is for administrators. */
  | { readonly kind: "untouched"; readonly tracer: Tracer; readonly error?: string }
  | {
      readonly kind: "wanted";
      readonly tracer: Tracer;
      readonly ids: readonly string[];
      readonly names: readonly string[];
    };

/** Whether a group name passes the filter. */
export type NameFilter = (name: string) => boolean;

/**
 * Decides which groups a login asks for: legacy names, filter, mapping, name, in this order
 * (spec idp-sync-and-scim §A4.2). A claim that cannot be read leaves the groups as they are.
 */
export function wantedGroups(
  settings: GroupSync,
  history: ClaimHistory,
  organizationId: string,
  filter: NameFilter,
): WantedGroups {
  const tracer = startTrace({ kind: "group", organizationId, claim: settings.field });
  const claim = readFollowedClaim(settings.field, history, tracer);
  if (claim.kind === "invalid") return { kind: "untouched", tracer, error: claim.detail };
  if (claim.kind === "untouched") return { ...claim, tracer };
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const raw of claim.values) {
    const value = renamed(settings, raw, tracer);
    if (!filter(value)) {
      tracer.note("regex_filter", value, "filtered", "does not match");
      continue;
    }
    const targets = mapped(settings.mapping, value);
    if (targets === undefined) names.add(value);
    else tracer.note("mapping", value, "mapped", targets.join(", "));
    for (const id of targets ?? []) ids.add(id);
  }
  return { kind: "wanted", tracer, ids: [...ids], names: [...names] };
}

function renamed(settings: GroupSync, value: string, tracer: Tracer): string {
  const name = mapped(settings.legacyMapping, value);
  if (name === undefined) return value;
  tracer.note("legacy_group_name_mapping", value, "renamed", name);
  return name;
}

/** A group of the organization; those that SCIM manages are never among them. */
export interface KnownGroup {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly source: string;
}

/** How the groups of a user in one organization change. */
export interface GroupChange {
  readonly organizationId: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly create: readonly NewGroup[];
}

/** Most groups that one login creates (trap 9). */
export const maxCreatedGroups = 200;

interface Resolution {
  readonly organizationId: string;
  readonly autoCreate: boolean;
  /** Groups whose id, or whose name in any letter case, is asked for. */
  readonly known: readonly KnownGroup[];
  /** Groups that the user is in now. */
  readonly current: readonly string[];
  /** How many groups this login may still create. */
  readonly mayCreate: number;
}

/**
 * Finds the groups that are asked for, and compares them with what is. Everyone, whose id is the organization's, is
 * neither entered nor left.
 */
export function changeOfGroups(
  wanted: Extract<WantedGroups, { kind: "wanted" }>,
  { organizationId, autoCreate, known, current, mayCreate }: Resolution,
): GroupChange {
  const { tracer } = wanted;
  const ids = new Set(known.map((group) => group.id));
  const byName = new Map(known.map((group) => [group.name, group]));
  const expected = new Set(wanted.ids.filter((id) => ids.has(id)));
  for (const id of wanted.ids.filter((one) => !ids.has(one))) {
    tracer.note("mapping", id, "unknown", "no such group in this organization");
  }
  const missing: string[] = [];
  for (const name of wanted.names) {
    const found = byName.get(name) ?? (autoCreate ? madeFor(name, byName) : undefined);
    if (found === undefined) missing.push(name);
    else {
      tracer.note("name", name, "found", found.id);
      expected.add(found.id);
    }
  }
  expected.delete(organizationId);
  const taken = new Set(known.map((group) => group.name.toLowerCase()));
  const present = new Set(current);
  return {
    organizationId,
    add: [...expected].filter((id) => !present.has(id)).sort(),
    remove: [...present].filter((id) => !expected.has(id) && id !== organizationId).sort(),
    create: groupsToCreate(missing, taken, { tracer, limit: autoCreate ? mayCreate : null }),
  };
}

/** The groups to create for names that are not found; a limit of null creates none. */
function groupsToCreate(
  names: readonly string[],
  taken: Set<string>,
  { tracer, limit }: { tracer: Tracer; limit: number | null },
): NewGroup[] {
  const create: NewGroup[] = [];
  for (const name of names) {
    const fresh = limit === null ? undefined : freeGroup(name, taken);
    if (limit === null || fresh === undefined) {
      tracer.note("name", name, "unknown", unknownDetail(name, taken));
    } else if (create.length >= limit) {
      tracer.note("auto_create_missing_groups", name, "capped", "too many new groups at once");
    } else {
      tracer.note("auto_create_missing_groups", name, "created", fresh.name);
      taken.add(fresh.name.toLowerCase());
      create.push(fresh);
    }
  }
  return create;
}

/** The group that an earlier login created for a value that is no name. */
function madeFor(value: string, byName: ReadonlyMap<string, KnownGroup>): KnownGroup | undefined {
  for (const made of newGroupsFor(value)) {
    const group = byName.get(made.name);
    const isOurs = group?.source === "oidc" && group.displayName === made.displayName;
    if (isOurs && made.displayName !== "") return group;
  }
  return undefined;
}

function freeGroup(value: string, taken: ReadonlySet<string>): NewGroup | undefined {
  return newGroupsFor(value).find((made) => !taken.has(made.name.toLowerCase()));
}

function unknownDetail(name: string, taken: ReadonlySet<string>): string {
  if (taken.has(name.toLowerCase())) return "a group has this name in other letter case";
  return "no group of this name";
}

/** Every name that may have to be looked up for a wanted one. */
export function lookedUpNames(name: string, autoCreate: boolean): readonly string[] {
  return autoCreate ? [name, ...newGroupsFor(name).map((made) => made.name)] : [name];
}
