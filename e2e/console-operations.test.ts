import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, createOwner } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectGoodLook } from "./support/looks.ts";
import { openSite, type Site } from "./support/site.ts";

const owner = {
  username: "admin",
  email: "admin@example.com",
  password: "Meadow-lantern-4711",
};

let site: Site;
let watched: WatchedPage;

beforeAll(async () => {
  site = await openSite();
  const token = await createOwner(site.url, owner);
  await call(site.url, {
    path: "/api/v2/users/me/keys/tokens",
    body: { token_name: "ci-deploy" },
    token,
  });
  watched = await site.openAs(token);
});

afterAll(() => site?.close());

/** Opens a page and looks at it: nothing for axe to find, nowhere to scroll sideways on a phone, pictures for people. */
async function open(path: string, name: string): Promise<void> {
  const { page } = watched;
  await page.goto(`${site.url}${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await expectGoodLook(page, name);
}

describe("an operator in the console", () => {
  it("finds who made a token, opens the entry, and its address finds it again", async () => {
    const { page } = watched;
    await open("/audit", "audit");
    await page.getByRole("button", { name: "Tokens", exact: true }).click();
    const row = page.getByRole("listitem").filter({ hasText: "created token ci-deploy" });
    await row.getByRole("button", { name: /^Unfold changes/ }).click();
    await row.getByText("token_name").waitFor();
    await row.getByRole("link", { name: /open entry$/ }).click();
    const drawer = page.getByRole("dialog", { name: "admin created token ci-deploy" });
    await drawer.waitFor();
    await page.reload();
    await drawer.waitFor();
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    expect(new URL(page.url()).searchParams.get("entry")).toBeNull();
  });

  it("exports what the search finds, as the server streams it, and the export is in the log", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/audit?q=resource_type%3Aapi_key+action%3Acreate`);
    await page.getByRole("listitem").filter({ hasText: "created token ci-deploy" }).waitFor();
    await page.getByRole("button", { name: "Export" }).click();
    const dialog = page.getByRole("dialog", { name: "Export the audit log" });
    const saved = page.waitForEvent("download");
    await dialog.getByRole("link", { name: "Export entries" }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
    const [head = "", ...lines] = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    await dialog.waitFor({ state: "hidden" });

    expect(head).toMatch(/^id,time,request_id,user_id,username,/);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("ci-deploy");
    await page.goto(`${site.url}/audit?q=resource_type%3Auser+action%3Awrite`);
    await page.getByRole("listitem").filter({ hasText: "changed user admin" }).first().waitFor();
  });

  it("sees the state of the deployment and its configuration, without secrets", async () => {
    const { page } = watched;
    await open("/deployment", "deployment");
    await open("/deployment/health", "health");
    await open("/deployment/configuration", "configuration");
    await page.getByRole("searchbox", { name: "Search options" }).fill("access url");
    await page.getByRole("heading", { name: "Access URL", exact: true }).waitFor();
  });

  it("sees that a dismissal was refused: the warning is back, marked, and nothing is to undo", async () => {
    const { page } = watched;
    const message = "You may not change health settings.";
    await page.route("**/api/v2/debug/health/settings", (route) =>
      route.fulfill({ status: 403, json: { message } }),
    );
    await open("/deployment/health", "health-refusal");
    // On a busy machine the database may need attention, too.
    const section = page.getByRole("listitem").filter({ hasText: /^Provisioners/ });
    const dismiss = section.getByRole("button", { name: /^Dismiss / });
    // The mark goes after two seconds: what it was like is kept from the beginning.
    await section.evaluate((item) => {
      const looks: string[] = [];
      Reflect.set(globalThis, "looks", looks);
      new MutationObserver(() => looks.push(item.className)).observe(item, { attributes: true });
    });

    await dismiss.click();
    await page.getByText(message).waitFor();
    await dismiss.waitFor();
    const looks = () => page.evaluate(() => String(Reflect.get(globalThis, "looks")));
    await expect.poll(looks).toContain("bg-danger-bg");
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);

    await page.unroute("**/api/v2/debug/health/settings");
    await dismiss.click();
    await page.getByText("Check dismissed.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await dismiss.waitFor();
    // The refusal was on purpose.
    expect(watched.problems).toEqual([expect.stringContaining("403")]);
    await page.getByRole("button", { name: "Close" }).click();
  });

  it("sets a custom price and goes back to the book", async () => {
    const { page } = watched;
    await open("/ai/prices", "prices");
    await page.getByRole("searchbox", { name: "Search prices" }).fill("claude");
    await page.getByRole("rowheader").first().getByRole("link").click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("textbox", { name: /^Input in US dollars/ }).fill("2.50");
    await drawer.getByRole("button", { name: "Set price" }).click();
    await page.getByText(/^Price of .* set\.$/).waitFor();
    await page.getByText(/· 1 custom/).waitFor();
    await open("/ai/prices/history", "prices-history");
    const change = page.getByRole("row").nth(1);
    await change.getByText("$2.50").waitFor();
    await change.getByText("Custom").waitFor();
    await page.getByRole("button", { name: "Load older" }).click();
    await page.getByRole("row").nth(60).waitFor();
    await page.getByRole("radio", { name: "Custom" }).check();
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    await page.getByText("Beginning of the history").waitFor();
  });

  it("sees budgets and spend", async () => {
    await open("/ai/budgets", "budgets");
    await open("/ai/spend", "spend");
  });

  it("meets no error of the browser on the way", () => {
    expect(watched.problems.filter((problem) => !/403 \(Forbidden\)/.test(problem))).toEqual([]);
  });
});
