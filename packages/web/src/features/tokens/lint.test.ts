import { describe, expect, test } from "vitest";
import { scopeCatalog } from "./catalog.ts";
import { type Draft, lintToken } from "./lint.ts";

const me = "6f0b1d1e-57c1-4f7c-8a45-f8a5b3b1f001";
const object = "0b9c5f3a-8d1e-4c55-9f70-2f6f1a1f0b11";
const catalog = scopeCatalog([
  "api_key:read",
  "coder:all",
  "coder:workspaces.create",
  "template:*",
  "template:read",
  "workspace:create",
  "workspace:read",
]);

const draft = (change: Partial<Draft>): Draft => ({
  name: "ci",
  scopes: new Set(["workspace:read"]),
  objects: undefined,
  ownerId: me,
  ...change,
});

const found = (change: Partial<Draft>, expired: readonly string[] = []) =>
  lintToken(draft(change), catalog, new Set(expired));
const keys = (change: Partial<Draft>, expired?: readonly string[]) =>
  found(change, expired).map(({ key }) => key);

const self = { type: "user", id: me };

describe("what stops a token", () => {
  test("no scope at all", () => {
    expect(found({ scopes: new Set() })).toMatchObject([{ key: "scopes", blocking: true }]);
  });

  test("an empty list of objects", () => {
    expect(found({ objects: [] })).toMatchObject([{ key: "objects", blocking: true }]);
  });

  test("the name of an expired token", () => {
    expect(keys({ name: " ci " }, ["ci"])).toEqual(["name"]);
  });
});

describe("what would not work as it looks", () => {
  test("creating with listed ids, also by a bundle and by everything", () => {
    const objects = [{ type: "workspace", id: object }, self];

    for (const scope of ["workspace:create", "coder:workspaces.create", "coder:all"]) {
      expect(keys({ scopes: new Set([scope]), objects })).toContain("create-workspace");
    }
    expect(keys({ scopes: new Set(["workspace:read"]), objects })).not.toContain(
      "create-workspace",
    );
  });

  test("creating what the list leaves out altogether", () => {
    const objects = [{ type: "template", id: object }, self];

    expect(keys({ scopes: new Set(["workspace:create"]), objects })).toEqual(["create-workspace"]);
    expect(keys({ scopes: new Set(["coder:all"]), objects })).not.toContain("create-workspace");
  });

  test("the fix of it is one click", () => {
    const objects = [{ type: "workspace", id: object }, self];
    const [first] = found({ scopes: new Set(["workspace:create"]), objects });

    expect(
      keys({ scopes: new Set(["workspace:create"]), objects: first?.fix?.objects ?? [] }),
    ).not.toContain("create-workspace");
  });

  test("keys by UUID, which never match", () => {
    const objects = [{ type: "api_key", id: object }, self];

    expect(keys({ scopes: new Set(["api_key:read"]), objects })).toEqual(["never"]);
  });

  test("a list without the own user", () => {
    expect(keys({ objects: [{ type: "template", id: object }] })).toEqual(["owner"]);
    expect(keys({ objects: [{ type: "template", id: object }, self] })).toEqual([]);
    expect(
      keys({
        objects: [
          { type: "template", id: object },
          { type: "user", id: "*" },
        ],
      }),
    ).toEqual([]);
  });

  test("workspaces that may become dormant", () => {
    const objects = [{ type: "workspace", id: object }, self];
    const [finding] = found({ objects });

    expect(finding?.key).toBe("dormant");
    expect(keys({ objects: finding?.fix?.objects ?? [] })).toEqual([]);
  });
});

test("the catalog knows every name of the server and nothing else", () => {
  expect(catalog.bundles.map(({ name }) => name)).toEqual(["coder:workspaces.create"]);
  expect(catalog.resources).toMatchObject([
    { resource: "api_key", actions: ["read"], wildcard: false },
    { resource: "template", actions: ["read"], wildcard: true },
    { resource: "workspace", actions: ["create", "read"], wildcard: false },
  ]);
});
