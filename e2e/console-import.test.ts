import type { Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Api, apiAs, createOwner } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectGoodLook } from "./support/looks.ts";
import { sampleOwner } from "./support/sample-data.ts";
import { openSite, type Site } from "./support/site.ts";

let site: Site;
let watched: WatchedPage;
let page: Page;
let api: Api;

beforeAll(async () => {
  site = await openSite();
  const token = await createOwner(site.url, sampleOwner);
  api = apiAs(site.url, token);
  watched = await site.openAs(token);
  page = watched.page;
});
afterAll(() => site?.close());

const isImport = (url: URL) => url.pathname === "/api/v2/users/import";
afterEach(() => page.unroute(isImport));

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const counts = (text: string) => page.getByText(text, { exact: true }).waitFor();

/** Opens the page with a file of users who cannot sign in, which costs the server nothing. */
async function choose(prefix: string, rows: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_each, at) => {
    const name = `${prefix}-${at + 1}`;
    return `${name}@acme.dev,${name},"Person ${at + 1}, of many",none`;
  });
  const text = ["email,username,name,login_type", ...lines].join("\r\n");
  await page.goto(`${site.url}/users/new/import`);
  await button("Choose file").waitFor();
  const buffer = Buffer.from(`\uFEFF${text}`);
  await page
    .getByLabel("CSV file")
    .setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer });
}

/** Lets the first request that creates pass and holds the second; gives the way to let that go on too. */
async function holdSecond(): Promise<{ held: Promise<void>; release: () => void }> {
  let creating = 0;
  let release = () => {};
  let tell = () => {};
  const held = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(isImport, async (route: Route) => {
    const isCreating = route.request().postDataJSON().dry_run === false;
    creating += isCreating ? 1 : 0;
    if (isCreating && creating === 2) {
      tell();
      await released;
    }
    // The page may be gone by now.
    await route.continue().catch(() => undefined);
  });
  return { held, release };
}

const existing = async (prefix: string) => (await api(`/users?q=${prefix}-`)).body["count"];

test("an import that is stopped finishes what was sent, and goes on from there", async () => {
  await choose("halted", 250);
  await counts("250 rows · 250 valid · 0 refused · 0 exist");
  const { held, release } = await holdSecond();
  await button("Create 250 users").click();
  await held;
  await counts("250 rows · 100 created · 0 refused · 0 exist");

  await button("Stop").click();
  await page.getByText("Stopping. The rows that were sent are finished first.").waitFor();
  release();

  await counts("250 rows · 200 created · 0 refused · 0 exist · 50 not sent");
  expect(await existing("halted")).toBe(200);
  await expectGoodLook(page, "import-stopped");

  await button("Create the other 50").click();

  await counts("250 rows · 250 created · 0 refused · 0 exist");
  expect(await existing("halted")).toBe(250);
});

test("whoever reloads in the middle is asked, and creates the rest from the same file", async () => {
  await choose("again", 150);
  await counts("150 rows · 150 valid · 0 refused · 0 exist");
  const { held } = await holdSecond();
  await button("Create 150 users").click();
  await held;
  await counts("150 rows · 100 created · 0 refused · 0 exist");

  const asked = page.waitForEvent("dialog");
  const reloaded = page.reload();
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.accept();
  await reloaded;
  await page.unroute(isImport);

  await choose("again", 150);
  await counts("150 rows · 50 valid · 0 refused · 100 exist");
  await button("Create 50 users").click();

  await counts("150 rows · 50 created · 0 refused · 100 exist");
  expect(await existing("again")).toBe(150);
});

test("20,000 rows are taken, of which only those in sight are drawn, and not one more", async () => {
  // The check stays under way until it is stopped.
  await page.route(isImport, () => undefined);
  await choose("many", 20_000);
  await page.getByText("20,000 rows", { exact: true }).waitFor();
  await button("Stop").click();

  const table = page.getByRole("table", { name: "Rows of the file" });
  expect(await table.getAttribute("aria-rowcount")).toBe("20001");
  expect(await table.getByRole("row").count()).toBeLessThan(100);

  await choose("more", 20_001);

  await page.getByText("The file has 20,001 rows; at most 20,000 are taken at once.").waitFor();
});

test("nothing on the way was an error", () => {
  expect(watched.problems).toEqual([]);
});
