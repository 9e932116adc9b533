import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connection } from "./connection.ts";

let answers: boolean[] = [];
let asked = 0;

beforeEach(() => {
  answers = [];
  asked = 0;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    if (answers.shift() !== true) throw new TypeError("no network");
    return new Response("ok");
  });
});
afterEach(() => {
  connection.found();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the connection to the server", () => {
  test("is lost by a request without an answer, and asked for in growing steps until it is back", async () => {
    answers = [false, false, true];

    connection.lost();
    expect(connection.isUp).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([asked, connection.isUp]).toEqual([2, false]);
    await vi.advanceTimersByTimeAsync(4_000);

    expect([asked, connection.isUp]).toEqual([3, true]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(3);
  });

  test("never waits longer than half a minute to ask again", async () => {
    connection.lost();
    await vi.advanceTimersByTimeAsync(300_000);
    const before = asked;
    await vi.advanceTimersByTimeAsync(30_000);

    expect(asked).toBe(before + 1);
  });

  test("is back with any answered request, and stops asking", async () => {
    connection.lost();
    connection.found();
    await vi.advanceTimersByTimeAsync(60_000);

    expect([connection.isUp, asked]).toEqual([true, 0]);
  });

  test("is asked for at once when the browser has a network again", async () => {
    answers = [true];
    connection.lost();

    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);

    expect(connection.isUp).toBe(true);
  });
});
