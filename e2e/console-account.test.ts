import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { call } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectToFit } from "./support/overflow.ts";
import { fillWithSample } from "./support/sample-data.ts";
import { photograph } from "./support/screenshots.ts";
import { openSite, type Site } from "./support/site.ts";

let site: Site;
let token: string;

beforeAll(async () => {
  site = await openSite();
  ({ token } = await fillWithSample(site.url));
});
afterAll(() => site?.close());

/** A page as the owner of the sample data. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await site.openAs(token, options);
  await watched.page.goto(site.url + path);
  return watched;
}

describe("the first page", () => {
  test("keeps its heights whatever its cards hold, and one that fails leaves the others", async () => {
    const { page, close } = await open("/settings/ssh-key");
    const cards = ["Needs attention", "My access", "My tokens", "Connect", "Last audit entries"];
    // One reading of the page: a card may be put in place of its skeleton between two.
    const heights = () =>
      page.evaluate(
        (names) =>
          names.map((name) => {
            const heading = [...document.querySelectorAll("section h2")].find(
              ({ textContent }) => textContent === name,
            );
            return Math.round(heading?.closest("section")?.getBoundingClientRect().height ?? 0);
          }),
        cards,
      );
    await page.route(/\/users\/[^/]+\/permissions$/, (route) =>
      route.fulfill({ status: 500, body: '{"message":"The store is away."}' }),
    );
    await page.goto(site.url);
    for (const name of cards) await page.getByRole("region", { name }).waitFor();
    const first = await heights();

    await page.getByRole("region", { name: "My access" }).getByText("This did not load.").waitFor();
    await page.getByRole("region", { name: "My tokens" }).getByText("laptop").waitFor();
    await page
      .getByRole("region", { name: "Last audit entries" })
      .locator("time")
      .first()
      .waitFor();
    expect(await heights()).toEqual(first);
    expect(new Set(first).size).toBe(1);
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "state-home-card-failed");
    await page.setViewportSize({ width: 360, height: 740 });
    await expectToFit(page, "home");
    await close();
  });
});

describe("appearance", () => {
  test("a terminal font comes when it is chosen, and its sample is drawn with it", async () => {
    const { page, problems, close } = await open("/settings/appearance");
    const fonts: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith(".woff2")) fonts.push(new URL(request.url()).pathname);
    });
    await page.getByRole("radio", { name: "System" }).waitFor();
    await page.waitForLoadState("networkidle");
    expect(fonts.filter((path) => /fira|geist|plex|source/.test(path))).toEqual([]);

    await page.getByRole("radio", { name: "Fira Code" }).check();

    await page.getByText("Appearance saved.").waitFor();
    await expect.poll(() => fonts.filter((path) => path.includes("fira")).length).toBe(1);
    const family = await page
      .locator("pre")
      .evaluate((sample) => getComputedStyle(sample).fontFamily);
    expect(family).toContain("Fira Code Variable");
    expect(await accessibilityViolations(page)).toEqual([]);
    await photograph(page, "state-terminal-font");
    expect(problems).toEqual([]);
    await close();
  });

  test("the pictures of the themes show the colours that would be chosen", async () => {
    const { page, close } = await open("/settings/appearance");
    const shades = () =>
      page.locator("label [data-theme]").evaluateAll((halves) =>
        halves.map((half) => {
          const dot = half.querySelector(".bg-success-solid");
          const ground = getComputedStyle(half).backgroundColor;
          return [ground, dot === null ? "" : getComputedStyle(dot).backgroundColor];
        }),
      );
    await page.getByRole("radio", { name: "System" }).waitFor();
    const [lightHalf, darkHalf, light, dark] = await shades();
    expect(lightHalf).toEqual(light);
    expect(darkHalf).toEqual(dark);
    expect(light?.[0]).not.toBe(dark?.[0]);

    await page.getByRole("radio", { name: "Blue–yellow" }).check();

    await expect.poll(async () => (await shades())[2]?.[1]).not.toBe(light?.[1]);
    await page.getByText("Appearance saved.").waitFor();
    const stored = await call(site.url, { path: "/api/v2/users/me/appearance", token });
    expect(stored.body).toMatchObject({
      theme_mode: "sync",
      theme_light: "light-tritan",
      theme_dark: "dark-tritan",
    });
    await close();
  });
});

test("times are shown in UTC by whoever prefers that, in this browser", async () => {
  const { page, close } = await open("/settings/preferences", { timezoneId: "America/New_York" });
  const firstTime = async () => {
    await page.goto(`${site.url}/audit`);
    const time = page.getByRole("main").locator("time").first();
    await time.waitFor();
    return [(await time.getAttribute("datetime")) ?? "", (await time.textContent()) ?? ""] as const;
  };
  const [moment, local] = await firstTime();
  expect(local).not.toBe(moment.slice(11, 19));
  await page.goto(`${site.url}/settings/preferences`);
  await page.getByText("This device: America/New_York").waitFor();

  await page.getByRole("radio", { name: "UTC", exact: true }).check();

  const [same, shown] = await firstTime();
  expect(shown).toBe(same.slice(11, 19));
  await close();
});

test("whoever tries too often reads how long to wait", async () => {
  const wrong = { email: "zoe@acme.dev", password: "not-the-password" };
  const attempt = () => call(site.url, { path: "/api/v2/users/login", body: wrong });
  const statuses = await Promise.all(Array.from({ length: 150 }, attempt));
  expect(statuses.map(({ status }) => status)).toContain(429);
  const { page, close } = await site.open("/login");

  await page.getByLabel("Email").fill(wrong.email);
  await page.getByLabel("Password", { exact: true }).fill(wrong.password);
  await page.getByRole("button", { name: "Sign in" }).click();

  const told = page.getByRole("alert");
  await told.getByText(/^Too many attempts\. Try again in \d+ s\.$/).waitFor();
  const seconds = async () => Number(/\d+/.exec((await told.textContent()) ?? "")?.[0]);
  const before = await seconds();
  await expect.poll(seconds).toBeLessThan(before);
  await photograph(page, "state-sign-in-limited");
  await close();
});
