import { describe, expect, it } from "vitest";
import type { Endpoint, PermissionNote } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { errorCodes } from "./errors.ts";
import { writeJson } from "./json/write.ts";
import { errorCodesOf } from "./openapi-errors.ts";
import { pathParameterNames } from "./openapi-parameters.ts";
import type { ObjectData, SchemaData } from "./shape.ts";

const table: readonly Endpoint[] = Object.values(endpoints);

/** Everybody may call these; a new name here is a decision, not a detail. */
const publicEndpoints = [
  "apiRoot",
  "changePasswordWithPasscode",
  "createFirstUser",
  "getAuthMethods",
  "getBuildInfo",
  "getEntitlements",
  "getFirstUser",
  "getUpdateCheck",
  "githubCallback",
  "githubDevice",
  "listScopes",
  "login",
  "oidcCallback",
  "reportCspViolation",
  "requestPasscode",
  "validatePassword",
];

/** On a user whom the caller may read, these answer 403 (spec users §1.6, authorization §2.6). */
const forbiddenOnReadableUsers = [
  "activateUser",
  "createSessionKey",
  "createToken",
  "deleteUser",
  "getDebugLink",
  "listUserLinks",
  "suspendUser",
  "unlinkUser",
  "updateUserRoles",
];

/** Changes of a user's own taste, which no auditor asks about (spec deployment §8.5), and questions. */
const unauditedChanges = [
  "checkAuthorization",
  "checkBudget",
  "estimateCost",
  "explainAuthorization",
  "previewAuthorization",
  "previewSync",
  "recordUsage",
  "updateUserAppearance",
  "updateUserPreferences",
];

/** Sign-ins that browsers finish with a GET, and the reading of somebody else's personal data. */
const auditedReads = ["getDebugLink", "githubCallback", "oidcCallback"];

describe("the table of endpoints", () => {
  it("names every endpoint by its id", () => {
    const named = Object.entries(endpoints).map(([name, { id }]) => [name, id]);

    expect(named).toEqual(named.map(([name]) => [name, name]));
  });

  it("has every method and path once, whatever the names of parameters", () => {
    const routes = table.map(({ method, path }) => `${method} ${path.replace(/\{[^}]+\}/g, "{}")}`);

    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([]);
  });

  it("has only paths of the API, without a slash at the end", () => {
    const odd = table.filter(
      ({ path }) => !/^\/api\/(?:v2|experimental)(\/[a-z0-9-]+|\/\{[A-Za-z]+\})*$/.test(path),
    );

    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it("uses a path parameter once in a path", () => {
    const twice = table.filter(({ path }) => {
      const names = pathParameterNames(path);
      return new Set(names).size !== names.length;
    });

    expect(twice.map(({ id }) => id)).toEqual([]);
  });

  it("lets exactly the listed endpoints be called without signing in", () => {
    const open = table.filter(({ auth }) => auth === "public").map(({ id }) => id);

    expect(open.sort()).toEqual(publicEndpoints);
  });

  it("states a permission for every endpoint that is not public, and none for the others", () => {
    const wrong = table.filter(
      ({ auth, permissions }) => (auth === "public") !== (permissions.length === 0),
    );

    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("hides what a caller may not do to a user behind 404, apart from the listed endpoints", () => {
    const telling = table.filter(
      ({ path, permissions }) => path.includes("{user}") && !permissions.some(hidesOrIsOwn),
    );

    expect(telling.map(({ id }) => id).sort()).toEqual(forbiddenOnReadableUsers);
  });

  it("can answer 404 wherever a path names a user or an organization", () => {
    const objects = table.filter(({ path }) => /\{(user|organization)\}/.test(path));
    const wrong = objects.filter((endpoint) => !errorCodesOf(endpoint).includes("not_found"));

    expect(objects).not.toEqual([]);
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("audits every change that needs a caller, apart from the listed ones", () => {
    const silent = table.filter(
      ({ auth, method, audit }) => auth === "required" && method !== "GET" && audit === undefined,
    );

    expect(silent.map(({ id }) => id).sort()).toEqual(unauditedChanges);
  });

  it("reads with an audit entry only where listed", () => {
    const reads = table.filter(({ method, audit }) => method === "GET" && audit !== undefined);

    expect(reads.map(({ id }) => id).sort()).toEqual(auditedReads);
  });

  it("never reads a body with GET", () => {
    const reads = table.filter(({ method, body }) => method === "GET" && body !== undefined);

    expect(reads.map(({ id }) => id)).toEqual([]);
  });

  it("has a summary without a full stop and only known error codes", () => {
    const wrong = table.filter(
      ({ summary, errors }) =>
        summary === "" ||
        summary.endsWith(".") ||
        (errors ?? []).some((code) => !Object.hasOwn(errorCodes, code)),
    );

    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

describe("the schemas of endpoints", () => {
  it("describe themselves, every field, item and member", () => {
    const silent = table.flatMap((endpoint) =>
      allSchemas(endpoint).filter(({ description }) => description.trim() === ""),
    );

    expect(silent).toEqual([]);
  });

  it("use a name for one shape only", () => {
    const shapes = new Map<string, Set<string>>();
    for (const schema of table.flatMap(allSchemas)) {
      if (schema.name === undefined) continue;
      const known = shapes.get(schema.name) ?? new Set();
      shapes.set(schema.name, known.add(writeJson(schema)));
    }
    const ambiguous = [...shapes].filter(([, variants]) => variants.size > 1);

    expect(ambiguous.map(([name]) => name)).toEqual([]);
  });

  it("are never the same object for a request and for a response", () => {
    const requests = new Set(table.flatMap(({ body }) => objectsIn(body)));
    const shared = table
      .flatMap(({ success }) => objectsIn(success.body))
      .filter((object) => {
        return requests.has(object);
      });

    expect(shared.map(({ name }) => name)).toEqual([]);
  });

  it("never give one name to an object of requests and one of responses", () => {
    const requests = new Set(table.flatMap(({ body }) => objectsIn(body)).flatMap(nameOf));
    const responses = new Set(
      table.flatMap(({ success }) => objectsIn(success.body)).flatMap(nameOf),
    );

    expect([...requests].filter((name) => responses.has(name))).toEqual([]);
  });

  it("bound every list of a request", () => {
    const unbounded = table.flatMap(({ id, body }) =>
      schemasIn(body)
        .filter((schema) => schema.kind === "list" && schema.maxItems === undefined)
        .map(({ description }) => `${id}: ${description}`),
    );

    expect(unbounded).toEqual([]);
  });
});

function hidesOrIsOwn({ permission, refusal }: PermissionNote): boolean {
  return refusal === 404 || permission === "self";
}

function nameOf({ name }: SchemaData): string[] {
  return name === undefined ? [] : [name];
}

function objectsIn(schema: SchemaData | undefined): ObjectData[] {
  return schemasIn(schema).flatMap((part) => (part.kind === "object" ? [part] : []));
}

function allSchemas({ query, body, success }: Endpoint): SchemaData[] {
  return [query, body, success.body].flatMap(schemasIn);
}

function schemasIn(schema: SchemaData | undefined): SchemaData[] {
  if (schema === undefined) return [];
  return [schema, ...partsOf(schema).flatMap(schemasIn)];
}

function partsOf(schema: SchemaData): SchemaData[] {
  switch (schema.kind) {
    case "object":
      return Object.values(schema.fields);
    case "list":
      return [schema.item];
    case "map":
      return [schema.value];
    case "optional":
    case "nullable":
      return [schema.inner];
    default:
      return [];
  }
}

it("no two endpoints have the same summary, which is the name of their section on the reference page", () => {
  const summaries = Object.values(endpoints).map(({ summary }) => summary);

  expect(summaries.filter((summary, at) => summaries.indexOf(summary) !== at)).toEqual([]);
});
