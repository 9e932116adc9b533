import { expect, test } from "vitest";
import type { Token } from "../../lib/tokens.ts";
import { sortedTokens } from "./all-tokens.ts";

const token = (id: string, change: Partial<Token>): Token => ({
  id,
  user_id: "u-1",
  username: "mara",
  user_status: "active",
  token_name: id,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  last_used: "0001-01-01T00:00:00Z",
  last_used_ip: "",
  user_agent: "",
  expires_at: "2027-01-01T00:00:00Z",
  login_type: "token",
  lifetime_seconds: 1,
  scopes: ["coder:all"],
  scope: "all",
  allow_list: ["*:*"],
  ...change,
});
const list = [
  token("late", { username: "ada", last_used: "2026-11-01T00:00:00Z" }),
  token("soon", { username: "Zoe", expires_at: "2026-12-01T00:00:00Z" }),
  token("also", { created_at: "2026-02-01T00:00:00Z" }),
];
const order = (sort: string) => sortedTokens(list, sort).map(({ id }) => id);

test("all tokens are ordered by any column, both ways, those that are equal by their ids", () => {
  expect(order("expires")).toEqual(["soon", "also", "late"]);
  expect(order("-expires")).toEqual(["also", "late", "soon"]);
  expect(order("owner")).toEqual(["late", "also", "soon"]);
  expect(order("-used")).toEqual(["late", "also", "soon"]);
  expect(order("name")).toEqual(["also", "late", "soon"]);
  expect(order("created")).toEqual(["late", "soon", "also"]);
});

test("what is no column leaves the soonest to expire first", () => {
  for (const sort of ["", "constructor", "-__proto__"]) expect(order(sort)[0]).toBe("soon");
});
