import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import type { PriceChange } from "./change.ts";
import { HistoryView, type HistoryViewProps } from "./history-view.tsx";

afterEach(cleanup);

const nothing = () => undefined;
const change = (given: Partial<PriceChange> = {}): PriceChange => ({
  id: crypto.randomUUID(),
  provider: "anthropic",
  model: "claude-sonnet-4-5",
  source: "custom",
  input_price: 2_500_000,
  output_price: null,
  cache_read_price: 0,
  cache_write_price: 0,
  removed: false,
  effective_from: "2026-11-14T12:00:00Z",
  recorded_at: "2026-11-14T12:00:00Z",
  actor_id: "8eb47901-7e14-4877-82b2-f2a47242d451",
  actor_username: "mara",
  origin: "api",
  seed_digest: null,
  withdrawn_at: null,
  ...given,
});
const props = (given: Partial<HistoryViewProps> = {}): HistoryViewProps => ({
  changes: [change()],
  providers: ["anthropic", "openai"],
  provider: "",
  source: "",
  busy: false,
  problem: undefined,
  pendingOlder: false,
  onOlder: undefined,
  onFilter: nothing,
  onRetry: nothing,
  ...given,
});
const show = (given: Partial<HistoryViewProps> = {}) =>
  renderPart(<HistoryView {...props(given)} />);

describe("the history of prices", () => {
  it("tells what was set, by whom, and leads to the model", async () => {
    await show();
    const row = screen.getByRole("rowheader", { name: /claude-sonnet-4-5/ });
    const text = row.closest("tr")?.textContent;
    expect(text).toContain("Custom");
    expect(text).toContain("$2.50");
    expect(text).toContain("mara");
    expect(within(row).getByRole("link").getAttribute("href")).toBe(
      "/ai/prices?model=anthropic%2Fclaude-sonnet-4-5",
    );
  });

  it.each([
    ["Planned", { effective_from: "2099-01-01T00:00:00Z" }],
    ["Withdrawn", { withdrawn_at: "2026-11-15T00:00:00Z" }],
    ["Removed", { removed: true }],
    ["Book", { source: "default", origin: "seed", actor_id: null, actor_username: null }],
  ] as const)("calls a change %s", async (word, given) => {
    await show({ changes: [change(given)] });
    expect(screen.getAllByText(word).length).toBeGreaterThan(0);
  });

  it("goes back in time, and says where it began", async () => {
    const onOlder = vi.fn();
    await show({ onOlder });
    await userEvent.click(screen.getByRole("button", { name: "Load older" }));
    expect(onOlder).toHaveBeenCalledOnce();
    cleanup();

    await show();
    expect(screen.getByText("Beginning of the history")).toBeTruthy();
  });

  it("filters by source, and clears what leaves nothing", async () => {
    const onFilter = vi.fn();
    await show({ onFilter });
    await userEvent.click(screen.getByRole("radio", { name: "Custom" }));
    expect(onFilter).toHaveBeenCalledWith({ source: "custom" });
    cleanup();

    await show({ changes: [], source: "custom", onFilter });
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(onFilter).toHaveBeenLastCalledWith({ provider: "", source: "" });
  });

  it("says that it is empty, that it waits, and that it failed", async () => {
    await show({ changes: [] });
    expect(screen.getByText("No prices yet.")).toBeTruthy();
    cleanup();

    await show({ changes: undefined, busy: true });
    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    cleanup();

    const problem = { message: "Down.", requestId: "r-1", detail: "", fields: [], status: 500 };
    await show({ changes: undefined, problem });
    expect(screen.getByText("The history did not load.")).toBeTruthy();
  });
});
