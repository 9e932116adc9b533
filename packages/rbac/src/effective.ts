import { aclAllows, decide } from "./decide.ts";
import type { RbacObject } from "./objects.ts";
import type { Action, ResourceType } from "./resources.ts";
import { actionsOf, resourceTypes } from "./resources.ts";
import type { Subject } from "./subject.ts";

/** A kind of object without access lists (spec authorization §3.12). */
export type EffectiveTarget = "site" | "own" | "org" | "org_own";

/** What a subject may do with objects of one type and kind. */
export interface EffectivePermission {
  readonly target: EffectiveTarget;
  /** Null for `site` and `own`. */
  readonly organizationId: string | null;
  readonly resourceType: ResourceType;
  /** Ascending, never empty. */
  readonly actions: readonly Action[];
}

type Place = Pick<EffectivePermission, "target" | "organizationId">;

function objectAt(place: Place, subject: Subject): Omit<RbacObject, "type"> {
  const org = place.organizationId ?? undefined;
  const owned = place.target === "own" || place.target === "org_own";
  return { org, owner: owned ? subject.id : undefined };
}

function places(subject: Subject): readonly Place[] {
  const orgs = [...subject.memberships].sort();
  return [
    ...orgs.map((organizationId) => ({ target: "org", organizationId }) as const),
    ...orgs.map((organizationId) => ({ target: "org_own", organizationId }) as const),
    { target: "own", organizationId: null },
    { target: "site", organizationId: null },
  ];
}

/**
 * Everything `decide` allows the subject on objects without access lists, sorted by target,
 * organization, type, action. Build the subject without a key to leave scopes out. Grows with the
 * number of memberships; not for hot paths.
 */
export function effectivePermissions(subject: Subject): readonly EffectivePermission[] {
  const found: EffectivePermission[] = [];
  for (const place of places(subject)) {
    const object = objectAt(place, subject);
    for (const resourceType of resourceTypes) {
      const allowed = actionsOf(resourceType)
        .filter((action) => decide(subject, action, { ...object, type: resourceType }))
        .sort();
      if (allowed.length > 0) found.push({ ...place, resourceType, actions: allowed });
    }
  }
  return found;
}

/** The actions that the access lists of an object give the subject, ascending (spec authorization §3.15). */
export function actionsGrantedByAcl(subject: Subject, object: RbacObject): readonly Action[] {
  return actionsOf(object.type)
    .filter((action) => aclAllows(subject, action, object))
    .sort();
}

/** Gains and losses between two snapshots of one user. */
export interface EffectiveDifference {
  readonly gains: readonly EffectivePermission[];
  readonly losses: readonly EffectivePermission[];
}

/** Compares two results of `effectivePermissions` (spec authorization §3.15). */
export function compareEffective(
  before: readonly EffectivePermission[],
  after: readonly EffectivePermission[],
): EffectiveDifference {
  return { gains: subtract(after, before), losses: subtract(before, after) };
}

function placeKey({ target, organizationId, resourceType }: EffectivePermission): string {
  return `${target} ${organizationId ?? ""} ${resourceType}`;
}

function subtract(
  from: readonly EffectivePermission[],
  taken: readonly EffectivePermission[],
): readonly EffectivePermission[] {
  const index = new Map(taken.map((entry) => [placeKey(entry), entry.actions]));
  return from.flatMap((entry) => {
    const gone = index.get(placeKey(entry)) ?? [];
    const left = entry.actions.filter((action) => !gone.includes(action));
    return left.length === 0 ? [] : [{ ...entry, actions: left }];
  });
}
