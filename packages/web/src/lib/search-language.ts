/** `key:value` of a search, without quotes. */
export interface SearchToken {
  readonly key: string;
  readonly value: string;
}

/** A piece of a query as it was typed: between spaces that are not quoted. */
export interface SearchPiece {
  readonly text: string;
  /** Place of the first character and of the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** A query, read: free text, complete tokens, and pieces with a colon that are no token. */
export interface SearchQuery {
  readonly text: string;
  readonly tokens: readonly SearchToken[];
  readonly broken: readonly string[];
}

/** Splits a query at spaces outside quotes; an open quote runs to the end (spec users §8.1). */
export function searchPieces(query: string): SearchPiece[] {
  const pieces: SearchPiece[] = [];
  let start = -1;
  let quoted = false;
  for (let at = 0; at <= query.length; at += 1) {
    const character = query[at];
    const ends = character === undefined || (character === " " && !quoted);
    if (character === '"') quoted = !quoted;
    if (ends && start >= 0) {
      pieces.push({ text: query.slice(start, at), start, end: at });
      start = -1;
    } else if (!ends && start < 0) {
      start = at;
    }
  }
  return pieces;
}

/** Places of the colons outside quotes. */
function colons(text: string): number[] {
  const places: number[] = [];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ":" && !quoted) places.push(at);
  }
  return places;
}

const unquoted = (text: string): string => text.replaceAll(/^"|"$/g, "");

/** Reads a piece as a token; undefined when it is free text, has no value yet, or has too many colons. */
export function readToken(piece: string): SearchToken | undefined {
  const [at, second] = colons(piece);
  if (at === undefined || second !== undefined) return undefined;
  const key = unquoted(piece.slice(0, at)).toLowerCase();
  const value = unquoted(piece.slice(at + 1));
  return key === "" || value === "" ? undefined : { key, value };
}

/** Reads a whole query. A value that is a list (`a,b`) becomes one token per entry. */
export function readQuery(query: string): SearchQuery {
  const words: string[] = [];
  const tokens: SearchToken[] = [];
  const broken: string[] = [];
  for (const { text } of searchPieces(query)) {
    const token = readToken(text);
    if (token !== undefined) tokens.push(...listed(token, text));
    else if (text.includes(":")) broken.push(text);
    else words.push(text);
  }
  return { text: words.join(" "), tokens, broken };
}

function listed(token: SearchToken, piece: string): SearchToken[] {
  if (piece.includes('"')) return [token];
  return token.value
    .split(",")
    .filter((value) => value !== "")
    .map((value) => ({ key: token.key, value }));
}

/** Writes a token; values with a blank, a colon or a comma are quoted. Quotes within a value cannot be written: they go. */
export function writeToken({ key, value }: SearchToken): string {
  const plain = value.replaceAll('"', "");
  return /[\s:,]/.test(plain) ? `${key}:"${plain}"` : `${key}:${plain}`;
}

/** Writes a query: tokens first, then free text, then what could not be read. */
export function writeQuery({ text, tokens, broken }: SearchQuery): string {
  return [...tokens.map(writeToken), text, ...broken].filter((part) => part !== "").join(" ");
}

const same = (a: SearchToken, b: SearchToken): boolean => a.key === b.key && a.value === b.value;

/** A query with one more token. A key that takes one value loses its old one. */
export function withToken(query: string, token: SearchToken, many: boolean): string {
  const read = readQuery(query);
  const kept = read.tokens.filter((each) => (many ? !same(each, token) : each.key !== token.key));
  return writeQuery({ ...read, tokens: [...kept, token] });
}

/** A query without a token; without a value all tokens of the key go. */
export function withoutToken(query: string, key: string, value?: string): string {
  const read = readQuery(query);
  const tokens = read.tokens.filter(
    (each) => each.key !== key || (value !== undefined && each.value !== value),
  );
  return writeQuery({ ...read, tokens });
}

/** Number of single-character changes between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known key that was probably meant; undefined when none is near. */
export function nearestKey(key: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((each) => ({ each, far: distance(key.toLowerCase(), each) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best !== undefined && best.far <= Math.max(1, Math.floor(key.length / 3))
    ? best.each
    : undefined;
}
