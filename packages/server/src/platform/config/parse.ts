import { parseCsv } from "./csv.ts";
import { parseDuration, toMilliseconds } from "./duration.ts";
import { formats, hasControl, isNetwork } from "./formats.ts";
import type { HostPort, OptionSpec } from "./option.ts";
import { parseSupportLinks } from "./support-links.ts";

/** A value as `ValueTypes` says, or what is wrong with the text: the end of a sentence that starts with it. */
export type Parsed = { readonly value: unknown } | { readonly fault: string };

/**
 * Reads the text of an option by its row of the table. A fault never repeats the text, so that the caller can leave
 * out what is secret.
 */
export function parseValue(option: OptionSpec, text: string): Parsed {
  if (!mayHaveLines(option) && hasControl(text)) return { fault: "holds a control character" };
  if (text === "" && option.derived !== undefined) {
    return { value: option.type === "bool" ? null : "" };
  }
  return readers[option.type](option, text);
}

function mayHaveLines({ multiline, type }: OptionSpec): boolean {
  return multiline === true || type === "links" || type === "map" || type === "lists";
}

const readers: Readonly<Record<OptionSpec["type"], (option: OptionSpec, text: string) => Parsed>> =
  {
    string: (option, text) => withFormat(option, text, [text]),
    enum: readEnum,
    int: readInt,
    bool: (_, text) => orFault(parseBool(text), "is not a truth value such as true or false"),
    switch: (_, text) =>
      orFault(
        devices[text] ?? parseBool(text),
        "is neither a truth value nor /dev/stdout, /dev/stderr or /dev/null",
      ),
    duration: readDuration,
    url: readUrl,
    list: readList,
    cidrs: readNetworks,
    hostport: (_, text) =>
      orFault(parseHostPort(text), "is not host:port with a port of 0 to 65535"),
    map: (_, text) => readMap(text, isText, "is not a JSON object of texts"),
    lists: (_, text) => readMap(text, isTextList, "is not a JSON object of lists of texts"),
    links: (_, text) =>
      orFault(
        parseSupportLinks(text) ?? undefined,
        "is not a JSON list of {name, target, icon, location} with http, https or rooted targets",
      ),
  };

function orFault(value: unknown, fault: string): Parsed {
  return value === undefined ? { fault } : { value };
}

const devices: Readonly<Record<string, boolean | undefined>> = {
  "/dev/stdout": true,
  "/dev/stderr": true,
  "/dev/null": false,
};

const trueWords = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const falseWords = new Set(["0", "f", "F", "false", "FALSE", "False"]);

/** Truth values in the twelve spellings of spec users §1.7. */
function parseBool(text: string): boolean | undefined {
  const word = text.trim();
  if (trueWords.has(word)) return true;
  return falseWords.has(word) ? false : undefined;
}

function readEnum({ values = [] }: OptionSpec, text: string): Parsed {
  const value = values.find((known) => known === text.trim().toLowerCase());
  return orFault(value, `is not one of ${values.join(", ")}`);
}

function readInt({ min = Number.MIN_SAFE_INTEGER, max }: OptionSpec, text: string): Parsed {
  const number = /^[+-]?\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number)) return { fault: "is not a whole number" };
  if (number < min) return { fault: `is less than ${min}` };
  if (max !== undefined && number > max) return { fault: `is greater than ${max}` };
  return { value: number };
}

function readDuration({ positive }: OptionSpec, text: string): Parsed {
  const nanoseconds = parseDuration(text);
  if (nanoseconds === null) return { fault: "is not a duration such as 24h or 1m30s" };
  if (nanoseconds < 0n) return { fault: "is negative" };
  if (positive && nanoseconds === 0n) return { fault: "is zero" };
  return { value: toMilliseconds(nanoseconds) };
}

function readUrl(option: OptionSpec, text: string): Parsed {
  const { schemes = [], secret, hideQuery, hostInQuery } = option;
  const input = text.trim();
  if (input === "") return { value: "" };
  if (option.rooted && /^\/(?![/\\])\S*$/.test(input)) return { value: input };
  // A URL of the standard has a host; that of a Unix socket gets one for the check alone.
  const checked = hostInQuery
    ? input.replace(/^(\w+:\/\/[^/?#]*@|\w+:\/\/)(?=\/)/, "$1socket")
    : input;
  const url = URL.canParse(checked) ? new URL(checked) : null;
  if (url === null || !schemes.includes(url.protocol)) {
    return { fault: `is not a URL that begins with ${schemes.join("// or ")}//` };
  }
  const mayHoldCredentials = secret === true || hideQuery === true;
  if (!mayHoldCredentials && (url.username !== "" || url.password !== "")) {
    return { fault: "holds credentials, which everybody would see" };
  }
  return { value: input };
}

function readList(option: OptionSpec, text: string): Parsed {
  const items = parseCsv(text);
  if (items === null) return { fault: "has a quote that is not closed or stands inside an item" };
  return withFormat(option, items, items);
}

function readNetworks(_: OptionSpec, text: string): Parsed {
  const items = parseCsv(text);
  if (items?.every(isNetwork)) return { value: items };
  return { fault: "is not a list of addresses and networks such as 10.0.0.0/8,::1" };
}

function withFormat({ format }: OptionSpec, value: unknown, texts: readonly string[]): Parsed {
  if (format === undefined) return { value };
  for (const [index, text] of texts.entries()) {
    const fault = formats[format](text);
    if (fault === undefined) continue;
    return {
      fault: Array.isArray(value) ? `has an item, number ${index + 1}, that ${fault}` : fault,
    };
  }
  return { value };
}

/** A JSON object whose members all pass `isMember`; nothing is the empty object. */
function readMap(text: string, isMember: (value: unknown) => boolean, fault: string): Parsed {
  if (text.trim() === "") return { value: {} };
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isObject && Object.values(value).every(isMember)) return { value };
  } catch {
    // Not JSON: the fault says what was wanted.
  }
  return { fault };
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

/** `host:port`, `[v6]:port` or `:port`, which means all IPv4 addresses. */
function parseHostPort(text: string): HostPort | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:[\]/@]*)):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) return undefined;
  return { host: match[1] ?? (match[2] || "0.0.0.0"), port };
}
