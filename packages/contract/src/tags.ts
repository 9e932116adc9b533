import { codePoints, formats } from "./formats.ts";
import type { Int64Data, IntData, ListData, SchemaData, TextData } from "./shape.ts";
import { nilUuid, parseTime, parseUuid, zeroTime } from "./values.ts";

/**
 * The first tag that a decoded value of the right type fails by itself, without looking at items and members; the
 * name of a tag never contains the value.
 *
 * A zero value fails only `required`: it cannot be told from an absent one (spec users §1.3).
 */
export function valueFault(schema: SchemaData, value: unknown): string | undefined {
  if (isZero(schema, value)) return schema.required ? "required" : undefined;
  switch (schema.kind) {
    case "int":
    case "int64":
      return boundsFault(schema, value);
    case "list":
      return Array.isArray(value) ? sizeFault(schema, value.length) : undefined;
    case "map":
      return Object.keys(Object(value)).some(hasNul) ? nulFault : undefined;
    case "json":
      return containsNul(value) ? nulFault : undefined;
    default:
      return typeof value === "string" ? stringFault(schema, value) : undefined;
  }
}

/** Whether a field is required in this object, by itself or by what stands beside it. */
export function isRequiredIn(field: SchemaData, members: object): boolean {
  if (field.kind !== "text" || field.requiredUnless === undefined) return field.required === true;
  return Reflect.get(members, field.requiredUnless) !== true;
}

/** Whether an object lacks a field that what stands beside it makes required. */
export function lacksMember(schema: SchemaData, value: unknown): boolean {
  if (schema.kind !== "object" || typeof value !== "object" || value === null) return false;
  return Object.entries(schema.fields).some(
    ([name, field]) =>
      field.kind === "text" &&
      field.requiredUnless !== undefined &&
      isRequiredIn(field, value) &&
      isZero(field, Reflect.get(value, name)),
  );
}

function stringFault(schema: SchemaData, value: string): string | undefined {
  switch (schema.kind) {
    case "text":
      return textFault(schema, value);
    case "enum":
      return schema.values.includes(value) ? undefined : `oneof=${schema.values.join(" ")}`;
    case "uuid":
      return parseUuid(value) === value ? undefined : "uuid";
    case "time":
      return parseTime(value) !== undefined ? undefined : "rfc3339";
    default:
      return undefined;
  }
}

const nulFault = "no U+0000";

function textFault(schema: TextData, value: string): string | undefined {
  if (hasNul(value)) return nulFault;
  if (schema.format !== undefined && !formats[schema.format](value)) return schema.format;
  if (schema.maxLength !== undefined && codePoints(value) > schema.maxLength) {
    return `max=${schema.maxLength}`;
  }
  return undefined;
}

function boundsFault(schema: IntData | Int64Data, value: unknown): string | undefined {
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  if (schema.kind === "int" && !Number.isSafeInteger(value)) return "safe integer";
  if (schema.kind === "int64" && BigInt.asIntN(64, BigInt(value)) !== value) return "int64";
  if (schema.min !== undefined && value < schema.min) return `min=${schema.min}`;
  if (schema.max !== undefined && value > schema.max) return `max=${schema.max}`;
  return undefined;
}

function sizeFault(schema: ListData, size: number): string | undefined {
  if (schema.minItems !== undefined && size < schema.minItems) return `min=${schema.minItems}`;
  if (schema.maxItems !== undefined && size > schema.maxItems) return `max=${schema.maxItems}`;
  return undefined;
}

function isZero(schema: SchemaData, value: unknown): boolean {
  if (schema.kind === "uuid") return value === nilUuid;
  if (schema.kind === "time") return value === zeroTime;
  if (typeof value !== "object" || value === null) return !value;
  return Object.keys(value).length === 0;
}

function hasNul(text: string): boolean {
  return text.includes("\0");
}

/** PostgreSQL cannot hold U+0000, neither in text nor in jsonb. Depth is bounded by the reader. */
function containsNul(value: unknown): boolean {
  if (typeof value === "string") return hasNul(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(containsNul);
  return Object.entries(value).some(([name, member]) => hasNul(name) || containsNul(member));
}
