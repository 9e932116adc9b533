import { ApiFailure } from "@gatehouse/sdk";
import { describe, expect, test } from "vitest";
import { awaitConfirmation, deviceFault, openable, timeLeft, waitSeconds } from "./device-flow.ts";

const refused = (detail: string, status = 400) =>
  new ApiFailure({ status, message: "The sign-in is not confirmed yet.", detail });

/** Answers in order: a failure is thrown, a text is the answer. */
function asking(answers: readonly (ApiFailure | string)[]) {
  const waits: number[] = [];
  let next = 0;
  const ask = async () => {
    const answer = answers[next++];
    if (answer instanceof ApiFailure) throw answer;
    return answer ?? "nothing";
  };
  const wait = async (seconds: number) => {
    waits.push(seconds);
  };
  return { waits, ask, wait };
}

describe("waiting for a device code", () => {
  test("goes on while GitHub says that nothing was entered yet, at the interval it asked for", async () => {
    const { ask, wait, waits } = asking([
      refused("authorization_pending"),
      refused("authorization_pending"),
      "/users",
    ]);

    expect(await awaitConfirmation(ask, 5, wait)).toBe("/users");
    expect(waits).toEqual([5, 5, 5]);
  });

  test("asks five seconds later each time that GitHub or the server wants it slower", async () => {
    const { ask, wait, waits } = asking([refused("slow_down"), refused("", 429), "/"]);

    await awaitConfirmation(ask, 5, wait);

    expect(waits).toEqual([5, 10, 15]);
  });

  test("survives a server that cannot be reached for a moment", async () => {
    const { ask, wait } = asking([refused("", 0), "/"]);

    expect(await awaitConfirmation(ask, 5, wait)).toBe("/");
  });

  test.each([
    ["expired_token", 400, "The code has expired before it was entered at GitHub."],
    ["access_denied", 400, "The sign-in was refused at GitHub."],
  ])("ends at %s and says why", async (detail, status, words) => {
    const { ask, wait } = asking([refused(detail, status), "/"]);

    const failure: unknown = await awaitConfirmation(ask, 5, wait).catch((thrown) => thrown);

    expect(deviceFault(failure)).toBe(words);
  });

  test("ends at once when the page is left", async () => {
    const leaving = new AbortController();
    const waiting = waitSeconds(600, leaving.signal);
    leaving.abort();

    await expect(waiting).rejects.toThrow();
    await expect(waitSeconds(600, leaving.signal)).rejects.toThrow();
  });

  test("counts down in minutes and seconds and never below zero", () => {
    expect([872, 59.6, 5, -3].map(timeLeft)).toEqual(["14:32", "1:00", "0:05", "0:00"]);
  });

  test("opens web addresses alone", () => {
    expect(openable("https://github.com/login/device")).toBe("https://github.com/login/device");
    expect(openable("javascript:alert(1)")).toBeNull();
  });
});
