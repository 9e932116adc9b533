import type { Validation } from "./validation.ts";
import { echo } from "./validation.ts";
import { parseBool, parseInt64, parseTime } from "./values.ts";

/** How the values of one search key are read. `freeText` is a text that also takes the words without a key. */
export type SearchKey =
  | { readonly kind: "text" | "freeText" | "texts" | "bool" | "int64" | "time" }
  | { readonly kind: "enums"; readonly values: readonly string[] };

/** The search keys of one list endpoint, in lower case. At most one is `freeText`. */
export type SearchTable = Readonly<Record<string, SearchKey>>;

type SearchValue<K extends SearchKey> = K extends { readonly values: readonly (infer V)[] }
  ? V[]
  : K extends { readonly kind: "texts" }
    ? string[]
    : K extends { readonly kind: "bool" }
      ? boolean
      : K extends { readonly kind: "int64" }
        ? bigint
        : string;

/** The keys that were given, with their values. Texts are lower case; times are UTC as `time()` decodes them. */
export type SearchFilter<T extends SearchTable> = {
  -readonly [K in keyof T]?: SearchValue<T[K]>;
};

/** What came of parsing; failures are status 400 (spec users §8.1). */
export type Searched<T extends SearchTable> =
  | { readonly ok: true; readonly filter: SearchFilter<T> }
  | { readonly ok: false; readonly validations: readonly Validation[] };

/** Longest unknown key that is repeated as the field of a failure. */
const maxFieldLength = 100;

interface Term {
  /** `undefined` for free text. */
  readonly key: string | undefined;
  readonly value: string;
}

/**
 * Parses a search expression (`q`) by spec users §8.1.
 *
 * `field` of a failure is `q` for lexical problems, else the key. All failures are returned together. Never throws;
 * the time is linear in the length.
 */
export function parseSearch<const T extends SearchTable>(table: T, query: string): Searched<T> {
  const validations: Validation[] = [];
  const terms = new Map<string, string[]>();
  for (const term of lexSearch(query, validations)) addTerm(table, term, { terms, validations });

  const filter: Record<string, unknown> = {};
  for (const [key, values] of terms) {
    const kind = table[key];
    if (kind === undefined) continue;
    const read = readKey(kind, values);
    if (read.ok) filter[key] = read.value;
    else validations.push({ field: key, detail: read.detail });
  }
  if (validations.length > 0) return { ok: false, validations };
  return { ok: true, filter: filter as SearchFilter<T> };
}

function lexSearch(query: string, validations: Validation[]): Term[] {
  const terms: Term[] = [];
  const words: string[] = [];
  for (const piece of splitOutsideQuotes(query.toLowerCase(), " ")) {
    if (piece === "") continue;
    const parts = piece.includes(":") ? splitOutsideQuotes(piece, ":") : [piece];
    const fault = fieldFault(piece, parts.length);
    if (fault !== undefined) validations.push({ field: "q", detail: fault });
    else if (parts.length === 1) words.push(stripQuotes(piece));
    else terms.push({ key: stripQuotes(parts[0] ?? ""), value: stripQuotes(parts[1] ?? "") });
  }
  const freeText = words.filter((word) => word !== "").join(" ");
  return freeText === "" ? terms : [{ key: undefined, value: freeText }, ...terms];
}

function fieldFault(piece: string, partCount: number): string | undefined {
  if (piece.startsWith(":") || piece.endsWith(":")) {
    return `${echo(piece)} must not start or end with ":"`;
  }
  return partCount > 2 ? `${echo(piece)} contains more than one ":" outside quotes` : undefined;
}

/** Splits a text; quotes are kept, and an unterminated one runs to the end. */
function splitOutsideQuotes(text: string, delimiter: string): string[] {
  const pieces: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

function stripQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charAt(start) === '"') start += 1;
  while (end > start && text.charAt(end - 1) === '"') end -= 1;
  return text.slice(start, end);
}

interface Collected {
  readonly terms: Map<string, string[]>;
  readonly validations: Validation[];
}

function addTerm(table: SearchTable, term: Term, { terms, validations }: Collected): void {
  const key = term.key ?? freeTextKey(table);
  if (key === undefined) {
    validations.push({ field: "q", detail: `${echo(term.value)} needs a key` });
  } else if (!Object.hasOwn(table, key)) {
    validations.push({
      field: key.slice(0, maxFieldLength) || "q",
      detail: `${echo(key)} is not a search key`,
    });
  } else if (term.value.includes("\0")) {
    validations.push({ field: key, detail: "must not contain U+0000" });
  } else if (term.value !== "") {
    const values = terms.get(key);
    if (values === undefined) terms.set(key, [term.value]);
    else values.push(term.value);
  }
}

function freeTextKey(table: SearchTable): string | undefined {
  return Object.keys(table).find((key) => table[key]?.kind === "freeText");
}

type KeyRead =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string };

function readKey(key: SearchKey, values: readonly string[]): KeyRead {
  if (key.kind === "texts") return { ok: true, value: listItems(values) };
  if (key.kind === "enums") return readEnums(key.values, listItems(values));
  if (values.length > 1) return { ok: false, detail: "is given more than once" };

  const [input = ""] = values;
  const value = readScalar(key.kind, input);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, detail: `must be ${scalarWords[key.kind]}, not ${echo(input)}` };
}

function readEnums(known: readonly string[], items: readonly string[]): KeyRead {
  const unknown = items.find((item) => !known.includes(item));
  if (unknown === undefined) return { ok: true, value: items };
  return { ok: false, detail: `${echo(unknown)} is not one of ${known.join(", ")}` };
}

function listItems(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(",").map(stripQuotes)).filter((item) => item !== "");
}

type ScalarKind = Exclude<SearchKey["kind"], "texts" | "enums">;

const scalarWords: Readonly<Record<ScalarKind, string>> = {
  text: "a text",
  freeText: "a text",
  bool: "true or false",
  int64: "an integer of the signed 64-bit range",
  time: 'a quoted RFC 3339 time with offset ("2023-01-14T23:59:59Z")',
};

function readScalar(kind: ScalarKind, input: string): unknown {
  switch (kind) {
    case "text":
    case "freeText":
      return input;
    case "bool":
      return parseBool(input);
    case "int64":
      return parseInt64(input);
    case "time":
      // The query was lower-cased as a whole; RFC 3339 as Go reads it wants capitals.
      return parseTime(input.toUpperCase());
  }
}
