import type { JsonSchema, OpenApiDocument } from "@gatehouse/contract";
import { type Html, html, prose } from "./docs-html.ts";

/** A schema with the reference followed; `name` is that of the component. */
export interface NamedSchema {
  readonly schema: JsonSchema;
  readonly name: string | undefined;
}

/** One row of a table of fields; `name` has dots for fields of objects without a name of their own. */
export interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

const prefix = "#/components/schemas/";

/** Whether a value is a JSON object. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema that a schema refers to; itself when it is no reference. */
export function follow(document: OpenApiDocument, schema: JsonSchema): NamedSchema {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return { schema, name: undefined };
  const name = reference.slice(prefix.length);
  return { schema: document.components.schemas[name] ?? {}, name };
}

/** The alternative of `anyOf` that is not null, and whether null is one. */
export function withoutNull(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const options = schema["anyOf"];
  if (!Array.isArray(options)) return { schema, nullable: false };
  const given = options.filter(isSchema).find((option) => option["type"] !== "null");
  return { schema: given ?? {}, nullable: true };
}

/** The fields of an object, with those of its unnamed objects behind them. */
export function fieldsOf(schema: JsonSchema, path = ""): Field[] {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(properties).flatMap(([key, value]) => {
    if (!isSchema(value)) return [];
    const name = `${path}${key}`;
    const field = { name, schema: value, required: required.includes(key) };
    return [field, ...fieldsOf(itemsOf(value), `${name}${suffixOf(value)}.`)];
  });
}

function itemsOf(schema: JsonSchema): JsonSchema {
  if (schema["type"] === "array" && isSchema(schema["items"])) return schema["items"];
  return isSchema(schema["additionalProperties"]) ? schema["additionalProperties"] : schema;
}

function suffixOf(schema: JsonSchema): string {
  if (schema["type"] === "array") return "[]";
  return isSchema(schema["additionalProperties"]) ? ".*" : "";
}

/** The type of a value in a few words, with links to named schemas. */
export function typeLabel(schema: JsonSchema): Html {
  const { schema: given, nullable } = withoutNull(schema);
  return nullable ? html`${plainLabel(given)} or null` : plainLabel(given);
}

function plainLabel(schema: JsonSchema): Html {
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const name = reference.slice(prefix.length);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const { additionalProperties, items } = schema;
  if (isSchema(items)) return html`list of ${typeLabel(items)}`;
  if (isSchema(additionalProperties)) return html`map to ${typeLabel(additionalProperties)}`;
  return html`${scalarLabel(schema)}`;
}

const scalarNames: Readonly<Record<string, string>> = {
  uuid: "UUID",
  "date-time": "time",
  "idn-email": "e-mail address",
  int64: "64-bit integer",
};

function scalarLabel(schema: JsonSchema): string {
  const { format, type } = schema;
  if (typeof format === "string" && scalarNames[format] !== undefined) return scalarNames[format];
  return typeof type === "string" ? type : "any JSON";
}

/** Values and bounds that a schema states, as a line below its description; nothing when there are none. */
export function limitsOf(schema: JsonSchema): Html | undefined {
  const { schema: given } = withoutNull(schema);
  const values = enumValues(given);
  if (values.length > 0) {
    const codes = values.map((value) => html`<code>${value === "" ? '""' : value}</code> `);
    return html`<span class="limits">One of ${codes}</span>`;
  }
  const bounds = boundTexts(given);
  return bounds.length === 0 ? undefined : html`<span class="limits">${bounds.join(", ")}</span>`;
}

/** The values of an enumeration, or none. */
export function enumValues(schema: JsonSchema): string[] {
  const values = schema["enum"];
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}

const boundNames: Readonly<Record<string, string>> = {
  minimum: "at least",
  maximum: "at most",
  maxLength: "characters: at most",
  minItems: "items: at least",
  maxItems: "items: at most",
};

/** Our own formats in words; one without words here is named. */
const formatNames: Readonly<Record<string, string>> = {
  username_new: "letters and digits with single hyphens between them, at most 32",
  user_real_name: "at most 128 characters, no blanks at the ends",
};

function boundTexts(schema: JsonSchema): string[] {
  const format = schema["x-format"];
  const bounds = Object.entries(boundNames).flatMap(([keyword, words]) => {
    const bound = schema[keyword];
    return bound === undefined ? [] : [`${words} ${String(bound)}`];
  });
  if (typeof format !== "string") return bounds;
  return [...bounds, formatNames[format] ?? `format ${format}`];
}

/** A table of fields. `marks` says which of them carry a word: what must be sent, or what may be missing. */
export function fieldTable(
  caption: string,
  fields: readonly Field[],
  marks: "required" | "optional",
): Html {
  const rows = fields.map((field) => {
    const marked = marks === "required" ? field.required : !field.required;
    return html`<tr><th scope="row"><code>${field.name}</code><span class="type">${typeLabel(field.schema)}</span>${
      marked && html`<span class="mark ${marks}">${marks}</span>`
    }</th><td>${description(field.schema)}${limitsOf(field.schema)}</td></tr>`;
  });
  return html`<table><caption>${caption}</caption><thead><tr><th scope="col">Name and type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function description(schema: JsonSchema): Html | undefined {
  const text = schema["description"];
  return typeof text === "string" ? html`<span class="meaning">${prose(text)}</span>` : undefined;
}
