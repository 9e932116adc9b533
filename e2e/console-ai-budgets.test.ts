import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { call, createOwner, logIn } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectToFit } from "./support/overflow.ts";
import { drawn } from "./support/quiet.ts";
import { photograph, windows } from "./support/screenshots.ts";
import { openSite, type Site } from "./support/site.ts";

const owner = { username: "admin", email: "admin@example.com", password: "Meadow-lantern-4711" };
const mara = { username: "mara", email: "mara@example.com", password: "Harbour-candle-0815" };
const narrow = { width: 360, height: 760 };

let site: Site;
let token: string;
let watched: WatchedPage;

beforeAll(async () => {
  site = await openSite();
  token = await createOwner(site.url, owner);
  const { body: organization } = await get("/api/v2/organizations/default");
  const member = { ...mara, organization_ids: [organization["id"]], user_status: "active" };
  const { body: person } = await post("/api/v2/users", member);
  const groups = `/api/v2/organizations/${organization["id"]}/groups`;
  const { body: group } = await post(groups, { name: "backend", display_name: "Back end" });
  await call(site.url, {
    method: "PATCH",
    path: `/api/v2/groups/${group["id"]}`,
    token,
    body: { add_users: [person["id"]] },
  });
  // What is used is paid by the group that has a budget at that time.
  const path = `/api/v2/groups/${group["id"]}/ai/budget`;
  await call(site.url, { method: "PUT", path, token, body: { spend_limit_micros: 1_000_000 } });
  const used = (model: string, input_tokens: number) => ({
    ...{ id: randomUUID(), user_id: person["id"], provider: "anthropic", model, input_tokens },
    created_at: new Date().toISOString(),
  });
  const records = [used("claude-opus-4-1", 1_000_000), used("claude-haiku-4-5", 2_000_000)];
  await post("/api/v2/ai/usage", { records });
  watched = await site.openAs(token);
});

afterAll(() => site?.close());

const get = (path: string) => call(site.url, { path, token });
const post = (path: string, body: object) => call(site.url, { path, token, body });

describe("an administrator on the page of budgets", () => {
  it("gives a group a budget with the keyboard, and is told what is no amount", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/budgets`);
    const row = page.getByRole("row", { name: /Back end/ });
    await row.getByRole("button", { name: /Back end/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Set budget…" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Budget of Back end" });
    const amount = dialog.getByRole("textbox", { name: "Amount" });
    await amount.fill("fifty");
    await dialog.getByRole("button", { name: "Set budget" }).press("Enter");
    await dialog.getByText(/Enter dollars with at most 6 decimals/).waitFor();
    await amount.fill("1000000.01");
    await dialog.getByText("A budget is at most $1,000,000.").waitFor();
    await amount.fill("20");
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Set budget" }).press("Enter");

    await page.getByText("Budget of Back end saved.").waitFor();
    await row.getByRole("meter", { name: "Spent by Back end" }).waitFor();
    await expect.poll(() => row.textContent()).toContain("$20.00");
  });

  it("gives one in another organization than the one that the sidebar shows", async () => {
    const { page } = watched;
    const made = await post("/api/v2/organizations", { name: "side", display_name: "Side" });
    await post(`/api/v2/organizations/${made.body["id"]}/groups`, { name: "side-group" });
    await page.goto(`${site.url}/ai/budgets?organization=side`);
    const row = page.getByRole("row", { name: /side-group/ });
    await row.getByRole("button", { name: /side-group/ }).click();
    await page.getByRole("menuitem", { name: "Set budget…" }).click();
    const dialog = page.getByRole("dialog", { name: "Budget of side-group" });
    await dialog.getByRole("textbox", { name: "Amount" }).fill("5");
    await dialog.getByRole("button", { name: "Set budget" }).click();
    await page.getByText("Budget of side-group saved.").waitFor();
  });

  it("gives one person a budget of their own, and takes it away again", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/budgets?user=nobody`);
    await page.getByText("There is no such user, or you may not see them.").waitFor();
    await page.getByRole("combobox", { name: "User", exact: true }).fill("mara");
    await page.getByRole("option", { name: /^mara/ }).click();
    await page.getByText("The budget of the group, paid by Back end.").waitFor();

    await page.getByRole("button", { name: "Give mara a budget" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Budget of mara" });
    await dialog.getByRole("textbox", { name: "Amount" }).fill("120.5");
    await dialog.getByRole("button", { name: "Set budget" }).press("Enter");
    const own = page.getByRole("table", { name: "Budgets of single users" });
    await own.getByRole("row", { name: /mara.*\$120\.50.*Back end/ }).waitFor();
    await page.reload();
    await page.getByText("A budget of their own, paid by Back end.").waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "budgets");

    await page.getByRole("button", { name: "Change budget of mara" }).press("Enter");
    await dialog.getByRole("radio", { name: /No budget/ }).press("Space");
    await dialog.getByText("The budgets of their groups count.").waitFor();
    await dialog.getByRole("button", { name: "Remove budget" }).press("Enter");
    await page.getByText("Nobody has a budget of their own.").waitFor();
    await page.getByText("The budget of the group, paid by Back end.").waitFor();
  });

  it("blocks a group with $0, and sees that it is blocked", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/budgets`);
    const row = page.getByRole("row", { name: /Everyone/ });
    await row.getByRole("button", { name: /Everyone/ }).press("Enter");
    await page.getByRole("menuitem", { name: "Set budget…" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Budget of Everyone" });
    await dialog.getByRole("radio", { name: /Block all use/ }).press("Space");
    await dialog.getByText("$0 blocks all use of AI.").waitFor();
    await dialog.getByRole("button", { name: "Set budget" }).press("Enter");

    await row.getByText("Blocked").waitFor();
  });
});

describe("an administrator on the page of prices", () => {
  const prices = (...entries: object[]) =>
    JSON.stringify({
      prices: entries.map((entry) => ({
        ...{ provider: "anthropic", output_price: null, cache_read_price: 0 },
        ...{ cache_write_price: null },
        ...entry,
      })),
    });

  it("sees what an import would do before it is done, and what is wrong with one", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/prices`);
    await page.getByRole("button", { name: "Import prices" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Import prices" });
    const text = dialog.getByRole("textbox", { name: "Prices as JSON" });
    await text.fill("prices: none");
    await dialog.getByText("This is no JSON.").waitFor();
    await text.fill(prices({ model: "x", input_price: 1.5 }));
    await dialog.getByText(/prices\[0\] needs/).waitFor();
    await text.fill(prices({ provider: "acme", model: "x", input_price: 1 }));
    await dialog.getByText(/prices\[0\]\.provider must be one of/).waitFor();

    await text.fill(
      prices(
        { model: "claude-opus-4-1", input_price: 9_000_000 },
        { model: "claude-own", input_price: 1_000_000 },
      ),
    );

    await dialog.getByText("+ 1 added · ~ 1 changed · 0 as they are").waitFor();
    const changes = dialog.getByRole("list", { name: "Changes" });
    await changes.getByText(/Input \$15\.00 → \$9\.00/).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "price-import");
    await dialog.getByRole("button", { name: "Import prices" }).press("Enter");
    await page.getByText("2 prices set.").waitFor();
    await page.getByText(/· 2 custom/).waitFor();
  });

  it("takes prices from a file", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/prices`);
    await page.getByRole("button", { name: "Import prices" }).press("Enter");
    const buffer = Buffer.from(prices({ model: "claude-file", input_price: 7 }));
    const file = { name: "prices.json", mimeType: "application/json", buffer };
    await page.getByLabel("Prices as a JSON file").setInputFiles(file);

    await page.getByText("+ 1 added · ~ 0 changed · 0 as they are").waitFor();
    await page.keyboard.press("Escape");
  });

  it("plans a price, and withdraws it before its time", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/prices?model=anthropic%2Fclaude-own`);
    const drawer = page.getByRole("dialog", { name: "claude-own" });
    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16);
    await drawer.getByLabel("Effective from (optional)").fill(soon);
    await drawer.getByRole("textbox", { name: /^Input in US dollars/ }).fill("2");
    await drawer.getByRole("button", { name: "Plan price" }).press("Enter");
    await page.getByText("Price of claude-own planned.").waitFor();

    await page.goto(`${site.url}/ai/prices?model=anthropic%2Fclaude-own`);
    await drawer.getByText("A price is planned").waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await drawer.getByRole("button", { name: "Withdraw planned price" }).press("Enter");
    const question = page.getByRole("alertdialog");
    await question.getByText("The plan stays in the history.").waitFor();
    await question.getByRole("button", { name: "Withdraw planned price" }).press("Enter");

    await page.getByText("Planned price of claude-own withdrawn.").waitFor();
    await drawer.getByText(/^Withdrawn before its time · Input \$2\.00/).waitFor();
  });
});

describe("spend by day", () => {
  it("is stacked by model, with a legend that hides one and a table of the same numbers", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/spend?by=model`);
    const chart = page.getByRole("region", { name: "Cost by day and model" });
    await chart.getByText("claude-opus-4-1 is $15.00 of $17.00 (88 %).").first().waitFor();
    const legend = chart.getByRole("button", { name: "claude-haiku-4-5" });
    await legend.press("Enter");
    expect(await legend.getAttribute("aria-pressed")).toBe("false");
    await chart.getByRole("button", { name: "Show as table" }).press("Enter");

    const row = chart.getByRole("row").last();
    expect(await row.getByRole("cell").allTextContents()).toEqual(["$15.00", "$2.00"]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "spend-by-model");
  });

  it("tells what it would have been with another model", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/ai/spend?by=model`);
    const model = page.getByRole("combobox", { name: "Model" });
    await model.fill("claude-sonnet-4-5");
    await page.getByRole("option", { name: /^claude-sonnet-4-5\s*anthropic/ }).click();

    await page
      .getByText("$17.00 would have been $9.00 with claude-sonnet-4-5: 47 % less.")
      .waitFor();
    const row = page
      .getByRole("table", { name: "Cost with claude-sonnet-4-5" })
      .getByRole("row", { name: /claude-opus-4-1/ });
    expect(await row.textContent()).toContain("$3.00");
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "spend-repriced");
  });

  it("says of deleted records what can still be told", async () => {
    const { page } = watched;
    const day = (before: number) =>
      new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);
    const problems = watched.problems.length;
    await page.goto(`${site.url}/ai/spend?by=model&from=${day(89)}&to=${day(0)}`);
    await page.getByText("These days cannot be told by model any more.").waitFor();
    await page.getByRole("button", { name: "Show by day" }).press("Enter");
    await page.getByRole("rowheader", { name: day(0) }).waitFor();

    // The refusal itself is in the browser's console, and nothing else.
    const told = watched.problems.slice(problems);
    expect(told.every((problem) => problem.includes("400"))).toBe(true);
  });

  it("fits a narrow window, as do budgets and prices", async () => {
    const { page } = watched;
    await page.setViewportSize(narrow);
    for (const path of ["spend?by=model", "budgets?user=mara", "prices"]) {
      await page.goto(`${site.url}/ai/${path}`);
      await drawn(page);
      await expectToFit(page, path);
    }
    await page.setViewportSize(windows.desktop);
  });
});

describe("a member", () => {
  it("sees the own spend on the first page, and no page of others", async () => {
    const session = await logIn(site.url, mara.email, mara.password);
    const own = await site.openAs(session);
    await own.page.goto(site.url);
    await own.page.getByRole("heading", { name: "My AI spend" }).waitFor();
    await own.page.getByText("$17.00 of $20.00").waitFor();

    for (const path of ["prices", "spend"]) {
      await own.page.goto(`${site.url}/ai/${path}`);
      await own.page.getByText("You may not see this page").waitFor();
    }
    await own.close();
  });
});
