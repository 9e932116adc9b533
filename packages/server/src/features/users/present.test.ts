import { expect, test } from "vitest";
import type { UserRow } from "../../context/actor.ts";
import { presentCachedUser, presentUser } from "./present.ts";

const time = new Date("2026-03-01T10:00:00.500Z");

const row: UserRow = {
  id: "10000000-0000-4000-8000-000000000001",
  email: "anna@example.com",
  username: "anna",
  name: "Anna",
  created_at: time,
  updated_at: time,
  last_seen_at: new Date("0001-01-01T00:00:00Z"),
  status: "active",
  rbac_roles: ["owner"],
  login_type: "password",
  avatar_url: "",
  deleted: false,
  is_system: false,
  is_service_account: false,
  quiet_hours_schedule: "",
  chat_spend_limit_micros: null,
  organization_ids: ["20000000-0000-4000-8000-000000000001"],
  has_ai_seat: false,
};

test("a cached user is presented with the same bytes as any other", () => {
  expect(JSON.stringify(presentCachedUser(row))).toBe(JSON.stringify(presentUser(row)));
});

test("a cached user is presented once, and nobody can change what others will get", () => {
  const first = presentCachedUser(row);

  expect(presentCachedUser(row)).toBe(first);
  expect(Object.isFrozen(first)).toBe(true);
  expect(Object.isFrozen(first.roles)).toBe(true);
  expect(Object.isFrozen(first.roles[0])).toBe(true);
});

test("a new row of the same user is presented anew", () => {
  const before = presentCachedUser(row);

  const after = presentCachedUser({ ...row, name: "Anna B." });

  expect(before.name).toBe("Anna");
  expect(after.name).toBe("Anna B.");
});
