import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WatchedPage } from "./support/browser.ts";
import { fillWithSample } from "./support/sample-data.ts";
import { openSite, type Site } from "./support/site.ts";

let site: Site;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  site = await openSite();
  const { token } = await fillWithSample(site.url);
  watched = await site.openAs(token);
  page = watched.page;
});
afterAll(() => site?.close());

const phone = { width: 390, height: 844 };

async function open(path: string, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.goto(`${site.url}${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** The place of an element in the window; it has to be there. */
async function boxOf(role: "button" | "dialog", name: string) {
  const box = await page.getByRole(role, { name, exact: true }).last().boundingBox();
  if (box === null) throw new Error(`${name} is not drawn`);
  return box;
}

test.each([
  ["/users/new", "Create user"],
  ["/organizations/new", "Create organization"],
  ["/organizations/design/groups/new", "Create group"],
  ["/organizations/design/roles/new", "Create role"],
  ["/settings/tokens/new", "Create token"],
])("on phones the button that ends %s stays at the bottom edge", async (path, name) => {
  await open(path, phone);
  await page.getByRole("button", { name, exact: true }).last().waitFor();

  const { y, height } = await boxOf("button", name);

  expect(y).toBeGreaterThan(phone.height - 100);
  expect(y + height).toBeLessThanOrEqual(phone.height);
});

test("on phones the filters come as a sheet from the bottom edge", async () => {
  await open("/users", phone);
  await page.getByRole("button", { name: /^Filter/ }).click();
  await page.getByRole("dialog", { name: "Filters" }).waitFor();

  const { x, y, width, height } = await boxOf("dialog", "Filters");

  expect(x).toBe(0);
  expect(width).toBeGreaterThan(phone.width - 20);
  expect(y + height).toBe(phone.height);
  await page.keyboard.press("Escape");
});

test("a table of a tablet has at most four columns, and what they leave out in the second line", async () => {
  await open("/users", { width: 820, height: 900 });
  const heads = page.getByRole("columnheader").filter({ hasNotText: "Actions" });
  await expect.poll(() => heads.count()).toBeLessThanOrEqual(4);

  const row = page.getByRole("row", { name: /mara@acme\.dev/ });

  expect(await row.getByRole("rowheader").textContent()).toContain("Sign-in");
  expect(await row.getByRole("rowheader").textContent()).toContain("Password");
});

test("the open tab is in sight again after the window became narrower", async () => {
  await open("/users/mara/audit", { width: 1440, height: 900 });
  const tab = page
    .getByRole("navigation", { name: "User" })
    .getByRole("link", { name: "Audit", exact: true });

  await page.setViewportSize(phone);

  await expect
    .poll(async () => {
      const box = await tab.boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= phone.width;
    })
    .toBe(true);
});
