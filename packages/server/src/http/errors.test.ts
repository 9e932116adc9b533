import { ApiError } from "@gatehouse/contract";
import { expect, test } from "vitest";
import { toApiError } from "./errors.ts";

function thrown(message: string, facts: Record<string, string>): Error {
  return Object.assign(new Error(message), facts);
}

test.each([
  ["a full disk", thrown("could not extend file", { code: "53100" }), "out of room"],
  ["no connection left", thrown("too many clients", { code: "53300" }), "out of room"],
  [
    "a database that stops",
    thrown("terminating connection", { code: "57P01" }),
    "cannot be reached",
  ],
  ["a broken connection", thrown("connection failure", { code: "08006" }), "cannot be reached"],
  [
    "a pool that is used up",
    thrown("timeout exceeded when trying to connect", {}),
    "cannot be reached",
  ],
  ["a lost connection", thrown("Connection terminated unexpectedly", {}), "cannot be reached"],
  [
    "a refused connection",
    thrown("connect ECONNREFUSED", { code: "ECONNREFUSED", syscall: "connect" }),
    "cannot be reached",
  ],
])("%s is a 503 that says so, and keeps its cause for the log", (_what, error, words) => {
  const told = toApiError(error);

  expect(told).toMatchObject({ code: "unavailable", status: 503, cause: error });
  expect(told.detail).toContain(words);
});

test.each([
  ["a statement that is wrong", thrown("syntax error", { code: "42601" })],
  ["a statement that took too long", thrown("canceling statement", { code: "57014" })],
  ["a missing file", thrown("no such file", { code: "ENOENT", syscall: "open" })],
  ["anything else", thrown("oh", {})],
])("%s is a 500 without a word about it", (_what, error) => {
  const told = toApiError(error);

  expect(told).toMatchObject({ code: "internal", status: 500, cause: error });
  expect(told.detail ?? "").toBe("");
});

test("an error of the API stays as it is", () => {
  const error = new ApiError("forbidden");

  expect(toApiError(error)).toBe(error);
});
