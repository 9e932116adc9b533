import type { JsonNode, JsonObject } from "./json/read.ts";
import { readJson } from "./json/read.ts";
import { normalise, type Reading, typeWords } from "./normalise.ts";
import type { ObjectData, SchemaData } from "./shape.ts";
import { valueFault } from "./tags.ts";
import { fieldName, type Path, type Validation } from "./validation.ts";
import { parseUuid } from "./values.ts";

/**
 * Compares a response body with its schema, strictly: unknown, missing and null fields count as well as wrong types
 * and failed tags. Empty when it fits. For tests (anchors §2.9): the server trusts its presenters.
 */
export function responseFaults(schema: SchemaData, body: Uint8Array): Validation[] {
  const read = readJson(body);
  if (!read.ok) return [{ field: "", detail: read.detail }];
  const found: Validation[] = [];
  compare(schema, read.value, [], found);
  return found;
}

function compare(schema: SchemaData, node: JsonNode, path: Path, found: Validation[]): void {
  if (schema.kind === "optional") {
    compare(schema.inner, node, path, found);
  } else if (schema.kind === "nullable") {
    if (node !== null) compare(schema.inner, node, path, found);
  } else if (schema.kind === "object" && node instanceof Map) {
    compareFields(schema, node, path, found);
  } else {
    const fault = valueOrTypeFault(schema, node);
    if (fault !== undefined) found.push({ field: fieldName(path), detail: fault });
    else compareItems(schema, node, path, found);
  }
}

function compareItems(schema: SchemaData, node: JsonNode, path: Path, found: Validation[]): void {
  if (schema.kind === "map" && node instanceof Map) {
    for (const [name, member] of node) compare(schema.value, member, [...path, name], found);
  }
  if (schema.kind === "list" && Array.isArray(node)) {
    for (const [index, item] of node.entries()) compare(schema.item, item, [...path, index], found);
  }
}

function compareFields(
  schema: ObjectData,
  node: JsonObject,
  path: Path,
  found: Validation[],
): void {
  for (const name of node.keys()) {
    if (Object.hasOwn(schema.fields, name)) continue;
    found.push({ field: fieldName([...path, name]), detail: "is not in the schema" });
  }
  for (const [name, field] of Object.entries(schema.fields)) {
    const member = node.get(name);
    if (member !== undefined) compare(field, member, [...path, name], found);
    else if (field.kind !== "optional") {
      found.push({ field: fieldName([...path, name]), detail: "is missing" });
    }
  }
}

function valueOrTypeFault(schema: SchemaData, node: JsonNode): string | undefined {
  if (schema.kind === "json") return undefined;
  const value = typedValue(schema, node);
  if (value === undefined) return `must be ${typeWords[schema.kind]}`;
  if (schema.kind === "enum" && value === "" && !schema.values.includes("")) {
    return "is empty, which is not one of the values";
  }
  if (!isCanonical(schema, node)) return "is not in the form that the server writes";
  const tag = valueFault(schema, value);
  return tag === undefined ? undefined : `failed the check "${tag}"`;
}

/** The value, or `undefined` when it is null or of the wrong type. Lists and maps are taken as they are. */
function typedValue(schema: SchemaData, node: JsonNode): unknown {
  if (node === null) return undefined;
  if (schema.kind === "list") return Array.isArray(node) ? node : undefined;
  if (schema.kind === "map") return node instanceof Map ? Object.fromEntries(node) : undefined;
  const reading: Reading = { path: [], fault: undefined };
  const value = normalise(schema, node, reading);
  return reading.fault === undefined ? value : undefined;
}

/** Ids go out in lower case, times in UTC (spec users §1.3, §1.9). */
function isCanonical(schema: SchemaData, node: JsonNode): boolean {
  if (typeof node !== "string") return true;
  if (schema.kind === "uuid") return parseUuid(node) === node;
  return schema.kind !== "time" || node.endsWith("Z");
}
