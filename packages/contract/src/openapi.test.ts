import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Endpoint } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { errorCodes } from "./errors.ts";
import { writeJson } from "./json/write.ts";
import { openApiDocument } from "./openapi.ts";
import { pathParameterNames } from "./openapi-parameters.ts";

const table: readonly Endpoint[] = Object.values(endpoints);
const document = openApiDocument({ version: "v1.2.3", accessUrl: "https://gatehouse.example" });
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** The comparison with the reference API, which lies beside the repository where it is developed. */
const root = join(import.meta.dirname, "..", "..", "..");
const contractCheck = join(root, "..", "shared", "tools", "contract-check");
const hasContractCheck = existsSync(contractCheck);
if (!hasContractCheck) {
  console.info("contract-check is not beside the repository: the comparison is left out.");
}

describe("the OpenAPI document", () => {
  it("has the structure of OpenAPI 3.1", () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    const validate = ajv.compile(structure);

    const valid = validate(plain(document));

    expect(validate.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it("has every endpoint once, under its path and method", () => {
    const published = operations.map(
      ({ path, method, operation }) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
    );

    expect(published.sort()).toEqual(
      table.map(({ id, method, path }) => `${id} ${method} ${path}`).sort(),
    );
  });

  it("refers only to components that exist and are schemas", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "document", ...plain(document) });

    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `document#/components/schemas/${name}` })).not.toThrow();
    }
    const referred = [...writeJson(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)];
    const missing = referred.filter(([, name]) => !(name && name in document.components.schemas));
    expect(missing).toEqual([]);
  });

  it("declares exactly the parameters that a path has", () => {
    const wrong = operations.filter(({ path, operation }) => {
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      return declared.map(({ name }) => name).join() !== pathParameterNames(path).join();
    });

    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("files every error code under its own status", () => {
    const misplaced = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { "x-errors": codes = [] }]) =>
        codes.filter((code) => String(errorCodes[code][0]) !== status),
      ),
    );

    expect(misplaced).toEqual([]);
  });

  it("answers every failure with the envelope", () => {
    const failures = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses).filter(([status]) => !/^[23]/.test(status)),
    );
    const schemas = failures.map(([, { content }]) => content?.["application/json"]?.schema);

    expect(new Set(schemas.map((schema) => schema?.["$ref"]))).toEqual(
      new Set(["#/components/schemas/Response"]),
    );
  });

  it("asks for a credential exactly where the endpoint does", () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0);

    expect(open.map(({ operation }) => operation.operationId).sort()).toEqual(
      table.flatMap(({ auth, id }) => (auth === "public" ? [id] : [])).sort(),
    );
  });

  it("states 401 exactly where a credential is needed or refused", () => {
    const { getUser, getBuildInfo, login } = byId();

    expect(Object.keys(getUser?.responses ?? {})).toContain("401");
    expect(Object.keys(getBuildInfo?.responses ?? {})).not.toContain("401");
    expect(login?.responses["401"]?.["x-errors"]).toEqual([
      "account_inactive",
      "wrong_credentials",
    ]);
  });

  it("states 413 and 400 where a body is read, and 404 where a path names an object", () => {
    const { updateUserPassword, getUser, getBuildInfo } = byId();

    expect(Object.keys(updateUserPassword?.responses ?? {})).toEqual(
      expect.arrayContaining(["204", "400", "404", "413", "429"]),
    );
    expect(Object.keys(getUser?.responses ?? {})).toContain("404");
    expect(Object.keys(getBuildInfo?.responses ?? {})).not.toContain("413");
  });

  it("is the same for any order of the table", () => {
    const expected = writeJson(openApiDocument({ version: "v1" }));
    const orders = fc.shuffledSubarray([...table], {
      minLength: table.length,
      maxLength: table.length,
    });

    fc.assert(
      fc.property(orders, (shuffled) => {
        expect(writeJson(openApiDocument({ version: "v1" }, shuffled))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  it.runIf(hasContractCheck)("agrees with the reference API in all that it has", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gatehouse-openapi-"));
    try {
      const file = join(folder, "openapi.json");
      await writeFile(file, writeJson(document));
      const { checked, report } = await runContractCheck(file);
      const absent = report.filter(({ differences }) => differences.includes(missingOperation));

      expect(report.filter((entry) => !absent.includes(entry))).toEqual([]);
      // All but our own endpoints are known to the reference: the comparison did take place.
      expect(checked - absent.length).toBeGreaterThan(operations.length / 2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

const missingOperation = "operation: missing";

interface ContractReport {
  checked: number;
  report: { operation: string; differences: string[] }[];
}

async function runContractCheck(file: string): Promise<ContractReport> {
  const run = promisify(execFile);
  const options = { maxBuffer: 16 * 1024 * 1024 };
  // Differences end in status 1, with the report on the standard output all the same.
  const { stdout } = await run(process.execPath, [contractCheck, file, "--json"], options).catch(
    (error: { stdout: string }) => error,
  );
  return JSON.parse(stdout);
}

function byId(): Record<string, (typeof operations)[number]["operation"]> {
  return Object.fromEntries(operations.map(({ operation }) => [operation.operationId, operation]));
}

/** The document as a reader gets it. */
function plain(value: unknown): Record<string, unknown> {
  return JSON.parse(writeJson(value));
}

const text = { type: "string", minLength: 1 };
const object = (properties: Record<string, unknown>, required: readonly string[]) => ({
  type: "object",
  properties,
  required: [...required],
  additionalProperties: false,
});
const schemaObject = {
  type: "object",
  properties: {
    $ref: { type: "string", pattern: "^#/components/schemas/[A-Za-z0-9._-]+$" },
    type: { enum: ["string", "integer", "number", "boolean", "array", "object", "null"] },
  },
};
const content = {
  type: "object",
  minProperties: 1,
  propertyNames: { pattern: "^[a-z]+/[a-z0-9.+-]+$" },
  additionalProperties: object({ schema: schemaObject }, ["schema"]),
};
const response = object(
  { description: text, content, "x-errors": { type: "array", items: text } },
  ["description"],
);
const parameter = object(
  {
    name: text,
    in: { enum: ["path", "query"] },
    required: { type: "boolean" },
    description: text,
    schema: schemaObject,
    style: { const: "form" },
    explode: { type: "boolean" },
  },
  ["name", "in", "required", "description", "schema"],
);
const operation = object(
  {
    operationId: { type: "string", pattern: "^[a-z][A-Za-z0-9]+$" },
    tags: { type: "array", items: text, minItems: 1 },
    summary: text,
    description: text,
    parameters: { type: "array", items: parameter },
    requestBody: object({ required: { type: "boolean" }, content }, ["content"]),
    responses: {
      type: "object",
      propertyNames: { pattern: "^([1-5][0-9][0-9]|default)$" },
      additionalProperties: response,
    },
    security: { type: "array", items: { type: "object" } },
    "x-permission": { type: "array" },
    "x-audit": { type: "object" },
    "x-rate-limit": text,
    "x-body-limit": { type: "integer" },
  },
  ["operationId", "tags", "summary", "responses", "security", "x-permission"],
);

/** The part of the specification of OpenAPI 3.1 that the product uses, with nothing else allowed. */
const structure = object(
  {
    openapi: { const: "3.1.0" },
    info: object(
      {
        title: text,
        version: text,
        description: text,
        license: object({ name: text, identifier: text }, ["name"]),
      },
      ["title", "version"],
    ),
    servers: { type: "array", items: object({ url: text, description: text }, ["url"]) },
    tags: { type: "array", items: object({ name: text, description: text }, ["name"]) },
    paths: {
      type: "object",
      propertyNames: { pattern: "^/" },
      additionalProperties: {
        type: "object",
        propertyNames: { enum: ["get", "post", "put", "patch", "delete"] },
        additionalProperties: operation,
      },
    },
    components: object(
      {
        schemas: {
          type: "object",
          propertyNames: { pattern: "^[A-Za-z0-9._-]+$" },
          additionalProperties: schemaObject,
        },
        securitySchemes: {
          type: "object",
          additionalProperties: {
            type: "object",
            properties: { type: { enum: ["apiKey", "http"] } },
            required: ["type"],
          },
        },
      },
      ["schemas", "securitySchemes"],
    ),
  },
  ["openapi", "info", "paths", "components"],
);
