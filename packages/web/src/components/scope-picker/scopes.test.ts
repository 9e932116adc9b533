import { describe, expect, test } from "vitest";
import { normalizedAllowList, readAllowList } from "./allow-list.ts";
import { canonicalScopes, coveredBy, levelOf, type ScopeCatalog, withLevel } from "./scopes.ts";

const template = {
  resource: "template",
  meaning: "Blueprints",
  actions: ["create", "read", "use"],
  wildcard: true,
};
const catalog: ScopeCatalog = {
  bundles: [
    {
      name: "coder:workspaces.create",
      meaning: "Makes workspaces",
      permissions: ["template:read", "workspace:create"],
    },
  ],
  resources: [template],
};

describe("levels", () => {
  test.each([
    [[], "none"],
    [["template:read"], "read"],
    [["template:read", "template:use"], "custom"],
    [["template:use"], "custom"],
    [["template:*"], "all"],
  ])("%j is %s", (scopes, level) => {
    expect(levelOf("template", new Set(scopes))).toBe(level);
  });

  test("custom starts from what was granted before", () => {
    expect([...withLevel(template, "custom", new Set(["template:*"]))]).toEqual([
      "template:create",
      "template:read",
      "template:use",
    ]);
  });

  test("a level of one resource leaves the others", () => {
    const next = withLevel(template, "none", new Set(["template:read", "workspace:read"]));

    expect([...next]).toEqual(["workspace:read"]);
  });
});

test("what is sent is sorted and says nothing twice", () => {
  expect(canonicalScopes(new Set(["workspace:read", "template:read", "template:*"]))).toEqual([
    "template:*",
    "workspace:read",
  ]);
  expect(canonicalScopes(new Set(["coder:all", "template:read"]))).toEqual(["coder:all"]);
});

test("what a bundle or a wildcard gives already is named", () => {
  const chosen = new Set(["coder:workspaces.create"]);

  expect(coveredBy("template:read", chosen, catalog)).toBe("coder:workspaces.create");
  expect(coveredBy("template:use", chosen, catalog)).toBeUndefined();
  expect(coveredBy("template:use", new Set(["template:*"]), catalog)).toBe("template:*");
});

const id = "0b9c5f3a-8d1e-4c55-9f70-2f6f1a1f0b11";

describe("allow lists", () => {
  test("lines are read, and what is no entry is given back", () => {
    const read = readAllowList(`template:${id.toUpperCase()}\nworkspace:*, nonsense`, [
      "template",
      "workspace",
    ]);

    expect(read.entries).toEqual([
      { type: "template", id },
      { type: "workspace", id: "*" },
    ]);
    expect(read.wrong).toEqual(["nonsense"]);
  });

  test("a whole type swallows its objects, everything swallows all, doubles go", () => {
    const entry = (type: string, value: string) => ({ type, id: value });

    expect(
      normalizedAllowList([
        entry("workspace", id),
        entry("template", id),
        entry("template", id),
        entry("workspace", "*"),
      ]),
    ).toEqual([entry("template", id), entry("workspace", "*")]);
    expect(normalizedAllowList([entry("template", id), entry("*", "*")])).toEqual([
      entry("*", "*"),
    ]);
  });
});
