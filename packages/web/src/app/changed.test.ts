import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { auditHeadQuery, auditLogQuery } from "../features/audit/queries.ts";
import { budgetsQuery } from "../features/budgets/queries.ts";
import { repriceQuery } from "../features/budgets/reprice-queries.ts";
import { healthQuery, userCountQuery } from "../features/deployment/queries.ts";
import { groupMembersQuery, groupQuery, groupsQuery } from "../features/groups/queries.ts";
import { myTokensQuery, recentAuditQuery } from "../features/home/queries.ts";
import { groupTargetsQuery, roleTargetsQuery } from "../features/idp-sync/queries.ts";
import { memberGroupsQuery, membersQuery } from "../features/members/queries.ts";
import { groupCountQuery, memberCountQuery } from "../features/organizations/queries.ts";
import { pricesQuery, unpricedQuery } from "../features/prices/queries.ts";
import { membershipQuery, userGroupsQuery } from "../features/users/memberships/queries.ts";
import { userLinksQuery, userQuery, usersListQuery } from "../features/users/queries.ts";
import { userPermissionsQuery } from "../lib/access.ts";
import { organizationRolesQuery } from "../lib/catalogs.ts";
import {
  groupsChanged,
  membersChanged,
  organizationsChanged,
  pricesChanged,
  rolesChanged,
  sessionsChanged,
  settingsChanged,
  tokensChanged,
  usersChanged,
} from "../lib/changed.ts";
import { permissionKeys } from "../lib/permissions.ts";
import { meQuery, organizationQuery, organizationsQuery } from "../lib/queries.ts";
import { sessionsQuery } from "../lib/sessions.ts";
import { tokensOfQuery } from "../lib/tokens.ts";

const range = { organization: "o-1", from: "2026-11-01", to: "2026-11-28" };
const request = { q: "", limit: 50, offset: 0 };
const group = { id: "g-1", organization_id: "o-1" } as Parameters<typeof groupMembersQuery>[0];

const keyOf = ({ queryKey }: { readonly queryKey: readonly unknown[] }) => queryKey;
const log = [recentAuditQuery, auditLogQuery(""), auditHeadQuery("")].map(keyOf);
const people = [
  usersListQuery({ ...request, sort: "username" }),
  userQuery("mara"),
  meQuery,
  membersQuery("o-1", request),
  groupMembersQuery(group, request),
].map(keyOf);
const groups = [
  groupsQuery("o-1", request),
  groupQuery("o-1", "backend"),
  groupCountQuery("o-1"),
  groupMembersQuery(group, request),
  memberGroupsQuery("o-1", "u-2"),
  userGroupsQuery("u-2"),
  userPermissionsQuery("u-2"),
  groupTargetsQuery("o-1"),
  budgetsQuery("o-1"),
  { queryKey: ["groups", "palette"] },
].map(keyOf);
const tokens = [myTokensQuery, tokensOfQuery("me"), tokensOfQuery("u-2")].map(keyOf);
const sessions = [sessionsQuery("me"), sessionsQuery("u-2")].map(keyOf);

/** What every act makes old, with what shows it. */
const cases: readonly [
  string,
  (queries: QueryClient) => Promise<void>,
  readonly (readonly unknown[])[],
][] = [
  [
    "a user",
    usersChanged,
    [...people, ...tokens, ...sessions, keyOf(userCountQuery), permissionKeys.site],
  ],
  [
    "who is in an organization",
    (queries) => membersChanged(queries, "o-1"),
    [
      ...people,
      ...[memberCountQuery("o-1"), membershipQuery("u-2", "o-1"), userGroupsQuery("u-2")].map(
        keyOf,
      ),
      ...[groupQuery("o-1", "backend"), memberGroupsQuery("o-1", "u-2"), organizationsQuery].map(
        keyOf,
      ),
      permissionKeys.organization("o-1"),
    ],
  ],
  ["a group", (queries) => groupsChanged(queries, "o-1"), groups],
  ["a group of any organization", (queries) => groupsChanged(queries), groups],
  [
    "a role",
    (queries) => rolesChanged(queries, "o-1"),
    [
      ...[organizationRolesQuery("o-1"), roleTargetsQuery("o-1"), membersQuery("o-1", request)].map(
        keyOf,
      ),
      ...[membershipQuery("u-2", "o-1"), userPermissionsQuery("u-2")].map(keyOf),
      permissionKeys.organization("o-1"),
    ],
  ],
  [
    "an organization",
    organizationsChanged,
    [organizationsQuery, organizationQuery("design"), meQuery, userPermissionsQuery("me")]
      .map(keyOf)
      .concat([permissionKeys.organization("o-1")]),
  ],
  [
    "a price",
    pricesChanged,
    [...[pricesQuery, unpricedQuery].map(keyOf), keyOf(repriceQuery("acme/x", range))],
  ],
  ["a setting", (queries) => settingsChanged(queries, healthQuery.queryKey), [keyOf(healthQuery)]],
  ["a token", tokensChanged, tokens],
  ["a session", sessionsChanged, [...sessions, keyOf(userLinksQuery("u-2"))]],
];

describe("what shows a thing is old once it changed", () => {
  test.each(cases)("%s", async (_thing, changed, shown) => {
    const queries = new QueryClient();
    const keys = [...shown, ...log];
    for (const key of keys) queries.setQueryData(key, {});

    await changed(queries);

    const fresh = keys.filter((key) => queries.getQueryState(key)?.isInvalidated !== true);
    expect(fresh).toEqual([]);
  });

  test("what is about another organization stays", async () => {
    const queries = new QueryClient();
    const { queryKey } = membersQuery("o-2", request);
    queries.setQueryData<unknown>(queryKey, {});

    await membersChanged(queries, "o-1");

    expect(queries.getQueryState(queryKey)?.isInvalidated).toBe(false);
  });
});
