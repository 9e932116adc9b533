import { parseDurationMs } from "./duration.ts";
import { parseSupportLinks } from "./links.ts";
import { parseList } from "./list.ts";
import type { OptionData, OptionType } from "./option.ts";

/** A value of an option, or the reason why the text is none; the reason never repeats the text. */
export type Reading = { readonly value: unknown } | { readonly problem: string };

type Reader = (text: string, option: OptionData) => Reading;

const readers: Readonly<Record<OptionType, Reader>> = {
  string: (text) => (hasControl(text) ? { problem: "holds control characters" } : { value: text }),
  int: readInt,
  bool: readBool,
  duration: readDuration,
  url: readUrl,
  list: (text) => valueOr(parseList(text), "is not a comma-separated list"),
  map: readMap,
  links: (text) => valueOr(parseSupportLinks(text), "is not a JSON list of links"),
  enum: readEnum,
  hostport: readHostPort,
};

/** Reads the text of an option (spec deployment §15.1). */
export function readValue(text: string, option: OptionData): Reading {
  return readers[option.type](text, option);
}

function valueOr(value: unknown, problem: string): Reading {
  return value === null ? { problem } : { value };
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\u007f");
}

function readInt(text: string, { min }: OptionData): Reading {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) return { problem: "is not a whole number" };
  if (min !== undefined && value < min) return { problem: `is less than ${min}` };
  return { value };
}

const truths = ["1", "t", "T", "true", "TRUE", "True"];
const falsehoods = ["0", "f", "F", "false", "FALSE", "False"];

function readBool(text: string, option: OptionData): Reading {
  if (text === "" && option.default === "") return { value: null };
  if (truths.includes(text)) return { value: true };
  if (falsehoods.includes(text)) return { value: false };
  return { problem: "is neither true nor false" };
}

function readDuration(text: string, { min = 0 }: OptionData): Reading {
  const value = parseDurationMs(text);
  if (value === null) {
    return { problem: "is not a duration such as 24h or 1m30s (units h, m, s, ms, us, ns)" };
  }
  if (value < min) return { problem: min === 0 ? "is negative" : `is less than ${min}ms` };
  return { value };
}

function readUrl(text: string): Reading {
  if (text === "") return { value: "" };
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url !== null && /^https?:\/\/[^/?#]/i.test(text) && !/[\s\\]/.test(text);
  if (!isWeb || hasControl(text)) return { problem: "is not an absolute http or https URL" };
  return { value: text };
}

function readMap(text: string): Reading {
  if (text === "") return { value: {} };
  const parsed = parseJson(text);
  const isMap = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  const entries = isMap ? Object.entries(parsed) : [];
  if (!isMap || entries.some(([, value]) => typeof value !== "string")) {
    return { problem: "is not a JSON object of strings" };
  }
  return { value: Object.fromEntries(entries) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readEnum(text: string, { values = [] }: OptionData): Reading {
  const value = values.find((known) => known === text.toLowerCase());
  return value === undefined ? { problem: `is not one of ${values.join(", ")}` } : { value };
}

function readHostPort(text: string): Reading {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || !(port <= 65_535)) {
    return { problem: "is not host:port (IPv6 in brackets)" };
  }
  return { value: { host: host === "" ? "0.0.0.0" : host, port } };
}
