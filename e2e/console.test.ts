import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectGoodLook } from "./support/looks.ts";
import { drawn } from "./support/quiet.ts";
import { windows } from "./support/screenshots.ts";
import { enterPassword, openSite, type Site } from "./support/site.ts";

const owner = { email: "ada@acme.dev", password: "Meadow-lantern-4711" };
// What a browser writes for every answer of 400 and above; these answers are part of the protocol.
const expectedAnswers = [/404 \(Not Found\)$/];

let site: Site;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  site = await openSite();
  watched = await site.open("/users?q=mara");
  page = watched.page;
});

afterAll(() => site?.close());

const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });

/** Looks at the page as it is, for assistive technology also as a phone shows it. */
async function expectGood(name: string): Promise<void> {
  await expectGoodLook(page, name);
  await page.setViewportSize({ width: 360, height: 740 });
  await drawn(page);
  expect([name, await accessibilityViolations(page)]).toEqual([name, []]);
  await page.setViewportSize(windows.desktop);
}

describe("the first minutes in the console", () => {
  it("leads whoever comes first to the setup, judges the password and signs them in", async () => {
    await heading("Create the first administrator").waitFor();
    await page.getByLabel("Email").fill(owner.email);
    expect(await page.getByLabel("Username").inputValue()).toBe("ada");
    await page.getByLabel("Password", { exact: true }).fill("password");
    await page.getByText("Not strong enough").waitFor();
    await expectGood("setup");

    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: "Create administrator and sign in" }).click();

    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await expectGood("home");
  });

  it("keeps the way to a page over sign-out and sign-in, and says why it refuses", async () => {
    await page.goto(`${site.url}/users?q=status%3Aactive`);
    await page.getByRole("button", { name: /your account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await heading("Sign in").waitFor();
    await page.goto(`${site.url}/users?q=status%3Aactive`);
    await heading("Sign in").waitFor();
    await expectGood("sign-in");
    await enterPassword(page, owner);

    await page.getByRole("row", { name: /ada/ }).waitFor();

    expect(new URL(page.url()).search).toBe("?q=status%3Aactive");
    await expectGood("users");
  });

  it("creates a person, shows the generated password once, and opens their page", async () => {
    await page.getByRole("link", { name: "Create user" }).click();
    await heading("Create user").waitFor();
    await page.getByLabel("Email").fill("mara.voss@acme.dev");
    await page.getByLabel("User Admin").check();
    await expectGood("create-user");
    await page.getByRole("button", { name: "Create user", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Copy the password of mara-voss now" });
    const password = await dialog.getByLabel("Password", { exact: true }).inputValue();
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByRole("button", { name: "I have stored it" }).click();

    await heading("mara-voss").waitFor();

    expect(password).toMatch(/^[a-zA-Z0-9]{20}$/);
    expect(await page.content()).not.toContain(password);
    await expectGood("user");
  });

  it("says what a person may do, and why", async () => {
    await page.goto(`${site.url}/users/mara-voss/access`);
    await page.getByText(/^(?:Not allowed|Allowed): mara-voss/).waitFor();

    await expectGood("access");
  });

  it("deletes a person only after the name was typed", async () => {
    await page.getByRole("button", { name: "More actions for mara-voss" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const confirm = page.getByRole("button", { name: "Delete mara-voss" });
    await confirm.click({ force: true });
    expect(await page.getByRole("alertdialog").isVisible()).toBe(true);
    await page.getByLabel("Type mara-voss to delete").fill("mara-voss");
    await confirm.click();

    await page.waitForURL(`${site.url}/users`);
    await page.getByRole("row", { name: /ada/ }).waitFor();

    await expect.poll(() => page.getByRole("row", { name: /mara-voss/ }).count()).toBe(0);
  });

  it("wrote no error to the console and asked nobody but its own server", () => {
    const unexpected = watched.problems.filter(
      (problem) => !expectedAnswers.some((pattern) => pattern.test(problem)),
    );

    expect(unexpected).toEqual([]);
  });
});

describe("what the browser has to load", () => {
  const assets = fileURLToPath(new URL("../packages/web/dist/assets/", import.meta.url));
  const compressed = (name: string) => statSync(`${assets}${name}.br`, { throwIfNoEntry: false });
  const bytes = (name: string) => compressed(name)?.size ?? statSync(assets + name).size;
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));

  /** The scripts that a script needs at once, itself included. */
  function closure(name: string, seen: Set<string> = new Set()): Set<string> {
    if (seen.has(name)) return seen;
    seen.add(name);
    const source = readFileSync(assets + name, "utf8");
    for (const [, needed] of source.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
      if (needed !== undefined) closure(needed, seen);
    }
    return seen;
  }

  const kilobytes = (...prefixes: readonly string[]) => {
    const entry = scripts.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    const all = new Set(entry.flatMap((name) => [...closure(name)]));
    return [...all].reduce((sum, name) => sum + bytes(name), 0) / 1024;
  };

  it("is at most 130 KB of script for signing in and 200 KB for the first page inside", () => {
    for (const page of ["sign-in-page-", "setup-page-", "device-page-"]) {
      expect(kilobytes("index-", "boot-", page)).toBeLessThanOrEqual(130);
    }
    expect(kilobytes("index-", "boot-", "shell-", "checks-", "home-page-")).toBeLessThanOrEqual(
      200,
    );
  });

  it("is at most 250 KB of script for any page that one comes to first", () => {
    const pages = scripts.filter((name) => /-(?:page|editor)-[\w-]+\.js$/.test(name));
    const sizes = pages.map((name) => kilobytes("index-", "boot-", "shell-", "checks-", name));

    expect(pages.length).toBeGreaterThan(25);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(250);
  });

  it("is at most 25 KB of style", () => {
    const styles = readdirSync(assets).filter((name) => name.endsWith(".css"));
    const sum = styles.reduce((total, name) => total + bytes(name), 0) / 1024;

    expect(sum).toBeLessThanOrEqual(25);
  });
});
