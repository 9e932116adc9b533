import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { changeText, countOf, planImport } from "./import-plan.ts";
import { entryIn, estimateText, type PriceDraft } from "./price-draft.ts";
import { filteredModels, PricesView, type PricesViewProps } from "./prices-view.tsx";
import { modelsOf, type WirePrice } from "./queries.ts";
import { sortedModels } from "./sorted.ts";
import { stillUnpriced } from "./unpriced.ts";

afterEach(cleanup);

const nothing = () => undefined;

const row = (given: Partial<WirePrice> = {}): WirePrice => ({
  provider: "anthropic",
  model: "claude-sonnet-4-5",
  input_price: 3_000_000,
  output_price: 15_000_000,
  cache_read_price: null,
  cache_write_price: 0,
  source: "default",
  created_at: "2026-11-14T12:00:00Z",
  updated_at: "2026-11-14T12:00:00Z",
  ...given,
});

const models = modelsOf([
  row({ source: "custom", input_price: 2_500_000 }),
  row(),
  row({ provider: "openai", model: "gpt-x" }),
]);

function props(given: Partial<PricesViewProps> = {}): PricesViewProps {
  return {
    models,
    unpriced: [],
    q: "",
    provider: "",
    source: "",
    sort: "",
    page: 1,
    size: 50,
    busy: false,
    problem: undefined,
    mayUpdate: true,
    addressOf: (key) => `/ai/prices?model=${key}`,
    onFilter: nothing,
    onSort: nothing,
    onPage: nothing,
    onSize: nothing,
    onRetry: nothing,
    onImport: nothing,
    onAdd: nothing,
    ...given,
  };
}

describe("the price book", () => {
  it("says which custom prices the book has left behind, and shows them alone", async () => {
    const later = "2026-11-20T12:00:00Z";
    const moved = modelsOf([
      row({ source: "custom" }),
      row({ updated_at: later }),
      row({ provider: "openai", model: "gpt-x", source: "custom", updated_at: later }),
      row({ provider: "openai", model: "gpt-x" }),
    ]);
    const onFilter = vi.fn();
    await renderPart(<PricesView {...props({ models: moved, onFilter })} />);

    const stale = screen.getByRole("row", { name: /claude-sonnet-4-5/ });
    const fresh = screen.getByRole("row", { name: /gpt-x/ });
    expect(stale.textContent).toContain("Custom, book moved");
    expect(fresh.textContent).not.toContain("book moved");
    await userEvent.click(screen.getByRole("button", { name: "Show it" }));
    expect(onFilter).toHaveBeenCalledWith({ q: "", provider: "", source: "moved" });
    const alone = filteredModels(moved, { q: "", provider: "", source: "moved" });
    expect(alone.map(({ model }) => model)).toEqual(["claude-sonnet-4-5"]);
  });

  it("shows one row for a model, custom before book, and keeps unknown and free apart", async () => {
    await renderPart(<PricesView {...props()} />);

    const custom = screen.getByRole("row", { name: /claude-sonnet-4-5/ });
    expect(custom.textContent).toContain("$2.50");
    expect(custom.textContent).toContain("Custom");
    expect(custom.textContent).toContain("$0.00");
    expect(within(custom).getByRole("img", { name: "unknown" })).toBeTruthy();
    expect(
      screen.getByText(/US dollars per million tokens · book of 14 Nov 2026 · 1 custom/),
    ).toBeTruthy();
  });

  it("filters here by words, provider and source", async () => {
    await renderPart(<PricesView {...props({ q: "gpt", provider: "openai", source: "book" })} />);

    expect(screen.getByRole("table", { name: "Prices, 1 models" })).toBeTruthy();
    expect(screen.queryByRole("row", { name: /claude/ })).toBeNull();
  });

  it("sorts by a column either way, what is not known last", async () => {
    const given = modelsOf([
      row({ model: "cheap", input_price: 1 }),
      row({ model: "dear", input_price: 600_000_000 }),
      row({ model: "free", input_price: 0 }),
      row({ model: "unknown", input_price: null }),
    ]);
    const names = (sort: string) => sortedModels(given, sort).map(({ model }) => model);
    const onSort = vi.fn();
    await renderPart(<PricesView {...props({ models: given, sort: "input_price", onSort })} />);

    expect(names("input_price")).toEqual(["free", "cheap", "dear", "unknown"]);
    expect(names("-input_price")).toEqual(["dear", "cheap", "free", "unknown"]);
    expect(names("-model")).toEqual(["unknown", "free", "dear", "cheap"]);
    expect(names("nothing")).toEqual(given.map(({ model }) => model));
    await userEvent.click(screen.getByRole("button", { name: /^Input/ }));
    expect(onSort).toHaveBeenCalledWith("-input_price");
  });

  it("names models that are used without price, and sets one", async () => {
    const onAdd = vi.fn();
    const unpriced = [{ provider: "openai", model: "gpt-y", records: 12 }];
    await renderPart(<PricesView {...props({ unpriced, onAdd })} />);

    await userEvent.click(screen.getByRole("button", { name: "Set price of gpt-y" }));

    expect(onAdd).toHaveBeenCalledWith("openai", "gpt-y");
  });

  it("is silent about a model that has a price by now, and names one of several providers once", () => {
    const used = (provider: string | null, model: string) => ({ provider, model, records: 2 });
    const find = (key: string) => models.find((each) => each.key === key);

    const left = stillUnpriced(
      [used("openai", "gpt-x"), used("openai", "new"), used("openai", "new"), used(null, "gpt-x")],
      find,
    );

    expect(left).toEqual([
      { provider: "openai", model: "new", records: 4n },
      { provider: null, model: "gpt-x", records: 2n },
    ]);
  });

  it("offers no price for a provider whose models have none", async () => {
    const unpriced = [{ provider: "openai-compat", model: "gpt-y", records: 1 }];
    await renderPart(<PricesView {...props({ unpriced })} />);

    expect(screen.queryByRole("button", { name: /Set price/ })).toBeNull();
  });

  it("says that all used models have a price", async () => {
    await renderPart(<PricesView {...props()} />);

    expect(screen.getByText(/Every model that was used .* has a price/)).toBeTruthy();
  });

  it("offers changes only to those who may", async () => {
    await renderPart(<PricesView {...props({ mayUpdate: false })} />);

    expect(screen.queryByRole("button", { name: "Add custom price" })).toBeNull();
  });

  it("says while it waits that it waits", async () => {
    await renderPart(<PricesView {...props({ models: undefined, busy: true })} />);

    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
  });

  it("names the filter that nothing matches, and leaves it", async () => {
    const onFilter = vi.fn();
    await renderPart(<PricesView {...props({ q: "zzz", onFilter })} />);

    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));

    expect(onFilter).toHaveBeenCalledWith({ q: "", provider: "", source: "" });
  });

  it("says that it did not load, with the request to name", async () => {
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<PricesView {...props({ models: undefined, problem })} />);

    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });
});

const draft: PriceDraft = {
  provider: "openai",
  model: "gpt-x",
  from: "",
  input_price: 3_000_000n,
  output_price: 15_000_000n,
  cache_read_price: null,
  cache_write_price: 0n,
};

describe("a price that is edited", () => {
  it("estimates a request exactly, and only where both prices are known", () => {
    expect(estimateText(draft)).toBe("1,000 in + 500 out = $0.0105");
    expect(estimateText({ ...draft, input_price: null })).toContain("not known");
  });

  it("is not sent while an amount cannot be read", () => {
    expect(entryIn({ ...draft, cache_read_price: undefined })).toBeUndefined();
    expect(entryIn(draft)).toMatchObject({ cache_read_price: null, cache_write_price: 0n });
  });
});

describe("an import", () => {
  const current = (_provider: string, model: string) =>
    model === "gpt-x" ? models.find((each) => each.model === "gpt-x")?.book : undefined;
  const entry = (given: object = {}) => ({
    provider: "openai",
    model: "gpt-x",
    input_price: 3_000_000,
    output_price: 15_000_000,
    cache_read_price: null,
    cache_write_price: 0,
    ...given,
  });

  it("says what it adds, changes and leaves", () => {
    const prices = [entry(), entry({ model: "new" }), entry({ provider: "azure", input_price: 1 })];

    const plan = planImport(JSON.stringify({ prices }), current);

    if (typeof plan === "string") throw new Error(plan);
    expect(["added", "changed", "same"].map((kind) => countOf(plan, kind as "same"))).toEqual([
      ...[1, 1, 1],
    ]);
    expect(plan.changes.map(changeText)).toEqual([
      "",
      "Input $3.00 · Output $15.00 · Cache read – · Cache write $0.00",
      "Input $3.00 → $0.000001",
    ]);
  });

  it("keeps every digit of a price that a number does not hold", () => {
    const text = JSON.stringify({ prices: [entry({ input_price: 0 })] }).replace(
      '"input_price":0',
      '"input_price":9223372036854775807',
    );

    const plan = planImport(text, current);

    expect(plan).toMatchObject({ entries: [{ input_price: 9_223_372_036_854_775_807n }] });
    expect(planImport(text.replace("5807", "5808"), current)).toContain("prices[0]");
  });

  it("names a provider without prices, an entry without any, and a model that is there twice", () => {
    const none = { input_price: null, output_price: null, cache_write_price: null };
    const plan = (...prices: object[]) => planImport(JSON.stringify({ prices }), current);

    expect(plan(entry({ provider: "acme" }))).toMatch(/^prices\[0\]\.provider must be one of/);
    expect(plan(entry(none))).toBe("prices[0] has no price. 0 declares it free.");
    expect(plan(entry(), entry())).toBe("prices[1] is the same model as prices[0].");
  });

  it("names the entry that cannot be read", () => {
    const prices = [entry(), entry({ output_price: 1.5 })];

    expect(planImport(JSON.stringify({ prices }), current)).toContain("prices[1]");
    expect(planImport("nonsense", current)).toBe("This is no JSON.");
  });
});
