import { describe, expect, it } from "vitest";
import { repricedText } from "./reprice.tsx";
import { repricedOf } from "./reprice-queries.ts";

const row = (cost: number, repriced: number, unpriced = 0) =>
  repricedOf({
    ...{ provider: "openai", model: "gpt-x", records: 2, unpriced_records: unpriced },
    ...{ cost_micros: cost, repriced_micros: repriced },
  });

describe("usage with another model", () => {
  it("is told in dollars and percent", () => {
    expect(repricedText([row(200_000_000, 150_000_000), row(100_000_000, 0)], "small")).toBe(
      "$300.00 would have been $150.00 with small: 50 % less.",
    );
    expect(repricedText([row(1_000_000, 3_000_000)], "big")).toContain("200 % more");
    expect(repricedText([row(1_000_000, 1_000_000)], "twin")).toContain("as much");
  });

  it("compares nothing with what has no cost", () => {
    expect(repricedText([row(1_000_000, 1_000_000), row(0, 9_000_000, 2)], "twin")).toBe(
      "$1.00 would have been $1.00 with twin: as much.",
    );
    expect(repricedText([], "twin")).toBe("$0.00 would have been $0.00 with twin.");
  });
});
