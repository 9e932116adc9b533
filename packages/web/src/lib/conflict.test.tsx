import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useMeanwhile } from "./conflict.ts";

let log: { readonly status: number; readonly body: unknown };

beforeEach(() => {
  log = {
    status: 200,
    body: { audit_logs: [{ time: "2026-03-12T13:02:31Z", user: { username: "jo" } }], count: 1 },
  };
  vi.stubGlobal("fetch", () =>
    Promise.resolve(
      new Response(JSON.stringify(log.body), {
        status: log.status,
        headers: { "content-type": "application/json" },
      }),
    ),
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A form that started from "old"; the server holds what `server.name` says. */
function form() {
  const server = { name: "old" };
  const { result } = renderHook(() =>
    useMeanwhile({ start: { name: "old" }, read: async () => ({ ...server }), log: "x" }),
  );
  const isStopped = () => act(() => result.current.check());
  return { server, result, isStopped };
}

test("what nobody else changed is sent at once", async () => {
  const { result, isStopped } = form();

  expect(await isStopped()).toBe(false);
  expect(result.current.conflict).toBeUndefined();
});

test("what somebody else changed stops the save and says who it was and when", async () => {
  const { server, result, isStopped } = form();
  server.name = "theirs";

  expect(await isStopped()).toBe(true);
  expect(result.current.conflict).toEqual({
    theirs: { name: "theirs" },
    change: { who: "jo", at: "2026-03-12T13:02:31Z" },
  });
});

test("without the right to read the audit log the conflict is told all the same", async () => {
  log = { status: 403, body: { message: "Forbidden." } };
  const { server, result, isStopped } = form();
  server.name = "theirs";

  expect(await isStopped()).toBe(true);
  expect(result.current.conflict).toEqual({ theirs: { name: "theirs" }, change: undefined });
});

test("overwriting passes, and compares with what they saved", async () => {
  const { server, result, isStopped } = form();
  server.name = "theirs";
  await isStopped();

  act(() => result.current.overwrite());

  expect(await isStopped()).toBe(false);
  expect(result.current.stored()).toEqual({ name: "theirs" });
  expect(result.current.conflict).toBeUndefined();
});

test("with their version the form starts anew, and the next change of theirs is a conflict again", async () => {
  const { server, result, isStopped } = form();
  server.name = "theirs";
  await isStopped();
  act(() => result.current.startFrom({ name: "theirs" }));
  expect(await isStopped()).toBe(false);

  server.name = "newer";

  expect(await isStopped()).toBe(true);
});
