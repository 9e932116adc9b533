import { writeJson } from "./json/write.ts";
import type { Int64Data, IntData, ListData, ObjectData, SchemaData, TextData } from "./shape.ts";

/** A JSON Schema (2020-12) as OpenAPI 3.1 embeds it. */
export type JsonSchema = { [keyword: string]: unknown };

/** How a schema is published. */
export interface JsonSchemaTarget {
  /** Requests list only `required` fields as required; responses list all that are not optional. */
  readonly direction: "request" | "response";
  /**
   * Receives the named schemas, which are then referred to as `#/components/schemas/<name>`. Without it they are
   * written in place.
   */
  readonly components?: Map<string, JsonSchema>;
}

/** Every format tag that JSON Schema knows under a name of its own; the others are published as `x-format`. */
const standardFormats: Readonly<Record<string, string>> = { email: "idn-email" };

/**
 * The JSON Schema of a schema, with standard keywords and `x-` ones only.
 *
 * Bounds of 64-bit integers are bigints: write the document with `writeJson`. Throws when one name stands for two
 * different shapes.
 */
export function toJsonSchema(schema: SchemaData, target: JsonSchemaTarget): JsonSchema {
  const { components } = target;
  if (schema.name === undefined || components === undefined) return describe(schema, target);

  const published = describe(schema, target);
  const known = components.get(schema.name);
  if (known !== undefined && writeJson(known) !== writeJson(published)) {
    throw new Error(`The schema name ${schema.name} stands for two different shapes.`);
  }
  components.set(schema.name, published);
  return { $ref: `#/components/schemas/${schema.name}` };
}

function describe(schema: SchemaData, target: JsonSchemaTarget): JsonSchema {
  if (schema.kind === "json" && schema.documentedAs !== undefined) {
    return toJsonSchema(schema.documentedAs, target);
  }
  if (schema.kind === "optional") return toJsonSchema(schema.inner, target);
  if (schema.kind === "nullable") {
    return {
      description: schema.description,
      anyOf: [toJsonSchema(schema.inner, target), { type: "null" }],
    };
  }
  return { ...keywords(schema, target), description: schema.description };
}

function keywords(schema: SchemaData, target: JsonSchemaTarget): JsonSchema {
  switch (schema.kind) {
    case "text":
      return textKeywords(schema);
    case "enum":
      return { type: "string", enum: [...schema.values] };
    case "uuid":
      return { type: "string", format: "uuid" };
    case "time":
      return { type: "string", format: "date-time" };
    case "int":
      return { type: "integer", ...bounds(schema) };
    case "int64":
      return { type: "integer", format: "int64", ...bounds(schema) };
    case "number":
      return { type: "number", format: "double" };
    case "bool":
      return { type: "boolean" };
    case "list":
      return { type: "array", items: toJsonSchema(schema.item, target), ...sizes(schema) };
    case "map":
      return { type: "object", additionalProperties: toJsonSchema(schema.value, target) };
    case "object":
      return objectKeywords(schema, target);
    default:
      return {};
  }
}

function textKeywords(schema: TextData): JsonSchema {
  const standard = schema.format === undefined ? undefined : standardFormats[schema.format];
  return {
    type: "string",
    ...(schema.required ? { minLength: 1 } : {}),
    ...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength }),
    ...(standard === undefined ? {} : { format: standard }),
    ...(schema.format === undefined || standard !== undefined ? {} : { "x-format": schema.format }),
    ...(schema.secret ? { "x-secret": true } : {}),
  };
}

function bounds(schema: IntData | Int64Data): JsonSchema {
  return {
    ...(schema.min === undefined ? {} : { minimum: schema.min }),
    ...(schema.max === undefined ? {} : { maximum: schema.max }),
  };
}

function sizes(schema: ListData): JsonSchema {
  const least = schema.minItems ?? (schema.required ? 1 : undefined);
  return {
    ...(least === undefined ? {} : { minItems: least }),
    ...(schema.maxItems === undefined ? {} : { maxItems: schema.maxItems }),
  };
}

function objectKeywords(schema: ObjectData, target: JsonSchemaTarget): JsonSchema {
  const fields = Object.entries(schema.fields);
  const required = fields.filter(([, field]) =>
    target.direction === "response" ? field.kind !== "optional" : field.required === true,
  );
  const properties = Object.fromEntries(
    fields.map(([name, field]) => [name, toJsonSchema(field, target)]),
  );
  return {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required: required.map(([name]) => name) }),
  };
}
