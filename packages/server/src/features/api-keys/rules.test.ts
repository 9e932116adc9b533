import { ApiError } from "@gatehouse/contract";
import { makeSubject } from "@gatehouse/rbac";
import { expect, test } from "vitest";
import type { Actor } from "../../context/actor.ts";
import {
  grantedRestrictions,
  maxLifetimeMs,
  nanoseconds,
  requestedAllowList,
  requestedScopes,
  requireTokenName,
  tokenLifetimeMs,
} from "./rules.ts";

const config = {
  maxTokenLifetimeMs: 1000,
  maxAdminTokenLifetimeMs: 500,
  defaultTokenLifetimeMs: 700,
};
const user = { rbac_roles: ["auditor"] };
const owner = { rbac_roles: ["auditor", "owner"] };
const id = "0b000000-0000-4000-8000-000000000001";

/** What a refusal says: status, failing field and its detail. */
function refusal(call: () => unknown): unknown {
  try {
    return { accepted: call() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, validations, message } = error;
    const [first] = validations ?? [];
    return first === undefined ? { status, message } : { status, ...first };
  }
}

test("owners have their own maximum, whether lower or higher", () => {
  expect([maxLifetimeMs(config, user), maxLifetimeMs(config, owner)]).toEqual([1000, 500]);
});

test("trap 19: nanoseconds are exact beyond 2^53", () => {
  expect(nanoseconds(3_155_760_000_000)).toBe(3_155_760_000_000_000_000n);
});

test("no lifetime means the default, as far as the maximum allows", () => {
  expect(tokenLifetimeMs(config, user, 0n)).toBe(700);
  expect(tokenLifetimeMs(config, owner, 0n)).toBe(500);
});

test("exactly the maximum is accepted, and one nanosecond more is not", () => {
  expect(tokenLifetimeMs(config, user, 1_000_000_000n)).toBe(1000);
  expect(tokenLifetimeMs(config, owner, 500_000_000n)).toBe(500);
  expect(refusal(() => tokenLifetimeMs(config, user, 1_000_000_001n))).toEqual({
    status: 400,
    field: "lifetime",
    detail: "must be at most 1000000000 nanoseconds",
  });
  expect(refusal(() => tokenLifetimeMs(config, owner, 500_000_001n))).toMatchObject({
    status: 400,
  });
});

test.each(["a", "n".repeat(128), "🔑".repeat(128), "token config", "tokenconfigs"])(
  "the name %j is accepted",
  (name) => {
    expect(() => requireTokenName(name)).not.toThrow();
  },
);

test.each(["n".repeat(129), "a/b", "a\nb", "a\u0000", "a\u0085b", "tokenconfig"])(
  "the name %j is refused",
  (name) => {
    expect(refusal(() => requireTokenName(name))).toEqual({
      status: 400,
      field: "token_name",
      detail: "must have 1 to 128 characters, no slash, and not be tokenconfig",
    });
  },
);

test("scopes win over scope, and neither means none", () => {
  expect(requestedScopes({ scopes: [], scope: "" })).toBeNull();
  expect(requestedScopes({ scopes: ["user:read"], scope: "all" })).toEqual(["user:read"]);
  expect(requestedScopes({ scopes: ["user:read"], scope: "" })).toEqual(["user:read"]);
  expect(requestedScopes({ scopes: [], scope: "application_connect" })).toEqual([
    "coder:application_connect",
  ]);
  expect(requestedScopes({ scopes: ["all", "coder:all"], scope: "" })).toEqual(["coder:all"]);
});

test("a scope that cannot be requested is named with its field", () => {
  expect(refusal(() => requestedScopes({ scopes: ["user:read", "user.*"], scope: "" }))).toEqual({
    status: 400,
    field: "scopes",
    detail: "user.* is not a scope that can be requested",
  });
  expect(refusal(() => requestedScopes({ scopes: [], scope: "debug_info:read" }))).toEqual({
    status: 400,
    field: "scope",
    detail: "debug_info:read is not a scope that can be requested",
  });
  expect(refusal(() => requestedScopes({ scopes: [""], scope: "" }))).toMatchObject({
    status: 400,
  });
});

test("an allow list is read from texts and from objects", () => {
  expect(requestedAllowList([])).toBeNull();
  expect(requestedAllowList([`user:${id}`, { type: "workspace", id: "*" }])).toEqual([
    `user:${id}`,
    "workspace:*",
  ]);
});

test.each([
  ["a number", 1],
  ["null", null],
  ["an empty object", {}],
  ["an object without id", { type: "user" }],
  ["an object without type", { id }],
  ["an object with another type of id", { type: "user", id: 1 }],
  ["an object with another type of type", { type: 1, id }],
  ["an object with a list of ids", { type: "user", id: [id] }],
  ["an object with a list of types", { type: ["user"], id }],
  ["an unknown type", `gate:${id}`],
  ["an id that is none", "user:1"],
  ["an object with an id that is none", { type: "user", id: "1" }],
])("an entry that is %s is refused by its place", (_name, entry) => {
  expect(refusal(() => requestedAllowList(["*:*", entry]))).toEqual({
    status: 400,
    field: "allow_list",
    detail: "entry 2 is not of the form type:id",
  });
});

/** An actor with a key of these restrictions. */
function actorWith(scopes: string[], allow_list: string[]): Actor {
  const never = new Date(0);
  const made = makeSubject({
    ...{ id, siteRoles: [], organizations: [], customRoles: [], groups: [] },
    ...{ scopes, allowList: allow_list },
    deployment: { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false },
  });
  if (!made.ok) throw new Error(made.error.code);
  return {
    key: {
      ...{ id: "k", user_id: id, token_name: "", origin: null, user_agent: "", scopes, allow_list },
      ...{ last_used: never, expires_at: never, created_at: never, updated_at: never },
      ...{ login_type: "token", lifetime_seconds: 1, ip_address: "0.0.0.0" },
    },
    user: {
      ...{ id, email: "", username: "", name: "", avatar_url: "", status: "active" },
      ...{ created_at: never, updated_at: never, last_seen_at: never, rbac_roles: [] },
      ...{ login_type: "password", deleted: false, is_system: false, is_service_account: false },
      ...{ quiet_hours_schedule: "", chat_spend_limit_micros: null, organization_ids: [] },
      has_ai_seat: false,
    },
    memberships: [],
    subject: made.subject,
  };
}

test("a restricted key passes its own restrictions on, and no wider ones", () => {
  const narrow = actorWith(["api_key:create", "user:read"], [`user:${id}`]);

  expect(grantedRestrictions(narrow, { scopes: null, allowList: null })).toEqual({
    scopes: ["api_key:create", "user:read"],
    allowList: [`user:${id}`],
  });
  expect(
    refusal(() => grantedRestrictions(narrow, { scopes: ["user:update"], allowList: null })),
  ).toEqual({ status: 403, message: "Your key does not cover the scope user:update." });
  expect(refusal(() => grantedRestrictions(narrow, { scopes: null, allowList: ["*:*"] }))).toEqual({
    status: 403,
    message: "Your key does not cover the allow list.",
  });
});

test("an unrestricted key gives whatever is asked for, and everything by default", () => {
  const free = actorWith(["coder:all"], ["*:*"]);

  expect(grantedRestrictions(free, { scopes: null, allowList: null })).toEqual({
    scopes: ["coder:all"],
    allowList: ["*:*"],
  });
  expect(grantedRestrictions(free, { scopes: ["user:read"], allowList: [`user:${id}`] })).toEqual({
    scopes: ["user:read"],
    allowList: [`user:${id}`],
  });
});
