import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { openBrowser, watchPage } from "./support/browser.ts";
import { overflow } from "./support/overflow.ts";
import { type Server, start, temporaryFolder } from "./support/server.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await start(`${folder.path}/data`);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

const pages = [
  { name: "API reference", path: "/docs", heading: "API reference", status: 200 },
  { name: "missing page", path: "/none.txt", heading: "There is nothing here", status: 404 },
];
const wide = { width: 1440, height: 900 };
const narrow = { width: 360, height: 740 };

describe.each(pages)("the $name", ({ heading, path, status }) => {
  it("loads without errors, policy violations and requests to other hosts", async () => {
    const { close, page, problems } = await watchPage(browser, server.url + path);

    await page.waitForLoadState("networkidle");

    expect(problems).toEqual([]);
    expect(await page.evaluate(() => document.styleSheets.length)).toBe(1);
    await close();
  });

  it("has one main heading, landmarks and a language", async () => {
    const { close, page } = await watchPage(browser, server.url + path);

    const counts = await page.evaluate(() =>
      ["h1", "main", "body > header nav", "html[lang=en]"].map(
        (selector) => document.querySelectorAll(selector).length,
      ),
    );

    expect(counts).toEqual([1, 1, 1, 1]);
    expect(await page.locator("h1").textContent()).toBe(heading);
    expect(await page.title()).toContain("Gatehouse");
    await close();
  });

  it("is answered with its status and a policy", async () => {
    const response = await fetch(server.url + path);

    expect(response.status).toBe(status);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  });

  it("leads a keyboard past the navigation with the first key", async () => {
    const { close, page } = await watchPage(browser, server.url + path);

    await page.keyboard.press("Tab");
    const skip = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("Enter");

    expect(skip).toBe("Skip to content");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
    await close();
  });

  it.each([
    { colorScheme: "light", window: "a wide window", viewport: wide },
    { colorScheme: "light", window: "a narrow window", viewport: narrow },
    { colorScheme: "dark", window: "a wide window", viewport: wide },
    { colorScheme: "dark", window: "a narrow window", viewport: narrow },
  ] as const)(
    "keeps WCAG 2.2 AA in $colorScheme, in $window",
    async ({ colorScheme, viewport }) => {
      const { close, page } = await watchPage(browser, server.url + path, {
        colorScheme,
        viewport,
      });

      expect(await accessibilityViolations(page)).toEqual([]);
      await close();
    },
  );

  it("follows the colour scheme of the system", async () => {
    const grounds = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const { close, page } = await watchPage(browser, server.url + path, { colorScheme });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await close();
    }

    expect(grounds[0]).not.toBe(grounds[1]);
  });

  it("needs no sideways scrolling at 360 pixels and at 400 % zoom", async () => {
    for (const width of [360, 320]) {
      const { close, page } = await watchPage(browser, server.url + path, {
        viewport: { width, height: 740 },
      });

      expect(await overflow(page)).toBe(0);
      await close();
    }
  });
});

describe("the API reference", () => {
  it("opens the errors of an endpoint with Enter and closes them again", async () => {
    const { close, page } = await watchPage(browser, `${server.url}/docs#op-createUser`);
    const details = page.locator("#op-createUser details").first();
    const table = details.locator("table");

    await details.locator("summary").focus();
    await page.keyboard.press("Enter");
    const isShown = await table.isVisible();
    await page.keyboard.press("Enter");

    expect(isShown).toBe(true);
    expect(await table.isVisible()).toBe(false);
    await close();
  });

  it("brings an endpoint into view below the bar when its entry is chosen", async () => {
    const { close, page } = await watchPage(browser, `${server.url}/docs`, { viewport: wide });

    await page.locator('.contents a[href="#op-listUsers"]').press("Enter");

    const heading = await page.locator("#op-listUsers h3").boundingBox();
    const bar = await page.locator("header.banner").boundingBox();
    expect(new URL(page.url()).hash).toBe("#op-listUsers");
    expect(heading?.y).toBeGreaterThan((bar?.y ?? 0) + (bar?.height ?? 0));
    expect(heading?.y).toBeLessThan(wide.height / 2);
    await close();
  });

  it("lists every endpoint of the OpenAPI document", async () => {
    const { close, page } = await watchPage(browser, `${server.url}/docs`);
    const document = await (await fetch(`${server.url}/openapi.json`)).json();
    const operations = Object.values<object>(document.paths).flatMap((item) => Object.keys(item));

    expect(await page.locator("article.operation").count()).toBe(operations.length);
    await close();
  });

  it("keeps wide code inside boxes that a keyboard can scroll", async () => {
    const { close, page } = await watchPage(browser, `${server.url}/docs`, { viewport: narrow });

    const unreachable = await page.evaluate(() => {
      const isWide = (element: Element) => element.scrollWidth > element.clientWidth + 1;
      const boxes = [...document.querySelectorAll("pre")].filter(isWide);
      return boxes.filter((box) => box.tabIndex !== 0).length;
    });

    expect(unreachable).toBe(0);
    await close();
  });
});
