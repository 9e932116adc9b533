import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { draftOf, limitFault, limitOf } from "../../components/budget/limit.ts";
import { LimitDialog } from "../../components/budget/limit-dialog.tsx";
import { periodText } from "../../lib/budgets.ts";
import { shareOf } from "../../lib/money.ts";
import { renderPart } from "../../testing/render.tsx";
import { BudgetsView, type BudgetsViewProps } from "./budgets-view.tsx";
import type { Budgets } from "./queries.ts";
import { rangeIn } from "./spend-range.ts";
import { SpendView, type SpendViewProps, spendSummary } from "./spend-view.tsx";
import { usageRows } from "./usage.ts";

afterEach(cleanup);

const nothing = () => undefined;
const dollars = (amount: number): bigint => BigInt(amount) * 1_000_000n;

const backend = {
  id: "g-1",
  label: "backend",
  members: 41,
  limit: dollars(50),
  total: dollars(2050),
  spent: dollars(1204),
};

const budgets: Budgets = {
  periodStart: "2026-11-01T00:00:00Z",
  periodEnd: "2026-12-01T00:00:00Z",
  rows: [
    backend,
    { ...backend, id: "g-2", label: "blocked", limit: 0n, total: 0n, spent: 0n },
    { ...backend, id: "g-3", label: "free", limit: null, total: null },
  ],
};

const budgetsProps = (given: Partial<BudgetsViewProps> = {}): BudgetsViewProps => ({
  budgets,
  busy: false,
  problem: undefined,
  scope: null,
  people: null,
  now: Date.parse("2026-11-22T00:00:00Z"),
  refusal: undefined,
  onSet: nothing,
  onRetry: nothing,
  ...given,
});

describe("budgets of groups", () => {
  it("tell what is spent of what, and keep none and $0 apart", async () => {
    await renderPart(<BudgetsView {...budgetsProps()} />);

    const meter = screen.getByRole("meter", { name: "Spent by backend" });
    expect(meter.getAttribute("aria-valuetext")).toBe("$1,204.00 of $2,050.00");
    expect(screen.getByRole("row", { name: /blocked/ }).textContent).toContain("Blocked");
    expect(screen.getByRole("row", { name: /free/ }).textContent).toContain("without limit");
    expect(screen.getByText("November 2026 (UTC) · 9 days left")).toBeTruthy();
  });

  it("say while they wait that they wait", async () => {
    await renderPart(<BudgetsView {...budgetsProps({ budgets: undefined, busy: true })} />);

    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
  });

  it("say what a budget is where there is no group", async () => {
    await renderPart(<BudgetsView {...budgetsProps({ budgets: { ...budgets, rows: [] } })} />);

    expect(screen.getByText("No groups here.")).toBeTruthy();
  });

  it("say that they did not load, with the request to name", async () => {
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<BudgetsView {...budgetsProps({ budgets: undefined, problem })} />);

    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });

  it("name no period before there is one", () => {
    expect(periodText({ periodStart: "", periodEnd: "" }, 0)).toBe("");
  });
});

describe("a budget that is edited", () => {
  const dialog = (limit: bigint | null, onSave: (limit: bigint | null) => void) => (
    <LimitDialog
      title="Budget of backend"
      help="For each member."
      limit={limit}
      pending={false}
      problem={undefined}
      onSave={onSave}
      onClose={nothing}
    />
  );

  it("warns that $0 blocks, and saves it as such", async () => {
    const onSave = vi.fn();
    await renderPart(dialog(dollars(50), onSave));

    await userEvent.click(screen.getByRole("radio", { name: /Block all use/ }));
    expect(screen.getByText("$0 blocks all use of AI.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Set budget" }));

    expect(onSave).toHaveBeenCalledWith(0n);
  });

  it("is removed by having none", async () => {
    const onSave = vi.fn();
    await renderPart(dialog(dollars(50), onSave));

    await userEvent.click(screen.getByRole("radio", { name: /No budget/ }));
    await userEvent.click(screen.getByRole("button", { name: "Remove budget" }));

    expect(onSave).toHaveBeenCalledWith(null);
  });

  it("is not removed where there is none", async () => {
    const onSave = vi.fn();
    await renderPart(dialog(null, onSave));

    expect(screen.getByRole("textbox", { name: "Amount" })).toBeTruthy();
    await userEvent.click(screen.getByRole("radio", { name: /No budget/ }));
    await userEvent.click(screen.getByRole("button", { name: "Leave as it is" }));

    expect(onSave).not.toHaveBeenCalled();
  });

  it("is not saved as an empty amount", async () => {
    const onSave = vi.fn();
    await renderPart(dialog(dollars(50), onSave));

    await userEvent.clear(screen.getByRole("textbox", { name: "Amount" }));
    await userEvent.click(screen.getByRole("button", { name: "Set budget" }));

    expect(onSave).not.toHaveBeenCalled();
    expect(screen.getByText(/Enter dollars/)).toBeTruthy();
  });

  it("has a most, which is valid itself", () => {
    expect(limitFault({ choice: "amount", amount: 1_000_000_000_000n })).toBeUndefined();
    expect(limitFault({ choice: "amount", amount: 1_000_000_000_001n })).toContain("$1,000,000");
    for (const limit of [null, 0n, 1n]) expect(limitOf(draftOf(limit))).toBe(limit);
    expect(shareOf(dollars(48), dollars(50))).toBe(0.96);
  });
});

const usage = usageRows([
  {
    username: "mara",
    input_tokens: 10,
    output_tokens: 5,
    cache_read_input_tokens: 0,
    cache_write_input_tokens: 0,
    cost_micros: 48_100_000,
    records: 1204,
    unpriced_records: 12,
  },
]);
const day = usage.map((row) => ({ ...row, name: "2026-11-02" }));

const spendProps = (given: Partial<SpendViewProps> = {}): SpendViewProps => ({
  range: { from: "2026-11-01", to: "2026-11-22" },
  days: day,
  rows: usage,
  grouping: "user",
  busy: false,
  problem: undefined,
  tools: null,
  exportTo: "/api/v2/organizations/o-1/ai/spend/export",
  onGrouping: nothing,
  onRetry: nothing,
  ...given,
});

describe("spend", () => {
  it("says with every sum how many records have no price", async () => {
    await renderPart(<SpendView {...spendProps()} />);

    const sentence = "$48.10 for 1,204 requests; 12 records without price.";
    expect(screen.getAllByText(sentence).length).toBeGreaterThan(0);
    expect(screen.getByRole("img", { name: sentence })).toBeTruthy();
    const row = screen.getByRole("row", { name: /mara/ });
    expect(within(row).getByText("$48.10")).toBeTruthy();
  });

  it("speaks of one request and one record as one", () => {
    const [row] = day;
    if (row === undefined) throw new Error("there is no day");

    expect(spendSummary([{ ...row, cost: 15_000_000n, records: 1n, unpriced: 1n }])).toBe(
      "$15.00 for 1 request; 1 record without price.",
    );
  });

  it("puts the most expensive first, each with its share of the whole", async () => {
    const [mara] = usage;
    if (mara === undefined) throw new Error("there is no row");
    const cheap = { ...mara, key: "a", name: "abe", cost: mara.cost / 3n };
    await renderPart(<SpendView {...spendProps({ rows: [cheap, ...usage] })} />);

    const rows = screen.getAllByRole("row").map((row) => row.textContent ?? "");
    expect(rows.findIndex((row) => row.startsWith("mara"))).toBeLessThan(
      rows.findIndex((row) => row.startsWith("abe")),
    );
    expect(
      screen.getByRole("meter", { name: "Share of mara" }).getAttribute("aria-valuetext"),
    ).toBe("75.0 %");
  });

  it("keeps one model at two providers apart", async () => {
    const rows = usageRows([
      { provider: "openai", model: "gpt-5", cost_micros: 2 },
      { provider: "azure", model: "gpt-5", cost_micros: 1 },
    ]);
    await renderPart(<SpendView {...spendProps({ rows, grouping: "model" })} />);

    for (const provider of ["openai", "azure"]) {
      expect(screen.getByRole("row", { name: new RegExp(`gpt-5.*${provider}`) })).toBeTruthy();
    }
  });

  it("exports no more days than the server gives", async () => {
    const range = { from: "2026-01-01", to: "2026-11-22" };
    await renderPart(<SpendView {...spendProps({ range })} />);

    const button = screen.getByRole("button", { name: "Export CSV" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
  });

  it("says what will show where nothing was used", async () => {
    await renderPart(<SpendView {...spendProps({ days: [], rows: [] })} />);

    expect(screen.getByText("No AI use in these days.")).toBeTruthy();
  });

  it("says that it did not load, with the request to name", async () => {
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<SpendView {...spendProps({ days: undefined, rows: undefined, problem })} />);

    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });

  it("says what can still be told of days whose records are deleted, and shows it", async () => {
    const onGrouping = vi.fn();
    const fields = [{ name: "from", detail: "records are purged" }];
    const problem = { message: "Validation failed.", fields };
    const given = { rows: undefined, grouping: "model", problem, onGrouping } as const;
    await renderPart(<SpendView {...spendProps(given)} />);

    expect(screen.getByText("These days cannot be told by model any more.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Show by day" }));

    expect(onGrouping).toHaveBeenCalledWith("day");
  });

  it("by day is in the order of days", async () => {
    const [first] = day;
    if (first === undefined) throw new Error("there is no day");
    const rows = ["2026-11-01", "2026-11-02"].map((name, at) => ({
      ...{ ...first, key: name, name },
      cost: BigInt(at) * first.cost,
    }));
    await renderPart(<SpendView {...spendProps({ rows, grouping: "day" })} />);

    const names = screen.getAllByRole("rowheader").map(({ textContent }) => textContent);
    expect(names).toEqual(["2026-11-01", "2026-11-02"]);
  });

  it("reads tokens that are not known any more as such", () => {
    expect(usageRows([{ day: "2026-01-01", input_tokens: null }])[0]?.tokens).toBeNull();
    expect(usageRows("no list")).toEqual([]);
  });

  it("takes this month for an address that holds no range", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    const month = { from: "2026-11-01", to: "2026-11-22" };
    for (const from of ["", "yesterday", "2026-02-31", "2020-01-01"]) {
      expect(rangeIn({ from, to: "" }, now), from).toEqual(month);
    }
  });
});
