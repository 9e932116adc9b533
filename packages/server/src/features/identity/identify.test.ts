import { expect, test } from "vitest";
import { newApiKey, sha256 } from "../../platform/secrets.ts";
import { IdentityCache } from "./cache.ts";
import { identify } from "./identify.ts";
import { identityFromRow } from "./identity.ts";
import type { IdentityRow } from "./store.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const switches = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false };
const key = newApiKey();
const old = newApiKey();

const userId = "0b000000-0000-4000-8000-000000000001";
const orgId = "0a000000-0000-4000-8000-000000000001";
const groupId = "0c000000-0000-4000-8000-000000000001";

/** A key of an active user without memberships, with the given changes. */
function identityRow(changes: Partial<IdentityRow> = {}): IdentityRow {
  return {
    ...{ key_id: key.id, hashed_secret: sha256(key.secret), expires_at: later(60_000) },
    ...{ previous_hashed_secret: null, previous_expires_at: null, last_used: later(-1) },
    ...{ key_created_at: later(-2), key_updated_at: later(-3), lifetime_seconds: 86_400 },
    ...{ key_login_type: "token", scopes: ["coder:all"], allow_list: ["*:*"], token_name: "ci" },
    ...{ ip_address: "10.1.2.3", key_user_agent: "curl/8", origin: "cli" },
    ...{ linked: false, link_expiry: null, memberships: [], groups: [], custom_roles: [] },
    ...{ id: userId, email: "ann@example.com", username: "ann", name: "Ann", avatar_url: "/a.png" },
    ...{ created_at: later(-4), updated_at: later(-5), last_seen_at: later(-6) },
    ...{ status: "active", rbac_roles: [], login_type: "password", quiet_hours_schedule: "CRON" },
    ...{ deleted: false, is_system: false, is_service_account: false, has_ai_seat: false },
    ...{ chat_spend_limit_micros: null, ...changes },
  };
}

/** A cache over one row, which has this key's id and secret unless said otherwise. */
function cacheOf(changes: Partial<IdentityRow> = {}) {
  const reads: string[] = [];
  const row = identityRow(changes);
  const cache = new IdentityCache({
    load: async (id) => {
      reads.push(id);
      return id === key.id ? identityFromRow(row, switches) : null;
    },
    nowMs: () => now.getTime(),
  });
  return { cache, reads };
}

async function outcome(credential: string | null, changes: Partial<IdentityRow> = {}) {
  const found = await identify(cacheOf(changes).cache, credential, now);
  return found.ok ? found.actor.key.id : found.reason;
}

test("a key with its secret identifies its user", async () => {
  const found = await identify(cacheOf().cache, key.token, now);

  expect(found).toMatchObject({ ok: true, actor: { key: { id: key.id } } });
});

test("no credential and a malformed one are told apart, and neither asks the database", async () => {
  const { cache, reads } = cacheOf();

  expect(await identify(cache, null, now)).toEqual({
    ok: false,
    reason: "absent",
    detail: "No session token was given in a cookie, a header or the query.",
  });
  expect(await identify(cache, "", now)).toMatchObject({ ok: false, reason: "malformed" });
  expect(await identify(cache, `${key.token}x`, now)).toEqual({
    ok: false,
    reason: "malformed",
    detail: "The session token does not have the form of an API key.",
  });
  expect(reads).toEqual([]);
});

test("an unknown id, a wrong secret and a deleted user read the same", async () => {
  const answers = [
    await identify(cacheOf().cache, old.token, now),
    await identify(cacheOf().cache, `${key.id}-${old.secret}`, now),
    await identify(cacheOf({ deleted: true }).cache, key.token, now),
  ];

  expect(answers.map((answer) => !answer.ok && answer.detail)).toEqual(
    Array.from({ length: 3 }, () => "The API key is not valid."),
  );
  expect(answers.map((answer) => !answer.ok && answer.reason)).toEqual([
    "unknown",
    "unknown",
    "deleted",
  ]);
});

test("a key ends with the instant of its expiry, and says when that was", async () => {
  expect(await outcome(key.token, { expires_at: now })).toBe(key.id);
  expect(await identify(cacheOf({ expires_at: later(-1) }).cache, key.token, now)).toEqual({
    ok: false,
    reason: "expired",
    detail: "The API key expired at 2026-03-01T11:59:59.999Z.",
  });
});

test("a wrong secret learns nothing of the expiry", async () => {
  expect(await outcome(`${key.id}-${old.secret}`, { expires_at: later(-1) })).toBe("unknown");
});

test("the secret before a rotation is accepted until its time, and only that one", async () => {
  const rotated = (previous_expires_at: Date | null) => ({
    previous_hashed_secret: sha256(old.secret),
    previous_expires_at,
  });
  const former = `${key.id}-${old.secret}`;

  expect(await outcome(former, rotated(later(1)))).toBe(key.id);
  expect(await outcome(former, rotated(now))).toBe("unknown");
  expect(await outcome(former, rotated(null))).toBe("unknown");
  expect(await outcome(key.token, rotated(now))).toBe(key.id);
  expect(await outcome(key.token, rotated(later(1)))).toBe(key.id);
  expect(await outcome(`${key.id}-${newApiKey().secret}`, rotated(later(1)))).toBe("unknown");
  expect(await outcome(former, { previous_expires_at: later(1) })).toBe("unknown");
});

test.each(["github", "oidc"])("a key of a %s login needs the link", async (key_login_type) => {
  expect(await outcome(key.token, { key_login_type, linked: false })).toBe("unlinked");
  expect(await outcome(key.token, { key_login_type, linked: true })).toBe(key.id);
});

test.each(["password", "token", "oauth2_provider_app"])(
  "a key of kind %s needs no link",
  async (key_login_type) => {
    expect(await outcome(key.token, { key_login_type, linked: false })).toBe(key.id);
  },
);

test("whoever lost the link is told to sign in again", async () => {
  const answer = await identify(
    cacheOf({ key_login_type: "oidc", linked: false }).cache,
    key.token,
    now,
  );

  expect(answer).toMatchObject({ detail: "Sign in again with your identity provider." });
});

test("the cache spares the statement and no check", async () => {
  const { cache, reads } = cacheOf();
  cache.setEnabled(true);

  const first = await identify(cache, key.token, now);
  const second = identify(cache, key.token, now);
  const wrong = identify(cache, `${key.id}-${old.secret}`, now);
  const expired = identify(cache, key.token, later(60_001));

  expect(reads).toEqual([key.id]);
  expect([first, second]).toMatchObject([{ ok: true }, { ok: true }]);
  expect([wrong, expired]).toMatchObject([{ reason: "unknown" }, { reason: "expired" }]);
});

test("a key with a scope that nobody knows identifies nobody", async () => {
  expect(await outcome(key.token, { scopes: ["no:such"] })).toBe("unknown");
  expect(await outcome(key.token, { scopes: [] })).toBe("unknown");
  expect(await outcome(key.token, { allow_list: ["user:1"] })).toBe("unknown");
});

test("the actor holds what the row says, field by field, and no secret", () => {
  const row = identityRow({
    chat_spend_limit_micros: 7,
    has_ai_seat: true,
    rbac_roles: ["auditor"],
    memberships: [{ id: orgId, roles: ["organization-admin"], default_roles: [], sharing: "none" }],
    groups: [groupId],
  });

  const identity = identityFromRow(row, switches);

  expect(identity?.actor.key).toEqual({
    ...{ id: key.id, user_id: userId, token_name: "ci", origin: "cli", user_agent: "curl/8" },
    ...{ last_used: later(-1), expires_at: later(60_000) },
    ...{ created_at: later(-2), updated_at: later(-3) },
    ...{ login_type: "token", lifetime_seconds: 86_400, ip_address: "10.1.2.3" },
    ...{ scopes: ["coder:all"], allow_list: ["*:*"] },
  });
  expect(identity?.actor.user).toEqual({
    ...{ id: userId, email: "ann@example.com", username: "ann", name: "Ann", avatar_url: "/a.png" },
    ...{ created_at: later(-4), updated_at: later(-5), last_seen_at: later(-6) },
    ...{ status: "active", rbac_roles: ["auditor"], login_type: "password" },
    ...{ deleted: false, is_system: false, is_service_account: false },
    ...{ quiet_hours_schedule: "CRON", chat_spend_limit_micros: 7 },
    ...{ organization_ids: [orgId], has_ai_seat: true },
  });
  expect(identity?.actor.memberships).toEqual([
    { organizationId: orgId, roles: ["organization-admin"] },
  ]);
  expect(JSON.stringify(identity?.actor)).not.toContain(sha256(key.secret).toString("hex"));
});

test("the subject holds roles, groups, scopes, allow list and switches of the row", () => {
  const row = identityRow({
    rbac_roles: ["auditor"],
    memberships: [{ id: orgId, roles: ["builder"], default_roles: [], sharing: "none" }],
    is_service_account: true,
    groups: [groupId],
    scopes: ["user:read"],
    allow_list: [`user:${userId}`],
    custom_roles: [
      {
        ...{ name: "builder", displayName: "", organizationId: orgId, isSystem: false },
        ...{ sitePermissions: [], userPermissions: [], orgPermissions: [], memberPermissions: [] },
      },
    ],
  });

  const subject = identityFromRow(row, { ...switches, disableWorkspaceSharing: true })?.actor
    .subject;

  expect(subject).toMatchObject({ id: userId, groups: [groupId], sharingDisabled: true });
  expect(subject?.roles.map(({ name, organizationId }) => [name, organizationId])).toEqual([
    ["member", null],
    ["auditor", null],
    ["organization-service-account", orgId],
    ["builder", orgId],
  ]);
  expect(subject?.scope).toMatchObject({ scopes: ["user:read"], allowList: [`user:${userId}`] });
  const share = subject?.roles[2]?.definition.org.filter(({ negate }) => negate);
  expect(share).toEqual([{ negate: true, resourceType: "workspace", action: "share" }]);
});
