import { actionsFor, type Permissions, type Target } from "./question.ts";

/** An action that a role takes away. */
export interface Denial {
  readonly action: string;
  /** The role as it is called on screen. */
  readonly role: string;
}

/** What may be done with one type in one place, and what is taken away there. */
export interface AccessRow {
  readonly resource: string;
  readonly actions: readonly string[];
  readonly denied: readonly Denial[];
}

/** A place where permissions hold: the deployment, an organization, or one's own objects in either. */
export interface AccessPlace {
  readonly key: string;
  readonly target: Exclude<Target, "id">;
  /** Id of the organization; empty: the deployment. */
  readonly organization: string;
  readonly rows: readonly AccessRow[];
}

const targets = { site: "any", own: "own", org: "any", org_own: "own" } as const;
const levels = { site: "any", user: "own", org: "any", member: "own" } as const;

/** What a role is called. */
export const roleName = (role: { readonly name: string; readonly display_name: string }): string =>
  role.display_name === "" ? role.name : role.display_name;

/**
 * Everything that a user may do, place by place, with what roles take away beside what is granted: a refusal that is
 * not shown looks like a right that was never given.
 */
export function accessPlaces({ effective, roles }: Permissions): readonly AccessPlace[] {
  const places = new Map<string, Omit<AccessPlace, "rows"> & { rows: Map<string, MutableRow> }>();
  const rowAt = (target: "any" | "own", organization: string, resource: string): MutableRow => {
    const key = `${target} ${organization}`;
    const place = places.get(key) ?? { key, target, organization, rows: new Map() };
    places.set(key, place);
    const row = place.rows.get(resource) ?? { resource, actions: [], denied: [] };
    place.rows.set(resource, row);
    return row;
  };
  for (const each of effective) {
    const row = rowAt(targets[each.target], each.organization_id ?? "", each.resource_type);
    row.actions.push(...each.actions);
  }
  for (const role of roles) {
    for (const { negate, level, resource_type, action } of role.permissions) {
      if (!negate) continue;
      const row = rowAt(levels[level], role.organization_id ?? "", resource_type);
      const taken = action === "*" ? actionsFor(resource_type) : [action];
      row.denied.push(...taken.map((one) => ({ action: one, role: roleName(role) })));
    }
  }
  return [...places.values()]
    .map(({ rows, ...place }) => ({
      ...place,
      rows: [...rows.values()].sort((a, b) => a.resource.localeCompare(b.resource)),
    }))
    .sort((a, b) => Number(a.organization !== "") - Number(b.organization !== ""));
}

interface MutableRow extends AccessRow {
  readonly actions: string[];
  readonly denied: Denial[];
}

/** What of the places speaks of a text; places without such rows are left out. */
export function matchingPlaces(
  places: readonly AccessPlace[],
  text: string,
): readonly AccessPlace[] {
  const wanted = text.trim().toLowerCase();
  const speaks = ({ resource, actions, denied }: AccessRow) =>
    wanted === "" ||
    resource.includes(wanted) ||
    [...actions, ...denied.map(({ action }) => action)].some((one) => one.includes(wanted));
  return places
    .map((place) => ({ ...place, rows: place.rows.filter(speaks) }))
    .filter(({ rows }) => rows.length > 0);
}

/** What a place is called: "Own in Design". */
export function placeName(
  { target, organization }: Pick<AccessPlace, "target" | "organization">,
  nameOf: (id: string) => string,
): string {
  if (organization === "") return target === "own" ? "Own" : "Everywhere";
  return target === "own" ? `Own in ${nameOf(organization)}` : `In ${nameOf(organization)}`;
}
