import type { SchemaData } from "./shape.ts";
import { isRequiredIn, valueFault } from "./tags.ts";

/** One refused field: its wire name (`users[0].email` when nested) and what is wrong with it. */
export interface Validation {
  readonly field: string;
  readonly detail: string;
}

/** Where a value is: member names and list indexes from the outside in. */
export type Path = (string | number)[];

/** The longest part of a refused value that is echoed, in UTF-16 units. */
const maxEcho = 200;

/** The longest member name of an open object in a wire name, in UTF-16 units. */
const maxStep = 100;

/** The most failures reported for one value, so that a body of many bad items does not multiply in the answer. */
const maxFailures = 1000;

/** The wire name of a place: `a.b[0].c`. */
export function fieldName(path: Path): string {
  let name = "";
  for (const step of path) {
    if (typeof step === "number") name += `[${step}]`;
    else name += `${name === "" ? "" : "."}${step.slice(0, maxStep)}`;
  }
  return name;
}

/**
 * All tags that a decoded value fails, in the order of the fields (spec users §1.3, §1.4).
 *
 * Each detail names the tag and echoes the value, never that of a secret field. Empty exactly when the compiled
 * check of the schema accepts a value of the right type. At most 1000 are returned.
 */
export function explain(schema: SchemaData, value: unknown): Validation[] {
  const found: Validation[] = [];
  collect(schema, value, [], found);
  return found;
}

/** The words for a failed tag, with the value unless the schema makes it secret. */
export function tagDetail(schema: SchemaData, tag: string, value: unknown): string {
  if (tag === "required") return 'failed the check "required": a value must be given';
  if (schema.kind === "text" && schema.secret) return `failed the check "${tag}"`;
  return `failed the check "${tag}": ${echo(value)}`;
}

/** A value as it may stand in a message: short, and on one line. */
export function echo(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, maxEcho)) : String(value);
  return typeof value === "string" && value.length > maxEcho ? `${text}…` : text;
}

function collect(schema: SchemaData, value: unknown, path: Path, found: Validation[]): void {
  if (schema.kind === "optional" || schema.kind === "nullable") {
    if (value !== undefined && value !== null) collect(schema.inner, value, path, found);
    return;
  }
  const tag = valueFault(schema, value);
  if (tag !== undefined) {
    found.push({ field: fieldName(path), detail: tagDetail(schema, tag, value) });
  }
  for (const [step, inner, innerValue] of parts(schema, value)) {
    if (found.length >= maxFailures) return;
    path.push(step);
    collect(inner, innerValue, path, found);
    path.pop();
  }
}

function parts(schema: SchemaData, value: unknown): [string | number, SchemaData, unknown][] {
  if (schema.kind === "list" && Array.isArray(value)) {
    return value.map((item, index) => [index, schema.item, item]);
  }
  if (typeof value !== "object" || value === null) return [];
  if (schema.kind === "map") {
    return Object.entries(value).map(([name, member]) => [name, schema.value, member]);
  }
  if (schema.kind === "object") {
    return Object.entries(schema.fields).map(([name, field]) => [
      name,
      isRequiredIn(field, value) ? { ...field, required: true } : field,
      Reflect.get(value, name),
    ]);
  }
  return [];
}
