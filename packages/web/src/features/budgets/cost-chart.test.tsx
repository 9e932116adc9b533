import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { atMostSix } from "../../components/chart/scale.ts";
import { renderPart } from "../../testing/render.tsx";
import { CostChart, type CostSeries, seriesOf } from "./cost-chart.tsx";

afterEach(cleanup);

const costs: CostSeries = {
  days: ["2026-11-01", "2026-11-02"],
  series: [
    ...["openai", "azure"].map((provider) => ({
      ...{ provider, model: "gpt-x", cost_micros: 3_000_000 },
      daily_cost_micros: [1_000_000, 2_000_000],
    })),
    { provider: "openai", model: "small", cost_micros: 10, daily_cost_micros: [0, 10] },
  ],
  other: { members: 12, cost_micros: 5_000_000, daily_cost_micros: [5_000_000, 0] },
};

const chart = (parts: CostSeries | undefined) => (
  <CostChart what="model" summary="$11.00." days={costs.days} costs={[]} parts={parts} />
);

describe("costs day by day", () => {
  it("tell one model at two providers apart, and how many the others are", () => {
    expect(seriesOf(costs).map(({ name }) => name)).toEqual([
      ...["gpt-x · openai", "gpt-x · azure", "small", "Other (12)"],
    ]);
  });

  it("give people whose names are gone names of their own", () => {
    const gone = { username: "", cost_micros: 1, daily_cost_micros: [1, 0] };

    const names = seriesOf({ ...costs, series: [gone, gone] }).map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it("are a legend of buttons that hide a series, and a table of the same numbers", async () => {
    await renderPart(chart(costs));

    const small = screen.getByRole("button", { name: "small" });
    await userEvent.click(small);
    expect(small.getAttribute("aria-pressed")).toBe("false");
    await userEvent.click(screen.getByRole("button", { name: "Show as table" }));

    const table = screen.getByRole("table", { name: "Cost by day and model" });
    const first = within(table).getByRole("row", { name: /^1 Nov/ });
    expect(
      within(first)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    ).toEqual([...["$1.00", "$1.00", "$0.00", "$5.00"]]);
  });

  it("are shown as a whole where nothing stands alone", async () => {
    await renderPart(chart(undefined));

    expect(screen.getByRole("region", { name: "Cost by day" })).toBeTruthy();
  });
});

describe("the series of a chart", () => {
  const one = (name: string, value: number) => ({ name, values: [value] });
  const six = Array.from({ length: 6 }, (_, at) => one(`s${at}`, at + 1));

  it("are six and the sum of the rest, which is never one of them", () => {
    const drawn = atMostSix([...six, one("small", 0.5), { ...one("rest", 7), isRest: true }]);

    expect(drawn.map(({ name }) => name)).toEqual(["s5", "s4", "s3", "s2", "s1", "s0", "Other"]);
    expect(drawn.at(-1)).toEqual({ name: "Other", values: [7.5], isRest: true });
  });

  it("stay as they are while they are few", () => {
    const given = [...six, { ...one("rest", 7), isRest: true }];

    expect(atMostSix(given)).toEqual(given);
  });
});
