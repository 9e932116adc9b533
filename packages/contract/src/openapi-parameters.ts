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
 * Parameters that are published with another type than they are read with: endpoint id → name → type. Truth
 * values that are read as texts, because wrong ones are no error (spec deployment §4.2, authorization §3.3,
 * organizations §7.6), and a list that clients know as a text with commas.
 */
const publishedTypes: Readonly<Record<string, Readonly<Record<string, "boolean" | "string">>>> = {
  getHealth: { force: "boolean" },
  listTokens: { include_all: "boolean", include_expired: "boolean" },
  getGroup: { exclude_members: "boolean" },
  getGroupByName: { exclude_members: "boolean" },
  listGroups: { exclude_members: "boolean", group_ids: "string" },
  listOrganizationGroups: { exclude_members: "boolean" },
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
  const published = publishedTypes[endpoint.id] ?? {};
  const query = Object.entries(endpoint.query?.fields ?? {}).map(([name, field]) => {
    const type = published[name];
    if (type === undefined) return queryParameter(name, field, components);
    const { description } = field;
    return { name, in: "query" as const, required: false, description, schema: { type } };
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
