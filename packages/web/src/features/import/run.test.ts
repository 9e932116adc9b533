import { ApiFailure } from "@gatehouse/sdk";
import { describe, expect, it } from "vitest";
import { ChunkFailed, stoppedText } from "./run.ts";

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
