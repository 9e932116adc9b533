import { exactInteger, nearestDouble, plainValue } from "./json/plain.ts";
import type { JsonNode, JsonNumber, JsonObject } from "./json/read.ts";
import type { ObjectData, SchemaData } from "./shape.ts";
import { fieldName, type Path } from "./validation.ts";
import { nilUuid, parseTime, parseUuid, zeroTime } from "./values.ts";

/** The state of one normalisation: where it is, and the first value of a wrong type. */
export interface Reading {
  readonly path: Path;
  fault: string | undefined;
}

/**
 * Turns a value as read into the decoded value of a schema (spec users §1.3).
 *
 * Null and absent (`undefined`) become the zero value, or `undefined` where the schema is optional. A wrong type is
 * noted in `reading.fault` without the value itself, and replaced by the zero value. Tags are not checked here.
 */
export function normalise(
  schema: SchemaData,
  node: JsonNode | undefined,
  reading: Reading,
): unknown {
  if (node === null || node === undefined) {
    // Only `optional(nullable(…))` tells the two apart.
    const keepsNull = schema.kind === "optional" && schema.inner.kind === "nullable";
    return keepsNull && node === null ? null : zeroValue(schema, reading);
  }
  switch (schema.kind) {
    case "optional": {
      const value = normalise(schema.inner, node, reading);
      return value === "" && isOpenEnum(schema.inner) ? undefined : value;
    }
    case "nullable":
      return normalise(schema.inner, node, reading);
    case "list":
      return normaliseList(schema.item, node, reading);
    case "map":
      return normaliseMap(schema.value, node, reading);
    case "object":
      return node instanceof Map
        ? normaliseObject(schema, node, reading)
        : wrongType(schema, reading);
    default:
      return normaliseScalar(schema, node) ?? wrongType(schema, reading);
  }
}

/** The zero value of a schema; a fresh one each time. Objects consist of the zero values of their fields. */
export function zeroValue(
  schema: SchemaData,
  reading: Reading = { path: [], fault: undefined },
): unknown {
  switch (schema.kind) {
    case "optional":
      return undefined;
    case "nullable":
    case "json":
      return null;
    case "text":
    case "enum":
      return "";
    case "uuid":
      return nilUuid;
    case "time":
      return zeroTime;
    case "int":
    case "number":
      return 0;
    case "int64":
      return 0n;
    case "bool":
      return false;
    case "list":
      return [];
    case "map":
      return Object.create(null);
    case "object":
      return normaliseObject(schema, new Map(), reading);
  }
}

function normaliseScalar(schema: SchemaData, node: JsonNode): unknown {
  switch (schema.kind) {
    case "text":
    case "enum":
      return typeof node === "string" ? node : undefined;
    case "uuid":
      return typeof node === "string" ? parseUuid(node) : undefined;
    case "time":
      return typeof node === "string" ? parseTime(node) : undefined;
    case "bool":
      return typeof node === "boolean" ? node : undefined;
    case "json":
      return plainValue(node);
    case "int64":
      return isNumber(node) ? exactInteger(node) : undefined;
    case "int":
      return isNumber(node) ? safeInteger(node) : undefined;
    case "number":
      return isNumber(node) ? nearestDouble(node) : undefined;
    default:
      return undefined;
  }
}

function normaliseList(item: SchemaData, node: JsonNode, reading: Reading): unknown[] {
  if (!Array.isArray(node)) {
    note(reading, "a list");
    return [];
  }
  return node.map((element, index) =>
    within(reading, index, () => normalise(item, element, reading)),
  );
}

function normaliseMap(value: SchemaData, node: JsonNode, reading: Reading): unknown {
  const members: Record<string, unknown> = Object.create(null);
  if (!(node instanceof Map)) {
    note(reading, "an object");
    return members;
  }
  for (const [name, member] of node) {
    members[name] = within(reading, name, () => normalise(value, member, reading));
  }
  return members;
}

function normaliseObject(schema: ObjectData, node: JsonObject, reading: Reading): unknown {
  const given = matchNames(schema, node);
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.fields)) {
    const member = within(reading, name, () => normalise(field, given.get(name), reading));
    if (member !== undefined) value[name] = member;
  }
  return value;
}

/** Assigns members to fields: by the exact name, else by the name in another letter case; the last one counts. */
function matchNames(schema: ObjectData, node: JsonObject): JsonObject {
  if (isExact(schema, node)) return node;
  const given: JsonObject = new Map();
  const others: JsonObject = new Map();
  for (const [name, member] of node) {
    if (Object.hasOwn(schema.fields, name)) given.set(name, member);
    else others.set(name.toLowerCase(), member);
  }
  if (others.size === 0) return given;

  for (const name of Object.keys(schema.fields)) {
    const member = others.get(name.toLowerCase());
    if (member !== undefined && !given.has(name)) given.set(name, member);
  }
  return given;
}

function isExact(schema: ObjectData, node: JsonObject): boolean {
  for (const name of node.keys()) if (!Object.hasOwn(schema.fields, name)) return false;
  return true;
}

function within<T>(reading: Reading, step: string | number, read: () => T): T {
  reading.path.push(step);
  const value = read();
  reading.path.pop();
  return value;
}

function safeInteger(node: number | JsonNumber): number | undefined {
  const value = exactInteger(node);
  if (value === undefined) return undefined;
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : undefined;
}

function isNumber(node: JsonNode): node is number | JsonNumber {
  if (typeof node === "number") return true;
  return typeof node === "object" && node !== null && "token" in node;
}

function isOpenEnum(schema: SchemaData): boolean {
  return schema.kind === "enum" && !schema.required && !schema.values.includes("");
}

/** What a value of each kind must be, for messages. */
export const typeWords: Readonly<Record<SchemaData["kind"], string>> = {
  text: "a string",
  enum: "a string",
  uuid: "a UUID",
  time: "an RFC 3339 time",
  bool: "true or false",
  int: "an integer without fraction and exponent that a double holds exactly",
  int64: "an integer without fraction and exponent of the signed 64-bit range",
  number: "a number",
  json: "a value with numbers in the range of a double",
  list: "a list",
  map: "an object",
  object: "an object",
  optional: "another type",
  nullable: "another type",
};

function wrongType(schema: SchemaData, reading: Reading): unknown {
  note(reading, typeWords[schema.kind]);
  return zeroValue(schema, reading);
}

function note(reading: Reading, expected: string): void {
  if (reading.fault !== undefined) return;
  const field = fieldName(reading.path);
  reading.fault = `${field === "" ? "the body" : `"${field}"`} must be ${expected}`;
}
