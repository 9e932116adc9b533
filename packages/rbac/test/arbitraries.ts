import fc from "fast-check";
import type { Acl, RbacObject } from "../src/objects.ts";
import type { Action, ResourceType } from "../src/resources.ts";
import { aclKindOf, actionsOf } from "../src/resources.ts";
import type { Permission, Role } from "../src/roles.ts";
import { storableScopes } from "../src/scopes.ts";
import type { Subject } from "../src/subject.ts";
import { subjectFromRoles } from "../src/subject.ts";

const uuid = (kind: string, n: number) => `0${kind}000000-0000-4000-8000-00000000000${n}`;

/** Few ids, so that random objects and subjects meet. */
export const userIds = [1, 2].map((n) => uuid("b", n));
export const orgIds = [1, 2, 3].map((n) => uuid("a", n));
export const groupIds = [1, 2].map((n) => uuid("c", n));
export const objectIds = [1, 2].map((n) => uuid("d", n));

/** Types that between them have every kind of owner, organization and access list. */
export const someTypes = [
  "workspace",
  "template",
  "group",
  "task",
  "user",
  "api_key",
] as const satisfies readonly ResourceType[];

export const someType = fc.constantFrom(...someTypes);

/** A pair that exists, of a type in `someTypes`. */
export const somePair = someType.chain((type) =>
  fc.constantFrom(...actionsOf(type)).map((action) => ({ type, action })),
);

const somePermission: fc.Arbitrary<Permission> = fc.record({
  negate: fc.boolean(),
  resourceType: fc.oneof(
    { weight: 4, arbitrary: someType as fc.Arbitrary<ResourceType | "*"> },
    { weight: 1, arbitrary: fc.constant("*" as const) },
  ),
  action: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom<Action | "*">("read", "create", "update", "delete", "share"),
    },
    { weight: 1, arbitrary: fc.constant("*" as const) },
  ),
});

const permissions = fc.array(somePermission, { maxLength: 3 });

export const someRole: fc.Arbitrary<Role> = fc.record({
  name: fc.constantFrom("alpha", "beta", "gamma", "delta"),
  displayName: fc.constant(""),
  site: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: permissions }),
  user: permissions,
  byOrg: fc.dictionary(
    fc.constantFrom(...orgIds),
    fc.record({ org: permissions, member: permissions }),
    { maxKeys: 2 },
  ),
});

const scopesForTypes = storableScopes.filter((name) =>
  [...someTypes, "coder"].some((type) => name.startsWith(`${type}:`)),
);

export const someScopes = fc.oneof(
  fc.constant(["coder:all"]),
  fc.uniqueArray(fc.constantFrom(...scopesForTypes), { minLength: 1, maxLength: 6 }),
);

export const someAllowEntry = fc
  .tuple(
    fc.constantFrom("*", ...someTypes),
    fc.constantFrom("*", ...objectIds, ...userIds, ...orgIds),
  )
  .map(([type, id]) => `${type}:${id}`);

export const someAllowList = fc.oneof(
  { weight: 1, arbitrary: fc.constant(["*:*"]) },
  { weight: 2, arbitrary: fc.array(someAllowEntry, { maxLength: 5 }) },
);

export interface SubjectFacts {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly scopes: readonly string[] | null;
  readonly allowList: readonly string[] | null;
}

export const someSubjectFacts: fc.Arbitrary<SubjectFacts> = fc.record({
  id: fc.constantFrom("", ...userIds),
  roles: fc.array(someRole, { maxLength: 4 }),
  groups: fc.uniqueArray(fc.constantFrom(...groupIds)),
  scopes: fc.option(someScopes),
  allowList: fc.option(someAllowList),
});

export function subjectOf(facts: SubjectFacts): Subject {
  const result = subjectFromRoles(facts);
  if (!result.ok) throw new Error(result.error.code);
  return result.subject;
}

function someAcl(ids: readonly string[]): fc.Arbitrary<Acl> {
  const list = fc.array(fc.constantFrom("read", "update", "delete", "*"), { maxLength: 2 });
  return fc.dictionary(fc.constantFrom(...ids), list, { maxKeys: 3 });
}

/** An object of the type with the access lists that its type carries; never `anyOrg`. */
export function someObject(type: ResourceType): fc.Arbitrary<RbacObject> {
  const kind = aclKindOf(type);
  return fc.record({
    type: fc.constant(type),
    id: fc.constantFrom(undefined, ...objectIds, ...userIds),
    owner: fc.constantFrom(undefined, "", ...userIds),
    org: fc.constantFrom(undefined, "", ...orgIds),
    aclUser: kind === "user_and_group" ? someAcl([...userIds, ...orgIds]) : fc.constant(undefined),
    aclGroup: kind === "none" ? fc.constant(undefined) : someAcl([...groupIds, ...orgIds]),
  });
}

/** A check on a random object, sometimes over any organization. */
export const someCheck = somePair.chain(({ type, action }) =>
  fc
    .tuple(someObject(type), fc.constantFrom(undefined, undefined, true))
    .map(([object, anyOrg]) => ({ action, object: { ...object, anyOrg } })),
);
