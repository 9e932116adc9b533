/** A number token that is not a plain integer of at most 15 digits; the text is kept so that no digit is lost. */
export interface JsonNumber {
  readonly token: string;
}

/** A JSON object as read. A map, so that a member called `__proto__` is only a member. */
export type JsonObject = Map<string, JsonNode>;

/** A JSON value as read: integers of at most 15 digits are numbers, all other numbers keep their text. */
export type JsonNode = null | boolean | number | string | JsonNumber | JsonNode[] | JsonObject;

/** What came of reading. `empty` is set when there was nothing but white space. */
export type JsonRead =
  | { readonly ok: true; readonly value: JsonNode }
  | { readonly ok: false; readonly empty: boolean; readonly detail: string };

/** Deepest nesting of arrays and objects that is read (spec users §1.3). */
export const maxJsonDepth = 128;

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  fault: string | undefined;
}

const exactDigits = 15;
const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads the first JSON value of a body by the rules of spec users §1.3.
 *
 * Data after the first value is ignored, the last of duplicate members wins, ill-formed UTF-8 and lone surrogates
 * become U+FFFD, nesting beyond {@link maxJsonDepth} is refused. Never throws; the detail never contains input.
 */
export function readJson(bytes: Uint8Array): JsonRead {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const cursor: Cursor = { text, at: 0, depth: 0, fault: undefined };

  skipSpace(cursor);
  if (cursor.at === text.length) return { ok: false, empty: true, detail: "the body is empty" };

  const value = readValue(cursor);
  if (value === undefined) {
    return { ok: false, empty: false, detail: cursor.fault ?? "the body is not JSON" };
  }
  return { ok: true, value };
}

function readValue(cursor: Cursor): JsonNode | undefined {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === 0x7b) return nested(cursor, readObject);
  if (code === 0x5b) return nested(cursor, readArray);
  if (code === 0x22) return readString(cursor);
  if (code === 0x2d || isDigit(code)) return readNumber(cursor);
  if (code === 0x74) return readWord(cursor, "true", true);
  if (code === 0x66) return readWord(cursor, "false", false);
  if (code === 0x6e) return readWord(cursor, "null", null);
  return fail(cursor, "a value is expected");
}

function nested(
  cursor: Cursor,
  read: (cursor: Cursor) => JsonNode | undefined,
): JsonNode | undefined {
  if (cursor.depth === maxJsonDepth) {
    return fail(cursor, `nesting is deeper than ${maxJsonDepth}`);
  }
  cursor.depth += 1;
  cursor.at += 1;
  skipSpace(cursor);
  const value = read(cursor);
  cursor.depth -= 1;
  return value;
}

function readObject(cursor: Cursor): JsonObject | undefined {
  const members: JsonObject = new Map();
  if (take(cursor, 0x7d)) return members;

  for (;;) {
    if (cursor.text.charCodeAt(cursor.at) !== 0x22)
      return fail(cursor, "a member name is expected");
    const name = readString(cursor);
    if (name === undefined) return undefined;
    skipSpace(cursor);
    if (!take(cursor, 0x3a)) return fail(cursor, '":" is expected');
    skipSpace(cursor);
    const value = readValue(cursor);
    if (value === undefined) return undefined;
    // Deleting first moves the member to the end, so that order tells which spelling of a name came last.
    members.delete(name);
    members.set(name, value);

    skipSpace(cursor);
    if (take(cursor, 0x7d)) return members;
    if (!take(cursor, 0x2c)) return fail(cursor, '"," or "}" is expected');
    skipSpace(cursor);
  }
}

function readArray(cursor: Cursor): JsonNode[] | undefined {
  const items: JsonNode[] = [];
  if (take(cursor, 0x5d)) return items;

  for (;;) {
    const value = readValue(cursor);
    if (value === undefined) return undefined;
    items.push(value);

    skipSpace(cursor);
    if (take(cursor, 0x5d)) return items;
    if (!take(cursor, 0x2c)) return fail(cursor, '"," or "]" is expected');
    skipSpace(cursor);
  }
}

function readString(cursor: Cursor): string | undefined {
  const { text } = cursor;
  let out = "";
  cursor.at += 1;
  for (;;) {
    const start = cursor.at;
    skipPlain(cursor);
    out += text.slice(start, cursor.at);
    if (take(cursor, 0x22)) return out;
    if (!take(cursor, 0x5c)) {
      const ended = cursor.at >= text.length;
      return fail(cursor, ended ? "the text ends" : "a control character is refused");
    }
    const escaped = readEscape(cursor);
    if (escaped === undefined) return undefined;
    out += escaped;
  }
}

/** Goes to the next quote, backslash or control character, or to the end. */
function skipPlain(cursor: Cursor): void {
  const { text } = cursor;
  let { at } = cursor;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x5c || code < 0x20) break;
  }
  cursor.at = at;
}

function readEscape(cursor: Cursor): string | undefined {
  const letter = cursor.text.charAt(cursor.at);
  if (letter === "u") {
    cursor.at += 1;
    return readUnicodeEscape(cursor);
  }
  const simple = simpleEscapes[letter];
  if (simple === undefined) return fail(cursor, "an unknown escape is refused");
  cursor.at += 1;
  return simple;
}

function readUnicodeEscape(cursor: Cursor): string | undefined {
  const first = readHex(cursor.text, cursor.at);
  if (first === undefined) return fail(cursor, "four hexadecimal digits are expected");
  cursor.at += 4;
  if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
  if (first > 0xdbff || !cursor.text.startsWith("\\u", cursor.at)) return "\ufffd";

  const second = readHex(cursor.text, cursor.at + 2);
  if (second === undefined || second < 0xdc00 || second > 0xdfff) return "\ufffd";
  cursor.at += 6;
  return String.fromCharCode(first, second);
}

function readHex(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function readNumber(cursor: Cursor): number | JsonNumber | undefined {
  const { text } = cursor;
  const start = cursor.at;
  if (text.charCodeAt(cursor.at) === 0x2d) cursor.at += 1;
  const firstDigit = cursor.at;
  if (text.charCodeAt(cursor.at) === 0x30) cursor.at += 1;
  else if (!skipDigits(cursor)) return fail(cursor, "a digit is expected");
  const digits = cursor.at - firstDigit;
  const integerEnd = cursor.at;

  if (take(cursor, 0x2e) && !skipDigits(cursor)) return fail(cursor, "a digit is expected");
  if (take(cursor, 0x65) || take(cursor, 0x45)) {
    if (!take(cursor, 0x2b)) take(cursor, 0x2d);
    if (!skipDigits(cursor)) return fail(cursor, "a digit is expected");
  }
  const token = text.slice(start, cursor.at);
  // Adding 0 turns -0 into 0, which is what an integer field means by it.
  return cursor.at === integerEnd && digits <= exactDigits ? Number(token) + 0 : { token };
}

function readWord<T extends boolean | null>(cursor: Cursor, word: string, value: T): T | undefined {
  if (!cursor.text.startsWith(word, cursor.at)) return fail(cursor, "a value is expected");
  cursor.at += word.length;
  return value;
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at += 1;
  }
}

function skipDigits(cursor: Cursor): boolean {
  const start = cursor.at;
  while (isDigit(cursor.text.charCodeAt(cursor.at))) cursor.at += 1;
  return cursor.at > start;
}

function take(cursor: Cursor, code: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== code) return false;
  cursor.at += 1;
  return true;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function fail(cursor: Cursor, what: string): undefined {
  cursor.fault = `${what} at character ${cursor.at + 1}`;
  return undefined;
}
