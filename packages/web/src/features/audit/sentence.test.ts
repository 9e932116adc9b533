import { expect, test } from "vitest";
import { sentenceText, type Told } from "../../lib/audit-sentence.ts";
import { changesOf } from "./changes.ts";
import { rangeOf, withRange } from "./search.ts";

const told = (given: Partial<Told>): Told => ({
  action: "write",
  resource_type: "user",
  resource_target: "jo",
  status_code: 200,
  user: null,
  diff: {},
  ...given,
});

const changed = (field: string, old: unknown, now: unknown) => ({
  diff: { [field]: { old, new: now, secret: false } },
});

test.each<[string, Partial<Told>]>([
  ["Somebody unknown changed user jo", {}],
  ["Somebody unknown suspended jo", changed("status", "active", "suspended")],
  ["Somebody unknown activated jo", changed("status", "dormant", "active")],
  [
    "Somebody unknown tried to sign in",
    { action: "login", resource_type: "api_key", status_code: 401 },
  ],
  [
    "Somebody unknown deleted token ci",
    { action: "delete", resource_type: "api_key", resource_target: "ci" },
  ],
  [
    "Somebody unknown ended a session",
    { action: "delete", resource_type: "api_key", resource_target: "" },
  ],
  [
    "Somebody unknown expired token ci",
    {
      ...changed("expires_at", "2026-12-05", "2026-11-28"),
      resource_type: "api_key",
      resource_target: "ci",
    },
  ],
  [
    "Somebody unknown removed jo from the organization",
    { action: "delete", resource_type: "organization_member" },
  ],
  [
    "Somebody unknown gave out an AI seat",
    { action: "create", resource_type: "ai_seat", resource_target: "AI seat" },
  ],
  [
    "Somebody unknown changed prebuilds settings",
    { resource_type: "prebuilds_settings", resource_target: "Prebuilds settings" },
  ],
  ["Gatehouse changed user jo", { additional_fields: { automatic_actor: "coder" } }],
])("%s", (sentence, given) => {
  expect(sentenceText(told(given))).toBe(sentence);
});

const only = (field: string, old: unknown, now: unknown, secret = false) =>
  changesOf({ diff: { [field]: { old, new: now, secret } } })[0];

test("a secret tells only that it changed", () => {
  expect(only("hashed_password", "old hash", "new hash", true)).toEqual({
    field: "hashed_password",
    kind: "secret",
  });
});

test("lists are compared as sets, also where one side was nothing", () => {
  expect(only("roles", null, ["a"])).toMatchObject({ kind: "set", before: [], after: ["a"] });
});

test("a list that comes as text is compared as a list", () => {
  expect(only("scopes", '["a"]', '["a","b"]')).toMatchObject({ kind: "set", after: ["a", "b"] });
});

test("permission lists are compared line by line", () => {
  const change = only("site_permissions", "[]", '[{"resource_type":"user","action":"read"}]');
  expect(change).toMatchObject({
    kind: "lines",
    after: '{"resource_type":"user","action":"read"}',
  });
});

test.each<[string, unknown, unknown, string, string]>([
  ["name", "", "Ada", "empty", "Ada"],
  ["is_default", false, true, "no", "yes"],
  ["spend_limit_micros", 50_000_000, 0, "$50.00", "$0.00"],
  ["lifetime_seconds", 3600, 2_592_000, "1 h", "30 days"],
  ["expires_at", "0001-01-01T00:00:00Z", "2026-03-12T12:00:00Z", "Never", "12 Mar 2026"],
])("%s is told the way people say it", (field, old, now, before, after) => {
  const change = only(field, old, now);
  expect(change).toMatchObject({ kind: "scalar", before });
  expect(change?.kind === "scalar" ? String(change.after) : "").toContain(after);
});

test("a time range is part of the query and leaves the rest alone", () => {
  const q = withRange("username:mara action:write", { from: "2026-11-12", to: "" });
  expect(rangeOf(q)).toEqual({ from: "2026-11-12", to: "" });
  expect(withRange(q, { from: "", to: "" })).toBe("username:mara action:write");
});
