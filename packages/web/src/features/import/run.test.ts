import { ApiFailure } from "@gatehouse/sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readImport } from "../../testing/import-file.ts";
import { ChunkFailed, chunksOf, finishedOf, runImport, stoppedText } from "./run.ts";

describe("an import that ended early", () => {
  it("names the rows that were not finished, and why", () => {
    const cause = new Error("not of the API");
    const text = stoppedText(new ChunkFailed({ first: 1_001, last: 1_500 }, cause));

    expect(text).toMatch(/^Rows 1,001 to 1,500 were not finished\./);
    expect(text).toMatch(/The rows before have their results\.$/);
  });

  it("says what the server said where it said something", () => {
    const busy = new ApiFailure({ status: 503, message: "The database is away." });

    expect(stoppedText(new ChunkFailed({ first: 1, last: 500 }, busy))).toContain(
      "The database is away.",
    );
    expect(stoppedText(busy)).toBe("The database is away.");
  });
});

describe("an import that the server asks to wait", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([true, false])(
    "ends at once when it is stopped, and sends nothing more",
    async (dryRun) => {
      const controller = new AbortController();
      const fetched = vi.fn(async () => {
        setTimeout(() => controller.abort());
        const headers = { "content-type": "application/json", "retry-after": "3600" };
        return new Response(JSON.stringify({ message: "Too many." }), { status: 429, headers });
      });
      vi.stubGlobal("fetch", fetched);
      const { entries } = readImport("email,username\nmara@acme.dev,mara\n");

      await runImport(entries, {
        dryRun,
        organizationId: () => undefined,
        signal: controller.signal,
        onResults: () => undefined,
      }).catch(() => undefined);

      expect(fetched).toHaveBeenCalledTimes(1);
    },
  );
});

describe("a request of an import", () => {
  const row = (index: number, password?: string) => ({
    index,
    user: { username: `u${index}`, ...(password === undefined ? {} : { password }) },
  });
  const rows = Array.from({ length: 1_200 }, (_each, index) =>
    row(index, index % 10 === 0 ? "secret" : undefined),
  );

  it("checks 500 rows; creates 100, and 25 of those that have a password to hash", () => {
    const sizes = (of: typeof rows, dryRun: boolean) =>
      chunksOf(of, dryRun).map(({ length }) => length);
    const hashed = rows.slice(0, 60).map(({ index }) => row(index, "secret"));

    expect(sizes(rows, true)).toEqual([500, 500, 200]);
    expect(sizes(rows.slice(0, 250), false)).toEqual([100, 100, 50]);
    expect(sizes(hashed, true)).toEqual([60]);
    expect(sizes(hashed, false)).toEqual([25, 25, 10]);
    expect(chunksOf(rows, false).flat()).toEqual(rows);
  });

  it("leaves rows that the server was too busy for without a result, to be sent again", () => {
    const refused = { status: "refused" as const, code: "busy" as const, message: "Too busy." };
    const taken = { status: "refused" as const, code: "conflict" as const, message: "Taken." };
    const results = [
      { index: 0, status: "created" as const, user_id: "u-1" },
      { index: 1, ...refused },
      { index: 2, ...taken },
      { index: 3, ...refused },
    ];

    const { finished, untried, message } = finishedOf(results);

    expect([...finished.keys()]).toEqual([0, 2]);
    expect(finished.get(2)).toMatchObject({ state: "refused", exists: true });
    expect(untried).toEqual([1, 3]);
    expect(message).toBe("Too busy.");
  });
});
