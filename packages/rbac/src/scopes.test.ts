import { describe, expect, it } from "vitest";
import { resourceTypes } from "./resources.ts";
import {
  canonicalScopes,
  compositeScopes,
  expandScope,
  isPublicScope,
  isStorableScope,
  legacyScopeOf,
  publicScopes,
  storableScopes,
} from "./scopes.ts";

describe("scope names (spec authorization §4)", () => {
  it("211 are storable: 157 pairs, 45 wildcards, 7 composites, 2 special", () => {
    const wildcards = storableScopes.filter((name) => name.endsWith(":*"));
    const special = storableScopes.filter((name) => name.startsWith("coder:"));

    expect(storableScopes).toHaveLength(211);
    expect(new Set(storableScopes).size).toBe(211);
    expect(wildcards).toHaveLength(resourceTypes.length);
    expect(special).toHaveLength(9);
    expect(Object.keys(compositeScopes)).toHaveLength(7);
  });

  it("51 are public, sorted by bytes, and all of them are storable", () => {
    expect(publicScopes).toHaveLength(51);
    expect(new Set(publicScopes).size).toBe(51);
    expect([...publicScopes].sort()).toEqual(publicScopes);
    expect(publicScopes.filter((name) => !isStorableScope(name))).toEqual([]);
    expect(publicScopes).toEqual(expect.arrayContaining(["user:*", "ai_model_price:read"]));
  });

  it("every storable scope expands, and nothing else is storable", () => {
    expect(storableScopes.filter((name) => expandScope(name) === null)).toEqual([]);
    expect(storableScopes.filter((name) => !isStorableScope(name))).toEqual([]);
    for (const name of ["no_user_data", "all", "user.*", "coder:nothing", "*:*"]) {
      expect([name, isStorableScope(name)]).toEqual([name, false]);
    }
  });

  it.each(["*:read", "workspace:", ":read", "a:b:c", "workspace:read:x", "user:ssh", "", "user.*"])(
    "%j is no scope",
    (name) => {
      expect(expandScope(name)).toBeNull();
      expect(isPublicScope(name)).toBe(false);
    },
  );

  it.each(["debug_info:read", "template:view_insights", "workspace:share", "audit_log:read"])(
    "%s is storable but cannot be requested",
    (name) => {
      expect(isStorableScope(name)).toBe(true);
      expect(isPublicScope(name)).toBe(false);
    },
  );

  it("no_user_data covers every type but user", () => {
    const types = expandScope("no_user_data")?.map(({ resourceType }) => resourceType);

    expect(types).toEqual(resourceTypes.filter((type) => type !== "user"));
  });

  it("legacy names are accepted on input and become canonical without duplicates", () => {
    expect(isPublicScope("all") && isPublicScope("application_connect")).toBe(true);
    expect(canonicalScopes(["all", "coder:all", "application_connect", "user:read"])).toEqual([
      "coder:all",
      "coder:application_connect",
      "user:read",
    ]);
  });

  it("the deprecated value prefers application_connect, then all, then is empty", () => {
    expect(legacyScopeOf(["coder:all", "coder:application_connect"])).toBe("application_connect");
    expect(legacyScopeOf(["user:read", "coder:all"])).toBe("all");
    expect(legacyScopeOf(["user:read"])).toBe("");
  });
});
