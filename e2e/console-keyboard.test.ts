import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WatchedPage } from "./support/browser.ts";
import { expectToFit } from "./support/overflow.ts";
import { type Watch, watchRequests } from "./support/quiet.ts";
import { fillWithSample, sampleOwner } from "./support/sample-data.ts";
import { picture, windows } from "./support/screenshots.ts";
import { openSite, type Site } from "./support/site.ts";

let site: Site;
let watched: WatchedPage;
let requests: Watch;
let page: Page;

beforeAll(async () => {
  site = await openSite();
  await fillWithSample(site.url);
  watched = await site.open("/login");
  page = watched.page;
  requests = watchRequests(page);
});
afterAll(() => site?.close());

const press = (...keys: readonly string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });

/** The name of what has the focus, as assistive technology reads it, and whether the focus is seen. */
function focused(): Promise<{ name: string; isSeen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    // Past the last stop the focus is the browser's for a moment.
    if (!(element instanceof HTMLElement) || element === document.body) {
      return { name: "", isSeen: true };
    }
    const label = element.getAttribute("aria-label") ?? "";
    const field =
      element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? "") : "";
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const around = getComputedStyle(element.closest("label, :has(> input)") ?? element);
    const isRing = (style: string, width: string) => style !== "none" && width !== "0px";
    return {
      name: (label || field || element.textContent || element.tagName).trim().slice(0, 60),
      isSeen:
        isRing(outlineStyle, outlineWidth) || isRing(around.outlineStyle, around.outlineWidth),
    };
  });
}

/** Presses Tab until something with this name has the focus; every stop on the way must show its ring. */
async function tabTo(name: RegExp, within = 60): Promise<string[]> {
  const passed: string[] = [];
  for (let step = 0; step < within; step += 1) {
    await press("Tab");
    const stop = await focused();
    passed.push(stop.name);
    if (!stop.isSeen) throw new Error(`the focus on “${stop.name}” cannot be seen`);
    if (name.test(stop.name)) return passed;
  }
  throw new Error(`${name} was not reached: ${passed.join(" → ")}`);
}

describe("without a mouse", () => {
  it("one signs in", async () => {
    await heading("Sign in").waitFor();
    await page.keyboard.type(sampleOwner.email);
    await press("Tab");
    await page.keyboard.type(sampleOwner.password);
    await press("Enter");

    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await requests.quiet();
  });

  it("the first stop of a page skips to its content", async () => {
    await page.goto(`${site.url}/users`);
    await requests.quiet();
    await press("Tab");
    expect((await focused()).name).toBe("Skip to content");

    await press("Enter");
    const passed = await tabTo(/^Select all rows/);

    expect(passed.join(" ")).toMatch(/Import CSV.*Export.*Create user.*Filter/s);
  });

  it("the palette finds a page, and its heading gets the focus", async () => {
    await press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("audit");
    await page
      .getByRole("option", { name: /Audit log/ })
      .first()
      .waitFor();
    await press("Enter");

    await heading("Audit log").waitFor();
    await expect.poll(async () => (await focused()).name).toBe("Audit log");
  });

  it("the palette finds a person on the server", async () => {
    await press("Control+k");
    await page.keyboard.type("@mara");
    await page.getByRole("option", { name: /mara/ }).first().waitFor();
    await press("Enter");

    await heading("mara").waitFor();
  });

  it("single keys go to pages, search, rows and tabs", async () => {
    await press("g", "u");
    await heading("Users").waitFor();
    await requests.quiet();
    await press("/");
    await page.keyboard.type("haruki");
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    // The focus leaves the search; its text stays.
    await page.getByRole("heading", { level: 1 }).focus();
    await press("j", "Enter");

    await heading("haruki").waitFor();
    await press("4");
    await expect.poll(() => new URL(page.url()).pathname).toBe("/users/haruki/tokens");
    await press("g", "t");
    await heading("Tokens").waitFor();
  });

  it("the list of keys opens with a question mark and gives the focus back", async () => {
    await page.getByRole("heading", { level: 1 }).focus();
    await press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await press("Escape");

    await expect.poll(async () => (await focused()).name).toBe("Tokens");
  });

  it("one makes a token and stores its secret", async () => {
    await tabTo(/^Create token$/);
    await press("Enter");
    await heading("Create token").waitFor();
    await requests.quiet();
    await tabTo(/^Name/);
    await page.keyboard.type("by-keyboard");
    await tabTo(/Only what is chosen/);
    await press("ArrowDown");
    await press("Control+Enter");
    const dialog = page.getByRole("dialog", { name: "Copy the token now" });
    await dialog.waitFor();
    await press("Escape");
    expect(await dialog.isVisible()).toBe(true);
    await tabTo(/I have stored it/);
    await press("Enter");

    await page.getByRole("row", { name: /by-keyboard/ }).waitFor();
  });

  it("a menu opens, moves, closes, and gives the focus back to its button", async () => {
    await page.goto(`${site.url}/users/jo`);
    await requests.quiet();
    await tabTo(/More actions for jo/);
    await press("Enter", "ArrowDown");
    await page.getByRole("menuitem").first().waitFor();
    await press("Escape");

    await expect.poll(async () => (await focused()).name).toBe("More actions for jo");
  });
});

describe("for every reader", () => {
  const paths = ["/users", "/users/mara", "/settings/tokens/new", "/organizations/design/groups"];

  it("zoomed to twice the size everything reflows", async () => {
    // What 200 % makes of a window of 1440 by 900.
    await page.setViewportSize({ width: 720, height: 450 });
    for (const path of paths) {
      await page.goto(site.url + path);
      await requests.quiet();
      await picture(page, `zoomed${path.replaceAll("/", "-")}`);
      await expectToFit(page, path);
    }
  });

  it("zoomed to four times at 1280 pixels nothing scrolls sideways", async () => {
    await page.setViewportSize({ width: 320, height: 256 });
    for (const path of paths) {
      await page.goto(site.url + path);
      await requests.quiet();
      await expectToFit(page, path);
    }
    await page.setViewportSize(windows.desktop);
  });

  it("with forced colours controls keep their borders", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(`${site.url}/users`);
    await requests.quiet();
    await picture(page, "forced-colours-users");
    const bare = await page.getByRole("button").evaluateAll((buttons) =>
      buttons
        .filter((button) => button.checkVisibility() && button.closest("main") !== null)
        .filter((button) => getComputedStyle(button).borderTopWidth === "0px")
        .map((button) => button.textContent),
    );
    expect(bare).toEqual([]);

    // What is chosen shows without fills: a native mark, or the colours of selection.
    const box = page.getByRole("checkbox", { name: "Select jo" });
    expect(await box.evaluate((input) => getComputedStyle(input).appearance)).toBe("auto");
    const grounds = () =>
      page.evaluate(() => {
        const ground = (selector: string) => {
          const found = document.querySelector(selector);
          return found === null ? "missing" : getComputedStyle(found).backgroundColor;
        };
        const named = document.createElement("i");
        named.style.cssText = "forced-color-adjust:none;background:SelectedItem";
        document.body.append(named);
        const selected = getComputedStyle(named).backgroundColor;
        named.remove();
        return [
          "nav a[aria-current=page]",
          "button[aria-pressed=true]",
          "label.segment-on",
          "[role=option][data-highlighted]",
        ].filter((selector) => ground(selector) === selected);
      });
    expect(await grounds()).toEqual(["nav a[aria-current=page]", "button[aria-pressed=true]"]);
    await page.goto(`${site.url}/settings/tokens`);
    await requests.quiet();
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    expect(await grounds()).toEqual([
      "nav a[aria-current=page]",
      "label.segment-on",
      "[role=option][data-highlighted]",
    ]);
    await page.keyboard.press("Escape");
    await page.emulateMedia({ forcedColors: "none" });
  });

  it("a dot opens the actions of the page, e renames, y copies the id, and each page tells its requests", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${site.url}/users/jo`);
    await requests.quiet();
    await press(".");
    await expect.poll(async () => (await focused()).name).toContain("Reset password");
    await press("Escape");
    await press("y");
    await page.getByText("Id copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f-]{36}$/);
    await press("e");
    await page.getByRole("dialog", { name: /Rename jo/ }).waitFor();
    await press("Escape");

    await page.getByRole("button", { name: "Help" }).click();
    await page.getByRole("menuitem", { name: "Requests of this page…" }).click();
    const line = page.getByRole("textbox", { name: "Request /users/jo" });
    expect(await line.inputValue()).toMatch(/^curl -H .*\/api\/v2\/users\/jo$/);
    await press("Escape");
  });

  it("whoever opens a row or an entry reads its moments to the second, with their zone", async () => {
    const moment = /\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d:\d\d [A-Z]+/;
    for (const path of [
      "/users",
      "/settings/tokens",
      "/settings/sessions",
      "/organizations/design",
      "/organizations/design/groups/backend",
      "/organizations",
    ]) {
      await page.goto(site.url + path);
      await requests.quiet();
      await press("j", "Space");
      await page.locator("[data-peek]").getByText(moment).first().waitFor();
      await press("Escape");
      await page.locator("[data-peek]").waitFor({ state: "detached" });
    }
    await page.goto(`${site.url}/ai/prices`);
    await requests.quiet();
    await press("j", "Enter");
    await page.getByRole("dialog").getByText(moment).first().waitFor();
    await page.goto(`${site.url}/audit`);
    await requests.quiet();
    await tabTo(/open entry$/);
    await press("Enter");
    await page.getByRole("dialog").getByText(moment).first().waitFor();

    await page.goto(`${site.url}/users/mara/roles`);
    await requests.quiet();
    await tabTo(/exact time/);
    await press("Enter");
    await page.getByRole("dialog", { name: "Exact time" }).getByText(moment).waitFor();
    await press("Escape");
    await expect.poll(async () => (await focused()).name).toContain("exact time");
  });

  it("with reduced motion nothing moves", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${site.url}/users`);
    await requests.quiet();
    await press("Control+k");
    await page.getByRole("dialog").waitFor();
    const moving = await page.evaluate(() =>
      document.getAnimations().flatMap(({ effect }) => {
        const frames = effect instanceof KeyframeEffect ? effect.getKeyframes() : [];
        return frames.filter(({ transform }) => transform !== undefined && transform !== "none");
      }),
    );
    expect(moving).toEqual([]);
    await press("Escape");
    await page.emulateMedia({ reducedMotion: "no-preference" });
  });

  it("a lost connection is said on every page, and gone when it is back", async () => {
    await page.goto(`${site.url}/users`);
    await requests.quiet();
    await page.context().setOffline(true);
    await page.getByText("No connection. Changes are not saved.").waitFor();
    await page.context().setOffline(false);

    await page.getByText("No connection. Changes are not saved.").waitFor({ state: "detached" });
    await page.getByRole("row", { name: /ada/ }).first().waitFor();
  });
});

it("wrote no error to the console and asked nobody but its own server", () => {
  // While the connection is cut off on purpose, requests fail.
  const unexpected = watched.problems.filter(
    (problem) => !/^failed: |ERR_INTERNET_DISCONNECTED/.test(problem),
  );

  expect(unexpected).toEqual([]);
});
