import type { Endpoint } from "./endpoint.ts";
import { type JsonSchema, toJsonSchema } from "./json-schema.ts";
import type { OpenApiParameter } from "./openapi-document.ts";
import type { SchemaData } from "./shape.ts";

/** What the parameters of paths accept; a name means the same in every path. */
const pathParameters: Readonly<Record<string, string>> = {
  user: "Id, username, or `me` for the caller.",
  organization: "Id or name of the organization, or `default`.",
  organizationname: "Name or id of the organization.",
  group: "Id of the group.",
  groupName: "Name of the group.",
  roleName: "Name of the role.",
  keyid: "Id of the API key, the part of the key before the hyphen.",
  keyname: "Name of the token.",
  id: "Id of the object.",
};

/**
 * Parameters that are read as texts, because wrong values are no error (spec deployment §4.2), and published
 * as the truth values they are for clients: endpoint id → names.
 */
const publishedAsBoolean: Readonly<Record<string, readonly string[]>> = {
  getHealth: ["force"],
  // Anything that is not a true literal counts as false (spec authorization §3.3).
  listTokens: ["include_all", "include_expired"],
};

const parameterPattern = /\{([^}]+)\}/g;

/** The names of the parameters of a path, in order. */
export function pathParameterNames(path: string): string[] {
  return [...path.matchAll(parameterPattern)].flatMap(([, name]) => (name ? [name] : []));
}

/** The path and query parameters of an endpoint: path first, each in the order of the contract. */
export function parametersOf(
  endpoint: Endpoint,
  components: Map<string, JsonSchema>,
): OpenApiParameter[] {
  const path = pathParameterNames(endpoint.path).map(pathParameter);
  const booleans = publishedAsBoolean[endpoint.id] ?? [];
  const query = Object.entries(endpoint.query?.fields ?? {}).map(([name, field]) => {
    const parameter = queryParameter(name, field, components);
    return booleans.includes(name) ? { ...parameter, schema: { type: "boolean" } } : parameter;
  });
  return [...path, ...query];
}

function pathParameter(name: string): OpenApiParameter {
  const description = pathParameters[name] ?? `The \`${name}\` of the path.`;
  return { name, in: "path", required: true, description, schema: { type: "string" } };
}

function queryParameter(
  name: string,
  field: SchemaData,
  components: Map<string, JsonSchema>,
): OpenApiParameter {
  const inner = field.kind === "optional" ? field.inner : field;
  return {
    name,
    in: "query",
    required: field.required === true,
    description: field.description,
    schema: toJsonSchema(inner, { direction: "request", components }),
    // Lists take commas and repetition (spec users §1.7); the shorter form is published.
    ...(inner.kind === "list" ? { style: "form", explode: false } : {}),
  };
}
