import { isRecord } from "../../lib/is-record.ts";
/** Settings of one sync, of whatever kind, while they are edited. */
export interface SyncDraft {
  /** Name of the claim; empty: off. */
  readonly field: string;
  /** Ids or role names by value of the claim. */
  readonly mapping: Readonly<Record<string, readonly string[]>>;
  /** Pattern that names of groups must contain; null and the empty text are not the same. */
  readonly regex: string | null;
  readonly autoCreate: boolean;
  readonly assignDefault: boolean;
}

/** Sync that is off and maps nothing. */
export const emptyDraft: SyncDraft = {
  field: "",
  mapping: {},
  regex: null,
  autoCreate: false,
  assignDefault: false,
};

/** A value and what it stands for, with the capitals of the wire. */
export interface SyncPair {
  readonly Given: string;
  readonly Gets: string;
}

function pairsOf(mapping: SyncDraft["mapping"]): readonly SyncPair[] {
  return Object.entries(mapping).flatMap(([Given, gets]) => gets.map((Gets) => ({ Given, Gets })));
}

const keyOf = ({ Given, Gets }: SyncPair): string => JSON.stringify([Given, Gets]);

function without(pairs: readonly SyncPair[], others: readonly SyncPair[]): SyncPair[] {
  const known = new Set(others.map(keyOf));
  return pairs.filter((pair) => !known.has(keyOf(pair)));
}

/** What a draft adds to the saved mapping and takes from it; only that is sent. */
export function mappingChange(
  saved: SyncDraft,
  draft: SyncDraft,
): { readonly Add: SyncPair[]; readonly Remove: SyncPair[] } {
  const [before, after] = [pairsOf(saved.mapping), pairsOf(draft.mapping)];
  return { Add: without(after, before), Remove: without(before, after) };
}

/**
 * A draft that began from `base`, on what is saved now: its own changes, and for the rest what somebody else saved
 * meanwhile. Values without a target stay where the draft has them.
 */
export function rebased(base: SyncDraft, draft: SyncDraft, saved: SyncDraft): SyncDraft {
  if (base === saved) return draft;
  const own = <Name extends keyof SyncDraft>(name: Name): SyncDraft[Name] =>
    draft[name] === base[name] ? saved[name] : draft[name];
  const { Add, Remove } = mappingChange(base, draft);
  const now = pairsOf(saved.mapping);
  const pairs = [...without(now, Remove), ...without(Add, now)];
  const empty = Object.entries(draft.mapping).filter(([, gets]) => gets.length === 0);
  const mapping: Record<string, readonly string[]> = Object.fromEntries(empty);
  for (const { Given, Gets } of pairs) mapping[Given] = [...(mapping[Given] ?? []), Gets];
  return {
    field: own("field"),
    mapping,
    regex: own("regex"),
    autoCreate: own("autoCreate"),
    assignDefault: own("assignDefault"),
  };
}

/** Whether anything but the mapping differs. */
export function isConfigChanged(saved: SyncDraft, draft: SyncDraft): boolean {
  return (
    saved.field !== draft.field ||
    saved.regex !== draft.regex ||
    saved.autoCreate !== draft.autoCreate ||
    saved.assignDefault !== draft.assignDefault
  );
}

/** The changes of a draft in words, one each: what the save bar counts and the leave dialog lists. */
export function changesOf(saved: SyncDraft, draft: SyncDraft): readonly string[] {
  const { Add, Remove } = mappingChange(saved, draft);
  const named = (name: string, changed: boolean) => (changed ? [name] : []);
  return [
    ...named("claim", saved.field !== draft.field),
    ...named("pattern", saved.regex !== draft.regex),
    ...named("missing groups", saved.autoCreate !== draft.autoCreate),
    ...named("default organization", saved.assignDefault !== draft.assignDefault),
    ...[...Add, ...Remove].map(({ Given }) => `mapping of ${Given}`),
  ];
}

/** A draft as a file: what an export writes and an import reads. */
export function writeDraft({
  field,
  mapping,
  regex,
  autoCreate,
  assignDefault,
}: SyncDraft): string {
  const file = {
    field,
    mapping,
    regex_filter: regex,
    auto_create_missing_groups: autoCreate,
    organization_assign_default: assignDefault,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function isMapping(value: unknown): value is SyncDraft["mapping"] {
  return (
    isRecord(value) &&
    Object.values(value).every(
      (list) => Array.isArray(list) && list.every((each) => typeof each === "string"),
    )
  );
}

/** Reads an exported file; what it leaves out stays as it is. Undefined when it is none. */
export function readDraft(text: string, current: SyncDraft): SyncDraft | undefined {
  const file = readRecord(text);
  if (file === undefined) return undefined;
  const { field = current.field, mapping = current.mapping, regex_filter: regex } = file;
  if (typeof field !== "string" || !isMapping(mapping)) return undefined;
  const flag = (name: string, standard: boolean): boolean =>
    typeof file[name] === "boolean" ? file[name] : standard;
  return {
    field,
    mapping,
    regex: typeof regex === "string" || regex === null ? regex : current.regex,
    autoCreate: flag("auto_create_missing_groups", current.autoCreate),
    assignDefault: flag("organization_assign_default", current.assignDefault),
  };
}

/** Reads a JSON object; undefined for every other text. */
export function readRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
