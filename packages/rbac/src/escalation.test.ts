import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  someAllowList,
  someCheck,
  someScopes,
  someSubjectFacts,
  subjectOf,
} from "../test/arbitraries.ts";
import { decide } from "./decide.ts";
import type { KeyRestrictions } from "./escalation.ts";
import { checkKeyRestrictions, isUnrestrictedKey, uncoveredScope } from "./escalation.ts";

const free: KeyRestrictions = { scopes: ["coder:all"], allowList: ["*:*"] };
const id = "6f0a2f6e-0c52-4f0a-9f3c-1d2e3f4a5b6c";

const scopesOnly = (scopes: readonly string[]) => ({ scopes, allowList: null });

describe("restrictions of a key made with a key (spec authorization §4.6)", () => {
  it("an unrestricted key makes any key, and an unrestricted one by default", () => {
    const nothing = { scopes: null, allowList: null };
    const limited = { scopes: ["audit_log:read"], allowList: [`workspace:${id}`] };

    expect(checkKeyRestrictions(free, nothing)).toEqual({ ok: true, restrictions: free });
    expect(checkKeyRestrictions(null, nothing)).toEqual({ ok: true, restrictions: free });
    expect(checkKeyRestrictions(free, limited)).toEqual({ ok: true, restrictions: limited });
  });

  it("what is not requested is inherited", () => {
    const creator = { scopes: ["api_key:create", "user:read"], allowList: ["user:*"] };

    const result = checkKeyRestrictions(creator, { scopes: null, allowList: null });

    expect(result).toEqual({ ok: true, restrictions: creator });
  });

  it("a wildcard is covered only by a wildcard, not by all of its actions", () => {
    const pairs = ["file:create", "file:read"];
    const narrow = { scopes: pairs, allowList: ["*:*"] };
    const wide = { scopes: ["file:*"], allowList: ["*:*"] };

    expect(checkKeyRestrictions(wide, scopesOnly(pairs)).ok).toBe(true);
    expect(checkKeyRestrictions(narrow, scopesOnly(["file:*"]))).toEqual({
      ok: false,
      refusal: { code: "scope_escalation", scope: "file:*" },
    });
  });

  it("a composite is covered when its permissions are", () => {
    const creator = {
      scopes: ["template:*", "workspace:read", "workspace:delete", "organization_member:read"],
      allowList: ["*:*"],
    };

    expect(checkKeyRestrictions(creator, scopesOnly(["coder:workspaces.delete"])).ok).toBe(true);
    expect(checkKeyRestrictions(creator, scopesOnly(["coder:workspaces.access"])).ok).toBe(false);
  });

  it("an unknown scope is never covered", () => {
    const creator = { scopes: ["coder:all"], allowList: ["user:*"] };

    expect(checkKeyRestrictions(creator, scopesOnly(["nothing:read"])).ok).toBe(false);
  });

  it.each([
    [["workspace:*"], [`workspace:${id}`], true],
    [[`*:${id}`], [`workspace:${id}`], true],
    [[`workspace:${id}`], ["workspace:*"], false],
    [["workspace:*"], ["*:*"], false],
    [[`workspace:${id}`], [`*:${id}`], false],
    [["workspace:*"], ["nonsense"], false],
  ])("a list of %j admits the request %j: %s", (allowList, requested, ok) => {
    const creator = { scopes: ["coder:all"], allowList };

    expect(checkKeyRestrictions(creator, { scopes: null, allowList: requested }).ok).toBe(ok);
  });

  it("a key of full scope but limited objects gives any scope on its objects", () => {
    const creator = { scopes: ["coder:all"], allowList: ["user:*"] };

    expect(checkKeyRestrictions(creator, scopesOnly(["user:read", "workspace:*"]))).toEqual({
      ok: true,
      restrictions: { scopes: ["user:read", "workspace:*"], allowList: ["user:*"] },
    });
  });

  it("a refusal names its reason, also for a creator without restrictions", () => {
    const creator = { scopes: ["coder:all"], allowList: ["user:*"] };
    const refusal = { ok: false, refusal: { code: "allow_list_escalation" } };
    const asks = (allowList: readonly string[]) => ({ scopes: null, allowList });

    expect(checkKeyRestrictions(creator, asks(["workspace:*"]))).toEqual(refusal);
    expect(checkKeyRestrictions(creator, asks(["nonsense"]))).toEqual(refusal);
    expect(checkKeyRestrictions(free, asks(["nonsense"]))).toEqual(refusal);
    expect(checkKeyRestrictions(null, asks(["nonsense"]))).toEqual(refusal);
  });

  it("a creating key with a scope that nobody knows gives nothing", () => {
    const creator = { scopes: ["nothing:read"], allowList: ["*:*"] };

    expect(uncoveredScope(creator.scopes, ["user:read"])).toBe("user:read");
    expect(uncoveredScope([], ["user:read"])).toBe("user:read");
    expect(
      uncoveredScope(["user:read", "file:*"], ["user:read", "file:read", "file:*"]),
    ).toBeNull();
    expect(uncoveredScope(["user:read"], ["user:update"])).toBe("user:update");
    expect(uncoveredScope(["user:read"], ["file:read"])).toBe("file:read");
  });

  it("only coder:all together with *:* is unrestricted", () => {
    expect(isUnrestrictedKey(free)).toBe(true);
    expect(isUnrestrictedKey({ ...free, allowList: ["user:*"] })).toBe(false);
    expect(isUnrestrictedKey({ ...free, scopes: ["api_key:*"] })).toBe(false);
    expect(isUnrestrictedKey({ scopes: [], allowList: [] })).toBe(false);
  });

  it("a key may always ask for exactly what it has, as rotation does", () => {
    fc.assert(
      fc.property(someScopes, someAllowList, (scopes, allowList) => {
        const key = { scopes, allowList };

        expect(checkKeyRestrictions(key, key).ok).toBe(true);
      }),
    );
  });

  it("no accepted key can do anything its creator cannot", () => {
    const keys = fc.record({ scopes: someScopes, allowList: someAllowList });
    fc.assert(
      fc.property(someSubjectFacts, keys, keys, someCheck, (facts, creator, wanted, check) => {
        const result = checkKeyRestrictions(creator, wanted);
        fc.pre(result.ok);
        const child = subjectOf({ ...facts, ...result.restrictions });
        const parent = subjectOf({ ...facts, ...creator });

        const allowed = decide(child, check.action, check.object);

        expect(allowed && !decide(parent, check.action, check.object)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
