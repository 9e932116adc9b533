import type { JsonSchema, OpenApiDocument, OpenApiOperation } from "@gatehouse/contract";
import { type Html, html } from "./docs-html.ts";
import { enumValues, follow, isSchema, withoutNull } from "./docs-schema.ts";

/** How deep a sample shows objects and lists; below it they are empty. */
const maxDepth = 4;

/** Values of path parameters that work for everybody. */
const pathSamples: Readonly<Record<string, string>> = { user: "me", organization: "default" };

const textSamples: Readonly<Record<string, string>> = {
  username: "ada",
  name: "Ada Lovelace",
  email: "ada@example.com",
  display_name: "Engineering",
  message: "Done.",
};

/** Texts that mean something else inside of these members. */
const textsWithin: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  roles: { name: "auditor", display_name: "Auditor" },
};

/** Members that a request needs in practice although its schema does not demand them, by operation. */
const neededMembers: Readonly<Record<string, readonly string[]>> = {
  createUser: ["email", "password", "organization_ids"],
  updateUserPassword: ["old_password"],
};

/** A call of an operation for a POSIX shell; address and token come from the environment. */
export function curlExample(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: OpenApiOperation,
): string {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => pathSamples[name] ?? name);
  const body = operation.requestBody?.content["application/json"]?.schema;
  const lines = [
    method === "get" ? "curl" : `curl -X ${method.toUpperCase()}`,
    `"$GATEHOUSE_URL${filled}"`,
    ...(operation.security.length === 0 ? [] : ['-H "Coder-Session-Token: $GATEHOUSE_TOKEN"']),
    ...(body === undefined
      ? []
      : [`-d ${quoteForShell(requestSample(document, body, operation.operationId))}`]),
  ].map((line) => line.replaceAll("\n", "\n  "));
  return lines.join(" \\\n  ");
}

/** A sample value of a schema as indented JSON. */
export function sampleJson(document: OpenApiDocument, schema: JsonSchema): string {
  return JSON.stringify(sample(document, schema, "", 0), null, 2);
}

/** What must be sent, or else everything that can be sent. */
function requestSample(document: OpenApiDocument, schema: JsonSchema, id: string): string {
  const { schema: target } = follow(document, schema);
  const { properties, required } = target;
  if (!isSchema(properties) || !Array.isArray(required)) return sampleJson(document, target);
  const sent = new Set<unknown>([...required, ...(neededMembers[id] ?? [])]);
  const kept = Object.entries(properties).filter(([name]) => sent.has(name));
  return sampleJson(document, { ...target, properties: Object.fromEntries(kept) });
}

function sample(
  document: OpenApiDocument,
  schema: JsonSchema,
  name: string,
  depth: number,
): unknown {
  const { schema: given } = follow(document, withoutNull(schema).schema);
  switch (given["type"]) {
    case "object":
      return objectSample(document, given, name, depth);
    case "array":
      return isSchema(given["items"]) && depth < maxDepth
        ? [sample(document, given["items"], name, depth + 1)]
        : [];
    case "integer":
    case "number":
      return typeof given["minimum"] === "number" ? given["minimum"] : 0;
    case "boolean":
      return false;
    case "string":
      return textSample(given, name);
    default:
      return null;
  }
}

function objectSample(
  document: OpenApiDocument,
  schema: JsonSchema,
  within: string,
  depth: number,
): object {
  const { additionalProperties, properties } = schema;
  if (depth >= maxDepth) return {};
  if (isSchema(additionalProperties)) {
    return { name: sample(document, additionalProperties, "", depth + 1) };
  }
  const entries = Object.entries(isSchema(properties) ? properties : {});
  return Object.fromEntries(
    entries.map(([name, field]) => [
      name,
      textsWithin[within]?.[name] ??
        (isSchema(field) ? sample(document, field, name, depth + 1) : null),
    ]),
  );
}

function textSample(schema: JsonSchema, name: string): string {
  const value = enumValues(schema).find((candidate) => candidate !== "");
  if (value !== undefined) return value;
  switch (schema["format"]) {
    case "uuid":
      return "8f2c1d0e-5a47-4b0f-9d3a-6c1e7f90ab12";
    case "date-time":
      return "2026-01-15T09:30:00Z";
    default:
      return schema["x-secret"] === true || /password/.test(name) ? "…" : (textSamples[name] ?? "");
  }
}

/** One word for a POSIX shell. */
function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const jsonToken = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null|-?\d[\d.eE+-]*)\b/g;

/** JSON with its names, texts and other values marked for the style sheet. */
export function colouredJson(json: string): Html {
  const parts: Html[] = [];
  let end = 0;
  for (const match of json.matchAll(jsonToken)) {
    const [whole, text, colon, value] = match;
    parts.push(html`${json.slice(end, match.index)}`);
    if (text === undefined) parts.push(html`<span class="v">${value}</span>`);
    else if (colon === undefined) parts.push(html`<span class="s">${text}</span>`);
    else parts.push(html`<span class="k">${text}</span>${colon}`);
    end = match.index + whole.length;
  }
  return html`${parts}${json.slice(end)}`;
}
