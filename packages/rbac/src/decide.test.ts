import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SubjectFacts } from "../test/arbitraries.ts";
import {
  someCheck,
  someObject,
  somePair,
  someRole,
  someSubjectFacts,
  subjectOf,
} from "../test/arbitraries.ts";
import { parseAllowEntry } from "./allow-list.ts";
import { decide, decideUnchecked } from "./decide.ts";
import { allowedBy, explain } from "./explain.ts";
import { matchesRow, rowFilter } from "./filter.ts";
import type { RbacObject } from "./objects.ts";
import type { Permission } from "./roles.ts";
import { expandScope } from "./scopes.ts";

const runs = { numRuns: 2000 };

/** The algorithm of spec authorization §6.2 and §6.3, written down naively over lists. */
function reference(facts: SubjectFacts, action: string, object: RbacObject): boolean {
  const { id, roles, groups } = facts;
  const org = object.org === "" ? undefined : object.org;
  if (object.anyOrg && org) return false;
  const tally = (list: readonly Permission[]): number => {
    const matching = list.filter(
      (one) => [object.type, "*"].includes(one.resourceType) && [action, "*"].includes(one.action),
    );
    if (matching.some(({ negate }) => negate)) return -1;
    return matching.length > 0 ? 1 : 0;
  };
  const orgs = [...new Set(roles.flatMap(({ byOrg }) => Object.keys(byOrg)))];
  const applicable = object.anyOrg ? orgs : orgs.filter((one) => one === org);
  const best = (level: "org" | "member"): number =>
    applicable.length === 0
      ? 0
      : Math.max(...applicable.map((o) => tally(roles.flatMap((r) => r.byOrg[o]?.[level] ?? []))));
  const owns = id !== "" && object.owner === id;
  const levelsAllow = (): boolean => {
    const site = tally(roles.flatMap((role) => role.site));
    if (site !== 0) return site === 1;
    if (owns && !org && !object.anyOrg && tally(roles.flatMap((role) => role.user)) === 1) {
      return true;
    }
    const orgVote = best("org");
    if (orgVote !== 0) return orgVote === 1;
    return owns && best("member") === 1;
  };
  const hit = (list: readonly string[] | undefined) =>
    list?.some((one) => one === action || one === "*") ?? false;
  const acl =
    applicable.length > 0 &&
    ((id !== "" && hit(object.aclUser?.[id])) ||
      groups.some((group) => hit(object.aclGroup?.[group])) ||
      (org !== undefined && hit(object.aclGroup?.[org])));
  const scopeOk =
    facts.scopes === null ||
    tally(facts.scopes.flatMap((scope) => [...(expandScope(scope) ?? [])])) === 1;
  const listOk =
    facts.allowList === null ||
    facts.allowList.some((text) => {
      const entry = parseAllowEntry(text);
      const typeOk = entry?.type === "*" || entry?.type === object.type;
      return typeOk && (entry?.id === "*" || (!!object.id && entry?.id === object.id));
    });
  return (levelsAllow() || acl) && scopeOk && listOk;
}

describe("decide", () => {
  it("equals the specified algorithm for random subjects and objects", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
        expect(decide(subjectOf(facts), action, object)).toBe(reference(facts, action, object));
      }),
      runs,
    );
  });

  it("does not depend on the order of roles, groups, scopes or allow-list entries", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
        const reversed: SubjectFacts = {
          id: facts.id,
          roles: facts.roles.toReversed(),
          groups: facts.groups.toReversed(),
          scopes: facts.scopes?.toReversed() ?? null,
          allowList: facts.allowList?.toReversed() ?? null,
        };

        const decisions = [facts, reversed].map((one) => decide(subjectOf(one), action, object));

        expect(decisions[0]).toBe(decisions[1]);
      }),
      runs,
    );
  });

  it("never allows more with a key than without one", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
        const free = subjectOf({ ...facts, scopes: null, allowList: null });

        const allowed = decide(subjectOf(facts), action, object);

        expect(allowed && !decide(free, action, object)).toBe(false);
      }),
      runs,
    );
  });

  it("gives the same answer again once votes are compiled", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
        const subject = subjectOf(facts);

        expect(decide(subject, action, object)).toBe(decide(subject, action, object));
      }),
    );
  });

  it("denies a pair of type and action that does not exist, whatever is granted", () => {
    const everything: Permission = { negate: false, resourceType: "*", action: "*" };
    const role = { name: "all", displayName: "", site: [everything], user: [], byOrg: {} };
    const subject = subjectOf({ id: "", roles: [role], groups: [], scopes: null, allowList: null });

    expect(decide(subject, "ssh", { type: "user" })).toBe(false);
    expect(decideUnchecked(subject, "ssh", { type: "user" })).toBe(true);
    expect(decideUnchecked(subject, "no such action", { type: "no such type" })).toBe(true);
  });

  it("denies when an organization and any organization are asked for at once", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, fc.nat(2), (facts, { action, object }, n) => {
        const org = `0a000000-0000-4000-8000-00000000000${n + 1}`;

        expect(decide(subjectOf(facts), action, { ...object, org, anyOrg: true })).toBe(false);
      }),
    );
  });
});

describe("rowFilter", () => {
  it("agrees with decide on every row", () => {
    const question = somePair.chain(({ type, action }) =>
      fc.record({
        type: fc.constant(type),
        action: fc.constant(action),
        rows: fc.array(someObject(type), { minLength: 1, maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(someSubjectFacts, question, (facts, { type, action, rows }) => {
        const subject = subjectOf(facts);

        const filter = rowFilter(subject, action, type);

        for (const row of rows) {
          expect(matchesRow(filter, row)).toBe(decide(subject, action, row));
        }
      }),
      runs,
    );
  });

  it("is `all` exactly when the object without attributes is allowed", () => {
    fc.assert(
      fc.property(someSubjectFacts, somePair, (facts, { type, action }) => {
        const subject = subjectOf(facts);

        const filter = rowFilter(subject, action, type);

        expect(filter.kind === "all").toBe(decide(subject, action, { type }));
      }),
      runs,
    );
  });

  it("is `none` for a pair that does not exist", () => {
    fc.assert(
      fc.property(someRole, (role) => {
        const facts = { id: "", roles: [role], groups: [], scopes: null, allowList: null };

        expect(rowFilter(subjectOf(facts), "ssh", "user")).toEqual({ kind: "none" });
      }),
    );
  });
});

describe("explain", () => {
  it("says what decide says, and suffices to recompute it", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
        const subject = subjectOf(facts);

        const explanation = explain(subject, action, object);

        expect(explanation.allowed).toBe(decide(subject, action, object));
        expect(allowedBy(explanation)).toBe(explanation.allowed);
      }),
      runs,
    );
  });

  it("lists for every level that voted the permissions from which the vote follows", () => {
    fc.assert(
      fc.property(someSubjectFacts, someCheck, (facts, { action, object }) => {
        fc.pre(object.anyOrg !== true);
        const { votes, permissions } = explain(subjectOf(facts), action, object);

        for (const level of ["site", "user", "org", "member"] as const) {
          const here = permissions.filter((permission) => permission.level === level);
          const refusals = here.filter(({ negate }) => negate).length;
          const expected = refusals > 0 ? -1 : Math.min(here.length, 1);
          expect(votes[level] ?? 0).toBe(expected);
        }
      }),
      runs,
    );
  });
});
