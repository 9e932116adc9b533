import { isResourceType, resourceTypes } from "./resources.ts";
import { byText } from "./text-order.ts";
import { canonicalUuid } from "./uuid.ts";
import { rowOf } from "./votes.ts";

/** One canonical entry: a known type or `*`, and a lower-case UUID or `*`. */
export interface AllowEntry {
  readonly type: string;
  readonly id: string;
}

/** Most entries that a request may contain, before normalisation (spec authorization §4.4). */
export const maxAllowEntries = 128;

/** The list that restricts nothing. */
export const allowEverything: readonly string[] = Object.freeze(["*:*"]);

/** Reads `type:id`; null when the type is unknown or the id is neither `*` nor a UUID. */
export function parseAllowEntry(text: string): AllowEntry | null {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(":");
  if (colon <= 0) return null;
  const type = trimmed.slice(0, colon);
  const rawId = trimmed.slice(colon + 1);
  if (type !== "*" && !isResourceType(type)) return null;
  const id = rawId === "*" ? "*" : canonicalUuid(rawId);
  return id === null ? null : { type, id };
}

/** Writes an entry as it is stored and sent. */
export function formatAllowEntry(entry: AllowEntry): string {
  return `${entry.type}:${entry.id}`;
}

/** Outcome of reading an allow list. */
export type AllowListResult =
  | { readonly ok: true; readonly allowList: readonly string[] }
  | { readonly ok: false; readonly code: "too_many_entries" }
  | { readonly ok: false; readonly code: "invalid_entry"; readonly entry: string };

/**
 * Parses, canonicalises and normalises a requested or stored list. An empty list stays empty and
 * then authorizes nothing; giving an absent list its default is the caller's business.
 */
export function readAllowList(entries: readonly string[]): AllowListResult {
  const read = readEntries(entries);
  return read.ok ? { ok: true, allowList: read.entries.map(formatAllowEntry) } : read;
}

type EntriesResult =
  | { readonly ok: true; readonly entries: readonly AllowEntry[] }
  | Extract<AllowListResult, { ok: false }>;

function readEntries(list: readonly string[]): EntriesResult {
  if (list.length > maxAllowEntries) return { ok: false, code: "too_many_entries" };
  const parsed: AllowEntry[] = [];
  for (const entry of list) {
    const read = parseAllowEntry(entry);
    if (read === null) return { ok: false, code: "invalid_entry", entry };
    parsed.push(read);
  }
  return { ok: true, entries: normalise(parsed) };
}

function compareEntries(a: AllowEntry, b: AllowEntry): number {
  return byText(a.type, b.type) || byText(a.id, b.id);
}

function normalise(entries: readonly AllowEntry[]): readonly AllowEntry[] {
  const wholeTypes = new Set<string>();
  for (const { type, id } of entries) if (id === "*") wholeTypes.add(type);
  if (wholeTypes.has("*")) return [{ type: "*", id: "*" }];
  const sorted = entries
    .filter(({ type, id }) => id === "*" || !wholeTypes.has(type))
    .sort(compareEntries);
  return sorted.filter((entry, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || compareEntries(previous, entry) !== 0;
  });
}

function parseAll(list: readonly string[]): readonly AllowEntry[] {
  return list.flatMap((text) => parseAllowEntry(text) ?? []);
}

function narrower(a: string, b: string): string | null {
  if (a === b || b === "*") return a;
  return a === "*" ? b : null;
}

/**
 * The objects that both canonical lists admit (spec authorization §4.5 step 3). Commutative,
 * associative and idempotent on normalised lists; empty = nothing is admitted.
 */
export function intersectAllowLists(
  left: readonly string[],
  right: readonly string[],
): readonly string[] {
  const others = parseAll(right);
  const both: AllowEntry[] = [];
  for (const entry of parseAll(left)) {
    for (const other of others) {
      const type = narrower(entry.type, other.type);
      const id = narrower(entry.id, other.id);
      if (type !== null && id !== null) both.push({ type, id });
    }
  }
  return normalise(both).map(formatAllowEntry);
}

/** Whether every object that `inner` admits is admitted by a single entry of `outer`. */
export function allowListCovers(outer: readonly string[], inner: readonly string[]): boolean {
  const wide = parseAll(outer);
  return parseAll(inner).every((entry) =>
    wide.some(
      ({ type, id }) => (type === "*" || type === entry.type) && (id === "*" || id === entry.id),
    ),
  );
}

/** An allow list indexed for decisions. Immutable. */
export interface AllowMatcher {
  readonly all: boolean;
  readonly wholeTypes: Uint8Array;
  /** Lower-case id → rows of the types it is listed with; -1 = with any type. */
  readonly ids: ReadonlyMap<string, readonly number[]>;
}

const anyRow = -1;
const matchAll: AllowMatcher = { all: true, wholeTypes: new Uint8Array(0), ids: new Map() };

/** Indexes a list that `readAllowList` has accepted. */
export function compileAllowList(allowList: readonly string[]): AllowMatcher {
  return compileEntries(parseAll(allowList));
}

function compileEntries(entries: readonly AllowEntry[]): AllowMatcher {
  const wholeTypes = new Uint8Array(resourceTypes.length + 1);
  const ids = new Map<string, number[]>();
  for (const { type, id } of entries) {
    if (type === "*" && id === "*") return matchAll;
    const row = type === "*" ? anyRow : rowOf(type);
    const listed = ids.get(id);
    if (id === "*") wholeTypes[row] = 1;
    else if (listed === undefined) ids.set(id, [row]);
    else listed.push(row);
  }
  return { all: false, wholeTypes, ids };
}

/** An allow list read and indexed in one pass, for building subjects. */
export type LoadedAllowList =
  | { readonly ok: true; readonly allowList: readonly string[]; readonly matcher: AllowMatcher }
  | Extract<AllowListResult, { ok: false }>;

/** Reads a stored list like `readAllowList` and indexes it. */
export function loadAllowList(stored: readonly string[]): LoadedAllowList {
  const read = readEntries(stored);
  if (!read.ok) return read;
  const allowList = read.entries.map(formatAllowEntry);
  return { ok: true, allowList, matcher: compileEntries(read.entries) };
}

/**
 * Whether the list admits an object of the type in `row`. An object without an id is admitted only
 * by the wildcard forms, so most create checks need them (spec authorization §4.5 step 4).
 */
export function allowListMatches(
  matcher: AllowMatcher,
  row: number,
  id: string | undefined,
): boolean {
  if (matcher.all || matcher.wholeTypes[row] === 1) return true;
  const listed = matcher.ids.get(id ?? "");
  return listed !== undefined && (listed.includes(row) || listed.includes(anyRow));
}

/** The ids that a row filter for the type in `row` must be limited to; null = no limit. */
export function allowedIds(matcher: AllowMatcher, row: number): readonly string[] | null {
  if (matcher.all || matcher.wholeTypes[row] === 1) return null;
  const found: string[] = [];
  for (const [id, listed] of matcher.ids) {
    if (listed.includes(row) || listed.includes(anyRow)) found.push(id);
  }
  return found;
}
