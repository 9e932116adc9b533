import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { call, createOwner } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { photograph } from "./support/screenshots.ts";
import { openSite, type Site } from "./support/site.ts";

const owner = { username: "admin", email: "admin@example.com", password: "Meadow-lantern-4711" };

let site: Site;
let watched: WatchedPage;

beforeAll(async () => {
  site = await openSite();
  const token = await createOwner(site.url, owner);
  const { body: me } = await call(site.url, { path: "/api/v2/users/me", token });
  const used = (model: string, input_tokens: number) => ({
    ...{ id: randomUUID(), user_id: me["id"], provider: "anthropic", model, input_tokens },
    created_at: new Date().toISOString(),
  });
  const records = [used("claude-opus-4-1", 1_000_000), used("claude-unheard-of", 5)];
  await call(site.url, { path: "/api/v2/ai/usage", token, body: { records } });
  watched = await site.openAs(token);
});

afterAll(() => site?.close());

describe("an owner without a mouse", () => {
  it("sets a custom price, reads its history, and goes back to the book", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/prices?q=claude-opus-4-1&provider=anthropic`);
    const row = page.getByRole("rowheader", { name: "claude-opus-4-1", exact: true });
    await row.getByRole("link").focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "claude-opus-4-1" });
    await drawer.getByText("anthropic · US dollars per million tokens").waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "price-editor");

    const input = drawer.getByRole("textbox", { name: /^Input in US dollars/ });
    await input.focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("2.505");
    const output = drawer.getByRole("radiogroup", { name: "Output price" });
    await output.getByRole("radio", { name: "Known", exact: true }).focus();
    await page.keyboard.press("ArrowRight");
    await drawer.getByRole("button", { name: "Set price" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Price of claude-opus-4-1 set.").waitFor();
    await page.getByText(/· 1 custom/).waitFor();

    await row.getByRole("link").focus();
    await page.keyboard.press("Enter");
    await drawer.getByText("Input $2.505 · Output $0.00", { exact: false }).waitFor();
    await drawer.getByRole("button", { name: "Remove custom price" }).focus();
    await page.keyboard.press("Enter");
    const question = page.getByRole("alertdialog").or(page.getByRole("dialog")).last();
    await question.getByRole("button", { name: "Remove custom price" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("claude-opus-4-1 is back to the book.").waitFor();
    await page.getByText(/· 0 custom/).waitFor();
  });

  it("is told of the model without a price, and opens its editor from there", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/prices`);
    await page.getByRole("button", { name: "Set price of claude-unheard-of" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "claude-unheard-of" }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("sees spend by model with shares, and downloads the CSV", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/spend?by=model`);
    const known = page.getByRole("row", { name: /claude-opus-4-1/ });
    await known.getByRole("meter", { name: "Share of claude-opus-4-1" }).waitFor();
    expect(await known.textContent()).toContain("$15.00");
    expect(await page.getByRole("row", { name: /claude-unheard-of/ }).textContent()).toContain("–");
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.getByRole("link", { name: "Export CSV" }).focus();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.keyboard.press("Enter"),
    ]);

    const text = await readFile(await download.path(), "utf8");
    expect(download.suggestedFilename()).toMatch(/^ai-spend-export-.+\.csv$/);
    expect(text.split("\n")[0]).toContain("user_id,username,group_id,group_name");
    expect(text).toContain("claude-opus-4-1");
  });

  it("meets no error of the browser on the way", () => {
    expect(watched.problems).toEqual([]);
  });
});
