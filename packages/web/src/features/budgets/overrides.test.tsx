import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { OverridesView, type OverridesViewProps } from "./overrides.tsx";
import type { Override } from "./queries.ts";
import { ReachedLimitsView } from "./reached-limits.tsx";
import { daysBefore } from "./spend-range.ts";
import { comparison } from "./spend-view.tsx";
import type { UsageRow } from "./usage.ts";

afterEach(cleanup);

const nothing = () => undefined;

const mara: Override = {
  user_id: "6a1f6d0e-0000-4000-8000-000000000001",
  username: "mara",
  group_id: "6a1f6d0e-0000-4000-8000-000000000002",
  group_name: "backend",
  spend_limit_micros: 120_000_000,
  created_at: "2026-11-12T13:02:31Z",
  updated_at: "2026-11-12T13:02:31Z",
};

const props = (given: Partial<OverridesViewProps> = {}): OverridesViewProps => ({
  rows: [mara],
  labels: new Map(),
  count: 1,
  busy: false,
  problem: undefined,
  page: 1,
  onPage: nothing,
  onUser: nothing,
  onRetry: nothing,
  ...given,
});

describe("the budgets of single users", () => {
  it("name person, amount and the group that pays, and open the person", async () => {
    const onUser = vi.fn();
    await renderPart(<OverridesView {...props({ onUser })} />);

    const row = screen.getByRole("row", { name: /mara/ });
    expect(row.textContent).toContain("$120.00");
    expect(row.textContent).toContain("backend");
    await userEvent.click(within(row).getByRole("button", { name: "mara" }));

    expect(onUser).toHaveBeenCalledWith("mara");
  });

  it("call the group that pays as its page does", async () => {
    const labels = new Map([[mara.group_id, "Back end"]]);
    await renderPart(<OverridesView {...props({ labels })} />);

    expect(screen.getByRole("row", { name: /mara/ }).textContent).toContain("Back end");
  });

  it("say while they wait that they wait, and show no empty state", async () => {
    await renderPart(<OverridesView {...props({ rows: undefined, count: 0 })} />);

    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    expect(screen.queryByText(/Nobody has/)).toBeNull();
  });

  it("go through their pages and back, and name a page that is gone", async () => {
    const onPage = vi.fn();
    await renderPart(<OverridesView {...props({ count: 250, page: 2, onPage })} />);

    expect(screen.getByText("101–200 of 250")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Previous page" }));
    expect(onPage).toHaveBeenLastCalledWith(1);
    await userEvent.keyboard("]");
    expect(onPage).toHaveBeenLastCalledWith(3);
    cleanup();

    await renderPart(<OverridesView {...props({ rows: [], count: 150, page: 9 })} />);
    expect(screen.getByText(/Page 9 no longer exists/)).toBeTruthy();
  });

  it("say what counts where there are none", async () => {
    await renderPart(<OverridesView {...props({ rows: [], count: 0 })} />);

    expect(screen.getByText("Nobody has a budget of their own.")).toBeTruthy();
  });

  it("say that they did not load, with the request to name, and try again", async () => {
    const onRetry = vi.fn();
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<OverridesView {...props({ rows: undefined, problem, onRetry })} />);

    expect(screen.getByRole("alert").textContent).toContain("7f3c");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));

    expect(onRetry).toHaveBeenCalled();
  });
});

describe("limits that were reached", () => {
  it("say who spent how much of what and when, each limit of a month once", async () => {
    const event = {
      user_id: mara.user_id,
      username: "mara",
      effective_group_id: mara.group_id,
      period_start: "2026-11-01T00:00:00Z",
      percent: 100,
      spend_micros: 50_100_000,
      limit_micros: 50_000_000,
      limit_source: "group" as const,
      created_at: "2026-11-12T13:02:31Z",
      notified_at: null,
    };
    const before = { ...event, period_start: "2026-10-01T00:00:00Z", percent: 85 };
    const labels = new Map([[mara.group_id, "Back end"]]);
    const events = [{ ...event, percent: 85 }, event, before];
    await renderPart(<ReachedLimitsView events={events} labels={labels} />);

    const [reached, near, ...more] = screen.getAllByRole("listitem");
    expect(reached?.textContent).toContain(
      "mara spent $50.10 of $50.00 in November 2026 (UTC) · Back end",
    );
    expect(reached?.textContent).toContain("Limit reached");
    expect(near?.textContent).toContain("in October 2026");
    expect(near?.textContent).toContain("85 % reached");
    expect(more).toEqual([]);
  });
});

describe("what a range of days is compared with", () => {
  it.each([
    ["2026-11-01", "2026-11-19", "2026-10-01", "2026-10-19"],
    ["2026-03-01", "2026-03-30", "2026-02-01", "2026-02-28"],
    ["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"],
    ["2024-03-01", "2024-03-29", "2024-02-01", "2024-02-29"],
    ["2026-01-01", "2026-01-10", "2025-12-01", "2025-12-10"],
    ["2026-11-10", "2026-11-16", "2026-11-03", "2026-11-09"],
  ])("of %s to %s is %s to %s", (from, to, earlier, last) => {
    expect(daysBefore({ from, to })).toEqual({ from: earlier, to: last });
  });

  const day = (cost: bigint): UsageRow => ({
    key: "2026-11-01",
    name: "2026-11-01",
    provider: undefined,
    tokens: 0n,
    cost,
    records: 1n,
    unpriced: 0n,
  });
  const october = (...days: UsageRow[]) => ({ from: "2026-10-01", to: "2026-10-19", days });

  it("is told in percent with its own sum", () => {
    const text = comparison([day(112_000_000n)], october(day(100_000_000n)));
    expect(text).toMatch(/^12 % more than in 1.+19 Oct 2026 \(\$100\.00\)\.$/);
    expect(comparison([day(50_000_000n)], october(day(100_000_000n)))).toMatch(/^50 % less/);
  });

  it("is never 0 percent more: what rounds to none is nearly as much", () => {
    const told = (now: bigint) => comparison([day(now)], october(day(100_000_000n)));
    expect(told(100_400_000n)).toMatch(/^Nearly as much as in 1/);
    expect(told(99_600_000n)).toMatch(/^Nearly as much as in 1/);
    expect(told(100_600_000n)).toMatch(/^1 % more than in 1/);
    expect(told(100_000_000n)).toMatch(/^As much as in 1/);
  });

  it("makes no percent of nothing", () => {
    expect(comparison([day(5n)], october())).toMatch(/^Nothing was spent in/);
    expect(comparison([], october())).toMatch(/^As in/);
  });
});
