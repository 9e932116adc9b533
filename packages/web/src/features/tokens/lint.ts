import type { AllowEntry } from "../../components/scope-picker/allow-list.ts";
import {
  everything,
  permissionsOf,
  type ScopeCatalog,
} from "../../components/scope-picker/scopes.ts";

/** What the token is going to be, as far as it can be judged. */
export interface Draft {
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  /** Undefined is "all objects". */
  readonly objects: readonly AllowEntry[] | undefined;
  /** The id of the user whose token it is. */
  readonly ownerId: string;
}

/** Something that will not work as it looks. A fix, where there is one, is a change of the allow list. */
export interface Finding {
  readonly key: string;
  readonly text: string;
  /** True when the token could not be made, or could do nothing at all. */
  readonly blocking: boolean;
  readonly fix?: { readonly label: string; readonly objects: readonly AllowEntry[] };
}

/** Resources whose objects have no UUID, so that an entry with one never matches (spec authorization §4.5). */
const withoutUuid: ReadonlySet<string> = new Set(["api_key", "license"]);

interface Listing {
  readonly objects: readonly AllowEntry[];
  readonly covers: (type: string) => boolean;
}

function createWithList(permissions: ReadonlySet<string>, list: Listing): Finding[] {
  const types = new Set<string>();
  for (const permission of permissions) {
    const [type = "", action = ""] = permission.split(":");
    if ((action === "create" || action === "*") && !list.covers(type)) types.add(type);
  }
  return [...types].map((type) => ({
    key: `create-${type}`,
    text: `${type}:create needs every ${type}: with this list it can create none.`,
    blocking: false,
    fix: {
      label: `Allow every ${type}`,
      objects: [...list.objects, { type, id: "*" }],
    },
  }));
}

function neverMatching(list: Listing): Finding[] {
  const dead = list.objects.filter(({ type, id }) => id !== "*" && withoutUuid.has(type));
  const [first] = dead;
  if (first === undefined) return [];
  return [
    {
      key: "never",
      text: `Entries of ${first.type} never match: their ids are no UUIDs.`,
      blocking: false,
      fix: { label: "Remove them", objects: list.objects.filter((entry) => !dead.includes(entry)) },
    },
  ];
}

function ownerMissing(list: Listing, ownerId: string): Finding[] {
  const named = list.objects.some(
    ({ type, id }) => (type === "user" || type === "*") && (id === ownerId || id === "*"),
  );
  if (named || list.objects.length === 0) return [];
  return [
    {
      key: "owner",
      text: "Without its own user in the list the token cannot even look up whose it is.",
      blocking: false,
      fix: { label: "Add the user", objects: [...list.objects, { type: "user", id: ownerId }] },
    },
  ];
}

function dormantMissing(list: Listing): Finding[] {
  const ids = list.objects.filter(({ type, id }) => type === "workspace" && id !== "*");
  const missing = ids.filter(
    ({ id }) =>
      !list.covers("workspace_dormant") &&
      !list.objects.some((entry) => entry.type === "workspace_dormant" && entry.id === id),
  );
  if (missing.length === 0) return [];
  return [
    {
      key: "dormant",
      text: "A workspace that becomes dormant is another type and falls out of the list.",
      blocking: false,
      fix: {
        label: "Add their dormant form",
        objects: [...list.objects, ...missing.map(({ id }) => ({ type: "workspace_dormant", id }))],
      },
    },
  ];
}

/** What would not work as it looks (console guide §4.15, spec authorization §4.5). */
export function lintToken(
  draft: Draft,
  catalog: ScopeCatalog,
  expiredNames: ReadonlySet<string>,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (expiredNames.has(draft.name.trim())) {
    findings.push({
      key: "name",
      text: "An expired token still has this name. Delete it first, or choose another name.",
      blocking: true,
    });
  }
  if (draft.scopes.size === 0) {
    findings.push({ key: "scopes", text: "Choose at least one scope.", blocking: true });
  }
  const { objects } = draft;
  if (objects === undefined) return findings;
  if (objects.length === 0) {
    findings.push({
      key: "objects",
      text: "With an empty list of objects the token could do nothing.",
      blocking: true,
    });
    return findings;
  }
  const list: Listing = {
    objects,
    covers: (type) =>
      objects.some((entry) => entry.id === "*" && (entry.type === type || entry.type === "*")),
  };
  const permissions = draft.scopes.has(everything)
    ? new Set(objects.map(({ type }) => `${type}:*`))
    : permissionsOf(draft.scopes, catalog);
  return [
    ...findings,
    ...createWithList(permissions, list),
    ...neverMatching(list),
    ...ownerMissing(list, draft.ownerId),
    ...dormantMissing(list),
  ];
}
