import { describe, expect, it } from "vitest";
import { bookText, readBook } from "./book.ts";
import { CatalogueError, convertCatalogue } from "./convert.ts";
import type { Override } from "./overrides.ts";
import { catalogueProviders } from "./providers.ts";

type Json = Record<string, unknown>;

/** A catalogue in which every provider has one priced model, and `provider` the given ones besides. */
function catalogue(provider = "openai", models: Json = {}): Json {
  const entries = catalogueProviders.map(({ key }) => [
    key,
    {
      id: key,
      models: {
        base: { last_updated: "2026-01-02", cost: { input: 1, output: 2 } },
        ...(key === provider ? models : {}),
      },
    },
  ]);
  return Object.fromEntries(entries);
}

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

function rowsOf(value: unknown, model: string) {
  return convertCatalogue(bytes(value), []).rows.filter((row) => row.model === model);
}

function problemsOf(input: Uint8Array, overrides: readonly Override[] = []): string[] {
  try {
    convertCatalogue(input, overrides);
  } catch (error) {
    if (error instanceof CatalogueError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("the price book from a catalogue", () => {
  it("has the golden bytes for the golden catalogue", () => {
    const text = `{
      "zeta": {"models": {"ignored": {"cost": {"input": 1}}}},
      "openai": {"models": {
        "gpt/5:x": {"cost": {"output": 6e-2, "input": 0.049999999999999996, "reasoning": 9}},
        "free": {"last_updated": "2026-06", "cost": {"input": 0, "output": 0, "cache_read": -1}},
        "unpriced": {}, "audio": {"cost": {"input_audio": 3}}}},
      ${catalogueProviders
        .filter(({ key }) => key !== "openai")
        .map(({ key }) => `"${key}": {"models": {"m": {"cost": {"cache_write": 3.75}}}}`)
        .join(",")}}`;

    const { rows, warnings, catalogueDate } = convertCatalogue(Buffer.from(text), []);

    const other = (provider: string) =>
      `  {\n    "provider": "${provider}",\n    "model": "m",\n    "input_price": null,\n    "output_price": null,\n    "cache_read_price": null,\n    "cache_write_price": 3750000\n  }`;
    const openai = [
      `  {\n    "provider": "openai",\n    "model": "free",\n    "input_price": 0,\n    "output_price": 0,\n    "cache_read_price": null,\n    "cache_write_price": null\n  }`,
      `  {\n    "provider": "openai",\n    "model": "gpt/5:x",\n    "input_price": 50000,\n    "output_price": 60000,\n    "cache_read_price": null,\n    "cache_write_price": null\n  }`,
    ];
    const golden = [
      ...["anthropic", "azure", "bedrock", "copilot", "google"].map(other),
      ...openai,
      ...["openrouter", "vercel"].map(other),
    ];
    expect(bookText(rows)).toBe(`[\n${golden.join(",\n")}\n]\n`);
    expect(warnings).toHaveLength(1);
    expect(catalogueDate).toBe("2026-06-01");
  });

  it("is the same whatever the order of the catalogue's keys", () => {
    const models = Object.fromEntries(
      ["b", "a/b", "Z", "é", "a", "a-b"].map((model) => [model, { cost: { input: 1, output: 3 } }]),
    );
    const forward = catalogue("azure", models);
    const reversed = reverse(forward);

    const first = bookText(convertCatalogue(bytes(forward), []).rows);

    expect(bookText(convertCatalogue(bytes(reversed), []).rows)).toBe(first);
  });

  it("is ordered by bytes, never by a locale (trap T21)", () => {
    const models = Object.fromEntries(
      ["b", "B", "_", "a/b", "é"].map((model) => [model, { cost: { input: 1 } }]),
    );

    const { rows } = convertCatalogue(bytes(catalogue("openai", models)), []);

    const order = rows.filter((row) => row.provider === "openai").map((row) => row.model);
    expect(order).toEqual(["B", "_", "a/b", "b", "base", "é"]);
  });

  it("reads back as it was written", () => {
    const { rows } = convertCatalogue(bytes(catalogue()), []);

    expect(readBook(Buffer.from(bookText(rows)))).toEqual(rows);
  });

  it("names the renamed providers by their type", () => {
    const { rows } = convertCatalogue(bytes(catalogue()), []);

    expect([...new Set(rows.map((row) => row.provider))]).toEqual([
      "anthropic",
      "azure",
      "bedrock",
      "copilot",
      "google",
      "openai",
      "openrouter",
      "vercel",
    ]);
  });

  it("keeps deprecated models and drops those without any of the four prices", () => {
    const models = {
      old: { status: "deprecated", cost: { input: 2 } },
      none: {},
      empty: { cost: {} },
      audio: { cost: { input_audio: 1, reasoning: 2 } },
    };

    const value = catalogue("openai", models);

    expect(rowsOf(value, "old")).toHaveLength(1);
    expect(["none", "empty", "audio"].flatMap((model) => rowsOf(value, model))).toEqual([]);
  });

  it("keeps an absent price apart from a free one", () => {
    const models = { x: { cost: { input: 0, cache_write: 1e-6 } } };

    const [row] = rowsOf(catalogue("openai", models), "x");

    expect(row).toMatchObject({ input_price: 0n, output_price: null, cache_write_price: 1n });
  });

  it("treats a negative price as unknown and says so", () => {
    const models = { x: { cost: { input: -1, output: -1e-9, cache_read: 0 } } };

    const { rows, warnings } = convertCatalogue(bytes(catalogue("openai", models)), []);

    const row = rows.find((one) => one.model === "x");
    expect(row).toMatchObject({ input_price: null, output_price: null, cache_read_price: 0n });
    expect(warnings).toHaveLength(2);
  });
});

describe("a catalogue that no book is made of", () => {
  it("lacks providers: all of them are named at once", () => {
    const { google: _google, azure: _azure, ...rest } = catalogue();
    const value = { ...rest, openai: { models: {} } };

    const problems = problemsOf(bytes(value)).join(" ");

    for (const name of ["google", "azure", "openai"]) expect(problems).toContain(name);
    expect(problems).not.toContain("anthropic");
  });

  it.each(["amazon-bedrock", "github-copilot"])("lacks the renamed provider %s", (key) => {
    const value = catalogue();
    delete value[key];

    expect(problemsOf(bytes(value)).join(" ")).toContain(key);
  });

  it.each([
    ["a text", '"3"'],
    ["a truth value", "true"],
    ["null", "null"],
    ["a list", "[1]"],
    ["beyond 64 bits", "9223372036855"],
    ["beyond 64 bits with an exponent", "1e400"],
  ])("has a price that is %s", (_, token) => {
    const text = JSON.stringify(catalogue("openai", { x: { cost: { input: "PRICE" } } }));

    const problems = problemsOf(Buffer.from(text.replace('"PRICE"', token)));

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("openai x: cost.input");
  });

  it("has no input and no output price at all", () => {
    const value = Object.fromEntries(
      catalogueProviders.map(({ key }) => [
        key,
        { models: { m: { last_updated: "2026-01-01", cost: { cache_read: 1 } } } },
      ]),
    );

    expect(problemsOf(bytes(value))).toHaveLength(1);
  });

  it.each([
    ["nothing", ""],
    ["a cut text", '{"openai": {'],
    ["a list", "[]"],
    ["text behind the object", `${JSON.stringify(catalogue())} x`],
    ["a page", "<html></html>"],
    ["NaN", JSON.stringify(catalogue("openai", { x: { cost: { input: 7 } } })).replace("7", "NaN")],
  ])("is %s", (_, text) => {
    expect(problemsOf(Buffer.from(text))).not.toEqual([]);
  });

  it("is no UTF-8", () => {
    expect(problemsOf(Uint8Array.from([0x7b, 0xff, 0x7d]))).not.toEqual([]);
  });
});

describe("a correction", () => {
  const correction = (expects: Override["expects"]): Override => ({
    ...{ provider: "openai", model: "x", reason: "a test", expects, cost: { input: "3.5" } },
  });

  it("adds a model that is not there", () => {
    const { rows } = convertCatalogue(bytes(catalogue()), [correction("absent")]);

    expect(rows.find((row) => row.model === "x")).toMatchObject({ input_price: 3_500_000n });
  });

  it("replaces the cost that it expects", () => {
    const value = catalogue("openai", { x: { cost: { input: 2.5, output: 1 } } });

    const { rows } = convertCatalogue(bytes(value), [correction({ input: "2.50", output: "1" })]);

    expect(rows.find((row) => row.model === "x")).toMatchObject({
      input_price: 3_500_000n,
      output_price: null,
    });
  });

  it.each([
    ["the model is there now", { x: { cost: { input: 1 } } }, "absent" as const],
    ["the cost changed", { x: { cost: { input: 2 } } }, { input: "1" }],
    ["a price came", { x: { cost: { input: 1, output: 2 } } }, { input: "1" }],
    ["the model is gone", {}, { input: "1" }],
  ])("fails when %s", (_, models, expects) => {
    expect(problemsOf(bytes(catalogue("openai", models)), [correction(expects)])).toHaveLength(1);
  });
});

function reverse(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reverse(member)]),
  );
}
