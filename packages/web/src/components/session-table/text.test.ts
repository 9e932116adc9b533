import { afterEach, expect, test } from "vitest";
import type { Session } from "../../lib/sessions.ts";
import { sessionName, sinceLastLook } from "./text.ts";

afterEach(() => localStorage.clear());

const session = (change: Partial<Session>): Session => ({
  id: "abcdefghij",
  user_id: "6f0b1d1e-57c1-4f7c-8a45-f8a5b3b1f001",
  login_type: "password",
  created_at: "2026-11-19T12:00:00Z",
  last_used: "2026-11-19T12:00:00Z",
  expires_at: "2026-11-20T12:00:00Z",
  ip_address: "10.0.4.7",
  user_agent: "",
  device: "",
  kind: "browser",
  current: false,
  ...change,
});

test("a session has the name of its device, or what its client says, cut", () => {
  expect(sessionName(session({ device: "Firefox on macOS", user_agent: "Mozilla" }))).toBe(
    "Firefox on macOS",
  );
  expect(sessionName(session({}))).toBe("Unknown device");
  expect(sessionName(session({ kind: "cli" }))).toBe("Command line");
  expect([...sessionName(session({ user_agent: "😀".repeat(200) }))]).toHaveLength(80);
});

test("the first look marks nothing as new, the next one what began since", () => {
  expect(sinceLastLook(1_000)).toBe(1_000);
  expect(sinceLastLook(2_000)).toBe(1_000);
});
