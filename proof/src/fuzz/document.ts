/** A JSON Schema of the served document, as far as the generator looks at it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly schema?: JsonSchema;
}

/** One operation of the served OpenAPI document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | null;
  readonly operationId: string;
}

interface RawOperation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { schema?: JsonSchema }>> };
}

/** What `/openapi.json` says, so that the suite knows no more than any client does. */
export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** Follows a reference; other schemas are given back as they are. */
  resolve(schema: JsonSchema): JsonSchema;
}

/** Reads the document of a running server. */
export async function readDocument(address: string): Promise<ApiDocument> {
  const answer = await fetch(`${address}/openapi.json`);
  const document = (await answer.json()) as {
    paths: Record<string, Record<string, RawOperation>>;
    components?: { schemas?: Record<string, JsonSchema> };
  };
  const schemas = document.components?.schemas ?? {};
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => operation(path, method, raw)),
  );
  return {
    operations,
    resolve: (schema) => {
      const name = schema.$ref?.split("/").at(-1);
      return name === undefined ? schema : (schemas[name] ?? {});
    },
  };
}

function operation(path: string, method: string, raw: RawOperation): Operation {
  const content = Object.values(raw.requestBody?.content ?? {})[0];
  return {
    method: method.toUpperCase(),
    path,
    parameters: raw.parameters ?? [],
    body: content?.schema ?? null,
    operationId: raw.operationId ?? `${method} ${path}`,
  };
}
