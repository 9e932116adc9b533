import { type Decoded, judge } from "./decode.ts";
import { typeWords, zeroValue } from "./normalise.ts";
import { int, optional, type Schema, uuid } from "./schema.ts";
import type { ObjectData, SchemaData } from "./shape.ts";
import { echo, explain, type Validation } from "./validation.ts";
import { parseBool, parseInt64, parseTime, parseUuid } from "./values.ts";

/** Largest `limit` and `offset` (spec users §1.7). */
export const maxPageNumber = 2147483647;

/** The parameters of every paged list (spec users §1.8); spread them into the query object of an endpoint. */
export const paginationFields = {
  limit: int({
    description: "Page size; 0 or absent means no limit.",
    min: 0,
    max: maxPageNumber,
  }),
  offset: int({ description: "Number of rows to skip.", min: 0, max: maxPageNumber }),
  after_id: optional(
    uuid({ description: "Id of the last row of the previous page; the page starts after it." }),
  ),
};

/** Parameters that carry a credential (spec users §2.1): never an excess parameter, never echoed. */
const credentialParameters: readonly string[] = ["coder_session_token", "access_token"];

interface Parameter {
  readonly name: string;
  /** `undefined` when a percent sign is not followed by two hexadecimal digits. */
  readonly value: string | undefined;
}

/**
 * Decodes a raw query string (without or with its `?`) by spec users §1.7.
 *
 * A scalar given twice is refused, an empty value is not given, lists take commas and repetition. All failures are
 * returned together, as `invalid` with the parameter's name. With `strict`, parameters that the schema does not have
 * are refused; otherwise they are ignored. Also reads `application/x-www-form-urlencoded` bodies. Never throws.
 */
export function decodeQuery<T>(
  schema: Schema<T> & ObjectData,
  query: string,
  settings: { readonly strict?: boolean } = {},
): Decoded<T> {
  const given = groupByName(splitQuery(query));
  const failed = settings.strict ? excess(schema, given) : [];
  const value: Record<string, unknown> = {};

  for (const [name, field] of Object.entries(schema.fields)) {
    const result = decodeParameter(field, given.get(name) ?? []);
    const usable = result.ok ? result.value : zeroValue(field);
    if (!result.ok) failed.push({ field: name, detail: result.detail });
    if (usable !== undefined) value[name] = usable;
  }
  if (failed.length === 0) return judge(schema, value);
  const names = new Set(failed.map((validation) => validation.field));
  const others = explain(schema, value).filter((validation) => !names.has(validation.field));
  return { ok: false, kind: "invalid", validations: [...failed, ...others] };
}

function splitQuery(query: string): Parameter[] {
  const pairs = query.replace(/^\?/, "").split("&");
  return pairs.filter((pair) => pair !== "").map(decodePair);
}

function decodePair(pair: string): Parameter {
  // The leading "&" keeps a "?" that belongs to the name.
  const [entry = ["", ""]] = new URLSearchParams(`&${pair}`);
  const intact = !/%(?![0-9a-fA-F]{2})/.test(pair);
  return { name: entry[0], value: intact ? entry[1] : undefined };
}

function groupByName(parameters: readonly Parameter[]): Map<string, (string | undefined)[]> {
  const groups = new Map<string, (string | undefined)[]>();
  for (const { name, value } of parameters) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}

function excess(schema: ObjectData, given: ReadonlyMap<string, unknown>): Validation[] {
  return [...given.keys()]
    .filter((name) => !Object.hasOwn(schema.fields, name) && !credentialParameters.includes(name))
    .map((name) => ({ field: name, detail: "is not a parameter of this endpoint" }));
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string };

function decodeParameter(field: SchemaData, values: readonly (string | undefined)[]): Parsed {
  const inner = field.kind === "optional" || field.kind === "nullable" ? field.inner : field;
  if (inner.kind === "list") return decodeList(field, inner.item, values);
  if (values.length > 1) return { ok: false, detail: "is given more than once" };

  const [input = ""] = values;
  if (values.includes(undefined)) return malformedEncoding;
  return input === "" ? { ok: true, value: zeroValue(field) } : decodeScalar(inner, input);
}

function decodeList(
  field: SchemaData,
  item: SchemaData,
  values: readonly (string | undefined)[],
): Parsed {
  if (values.includes(undefined)) return malformedEncoding;
  const pieces = values.flatMap((value) => value?.split(",") ?? []).filter((piece) => piece !== "");
  if (pieces.length === 0) return { ok: true, value: zeroValue(field) };

  const items: unknown[] = [];
  for (const piece of pieces) {
    const parsed = decodeScalar(item, piece);
    if (!parsed.ok) return parsed;
    items.push(parsed.value);
  }
  return { ok: true, value: items };
}

const malformedEncoding: Parsed = { ok: false, detail: "has a malformed percent-encoding" };

function decodeScalar(schema: SchemaData, input: string): Parsed {
  const value = parseScalar(schema, input);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, detail: `must be ${typeWords[schema.kind]}, not ${echo(input)}` };
}

function parseScalar(schema: SchemaData, input: string): unknown {
  switch (schema.kind) {
    case "text":
    case "enum":
      return input;
    case "uuid":
      return parseUuid(input);
    case "time":
      return parseTime(input);
    case "bool":
      return parseBool(input);
    case "int64":
      return parseInt64(input);
    case "int":
      return parseSafeInteger(input);
    case "number":
      return /^-?[0-9]+(?:\.[0-9]+)?$/.test(input) ? Number(input) : undefined;
    default:
      return undefined;
  }
}

function parseSafeInteger(input: string): number | undefined {
  const value = Number(parseInt64(input) ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : undefined;
}
