import type { Endpoint } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { OpenApiDocument, OpenApiOperation } from "./openapi-document.ts";
import { operationOf } from "./openapi-operation.ts";
import { securitySchemes } from "./openapi-security.ts";
import { sortedTags, tagDescriptions } from "./openapi-tags.ts";

/** What the document says about the deployment that serves it. */
export interface OpenApiSettings {
  /** Version of the product. */
  readonly version: string;
  /** Where clients reach the deployment; default: the server that the document comes from. */
  readonly accessUrl?: string;
}

const introduction =
  "The REST API of Gatehouse, a self-hosted control plane for developer platforms. " +
  "Every failure has the `Response` envelope. Unknown members of requests are ignored, `null` means absent, " +
  'times are RFC 3339 in UTC, and "never" is the year 1.';

const methods: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/**
 * The OpenAPI 3.1 document of the product's endpoints, or of a given list of them.
 *
 * Pure and deterministic: paths and schemas are sorted by name, methods and fields have a fixed order. Bounds of
 * 64-bit integers are bigints: write it with `writeJson`. Throws when one schema name stands for two shapes.
 */
export function openApiDocument(
  settings: OpenApiSettings,
  table: readonly Endpoint[] = Object.values(endpoints),
): OpenApiDocument {
  const components = new Map<string, JsonSchema>();
  const sorted = [...table].sort(byPathAndMethod);
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const endpoint of sorted) {
    const item = paths[endpoint.path] ?? {};
    item[endpoint.method.toLowerCase()] = operationOf(endpoint, components);
    paths[endpoint.path] = item;
  }
  const used = new Set(sorted.flatMap(({ tags }) => tags));
  return {
    openapi: "3.1.0",
    info: {
      title: "Gatehouse API",
      version: settings.version,
      description: introduction,
      license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: settings.accessUrl ?? "/", description: "This deployment." }],
    tags: sortedTags(used).map(tagObject),
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => compareNames(a, b))),
      securitySchemes: { ...securitySchemes },
    },
  };
}

function byPathAndMethod(left: Endpoint, right: Endpoint): number {
  const byPath = compareNames(left.path, right.path);
  return byPath !== 0 ? byPath : methods.indexOf(left.method) - methods.indexOf(right.method);
}

/** By code unit, the same on every machine whatever its locale. */
function compareNames(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function tagObject(name: string): { name: string; description?: string } {
  const description = tagDescriptions[name];
  return description === undefined ? { name } : { name, description };
}
