import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, apiAs } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { type Watch, watchRequests } from "./support/quiet.ts";
import { fillWithSample } from "./support/sample-data.ts";
import { openSite, type Site } from "./support/site.ts";

const reason = "No connection. Changes are not saved.";

let site: Site;
let watched: WatchedPage;
let requests: Watch;
let page: Page;
let api: Api;

beforeAll(async () => {
  site = await openSite();
  const { token } = await fillWithSample(site.url);
  api = apiAs(site.url, token);
  watched = await site.openAs(token);
  page = watched.page;
  requests = watchRequests(page);
});

afterAll(() => site?.close());

async function open(path: string): Promise<void> {
  await page.goto(site.url + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await requests.quiet();
}

/** Does something while the browser has no network. */
async function offline(act: () => Promise<void>): Promise<void> {
  await page.context().setOffline(true);
  await page.getByText(reason).first().waitFor();
  try {
    await act();
  } finally {
    await page.context().setOffline(false);
    await page.getByText(reason).first().waitFor({ state: "detached" });
  }
}

/** Focuses a control by the keys' way, presses a key on it, and expects it to say why nothing happens. */
async function expectRefusal(role: "button" | "radio" | "combobox", name: string, key: string) {
  const control = page.getByRole(role, { name, exact: true }).first();
  await control.focus();
  await page.keyboard.press(key);
  expect(await control.getAttribute("aria-disabled")).toBe("true");
  expect(await control.evaluate((element) => element === document.activeElement)).toBe(true);
  const ids = (await control.getAttribute("aria-describedby"))?.split(" ") ?? [];
  const words = ids.map((id) => page.locator(`[id="${id}"]`).textContent());
  expect(await Promise.all(words)).toContain(reason);
}

/** Names of the groups that mara is in. */
async function groupsOfMara(): Promise<unknown> {
  const { body } = await api("/users/mara/permissions");
  return body["groups"];
}

test("a group chip is not taken out without a connection, and the page tells no failure", async () => {
  const before = await groupsOfMara();
  await open("/users/mara/memberships");

  await offline(async () => {
    await expectRefusal("button", "Remove group backend", "Enter");
    await page.getByRole("tooltip").getByText(reason).waitFor();
    await expectRefusal("button", "Add mara to a group of Design", "Enter");
    expect(await page.locator("[data-sonner-toast]").count()).toBe(0);
  });

  expect(await groupsOfMara()).toEqual(before);
});

test("an undo waits for the connection, and works when it is back", async () => {
  const before = await groupsOfMara();
  await open("/users/mara/memberships");
  await page.getByRole("button", { name: "Remove group backend" }).click();
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.waitFor();
  // A toast that holds the focus does not go.
  await page.keyboard.press("F8");

  await offline(async () => {
    await undo.hover();
    const tooltip = page.getByRole("tooltip").getByText(reason);
    await tooltip.waitFor();
    const place = () =>
      tooltip.evaluate((box) => {
        const { x, y, width, height } = box.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        return { isOverToast: box.contains(top), isOneLine: height < 32 };
      });
    await expect.poll(place).toEqual({ isOverToast: true, isOneLine: true });
    await page.mouse.move(0, 0);
    // The pointer that left let its time go on.
    await page.keyboard.press("F8");
    await expectRefusal("button", "Undo", "Enter");
  });

  await undo.click();
  await page.getByRole("button", { name: "Remove group backend" }).waitFor();
  await expect.poll(groupsOfMara).toEqual(before);
});

test("one's own settings stay as they are without a connection, those of this browser do not", async () => {
  await open("/settings/appearance");
  await offline(async () => {
    await expectRefusal("radio", "Dark", "Space");
    await expectRefusal("radio", "Red–green", "Space");
    const compact = page.getByRole("radio", { name: "Compact" });
    await compact.check();
    const density = () => page.locator("html").getAttribute("data-density");
    await expect.poll(density).toBe("compact");
    await page.getByRole("radio", { name: "Comfortable" }).check();
  });
  expect(await page.getByRole("radio", { name: "System" }).isChecked()).toBe(true);

  await open("/settings/preferences");
  await offline(async () => {
    await expectRefusal("combobox", "Thinking", "Enter");
    expect(await page.getByRole("listbox").count()).toBe(0);
  });
});

test("signing out waits for the connection", async () => {
  await open("/settings/preferences");
  await offline(async () => {
    await page.getByRole("button", { name: /your account/ }).click();
    const entry = page.getByRole("menuitem", { name: /^Sign out/ });
    await entry.focus();
    await page.keyboard.press("Enter");
    expect(await entry.textContent()).toContain(reason);
    await page.keyboard.press("Escape");
  });

  await page.getByRole("button", { name: /your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
