import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openBrowser, type WatchedPage, watchPage } from "./browser.ts";
import { windows } from "./screenshots.ts";
import { start, temporaryFolder } from "./server.ts";

/** A built server with an empty database of its own, and a browser to look at it. */
export interface Site {
  /** `http://host:port`. */
  readonly url: string;
  readonly dataDir: string;
  readonly browser: Browser;
  /** A page of its own, as large as a desktop's, that is watched from the first byte. */
  open(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  /** A page with the session of somebody; it shows nothing of theirs until it goes somewhere. */
  openAs(token: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** Starts the built server with these options, and the browser. */
export async function openSite(options: readonly string[] = []): Promise<Site> {
  const folder = await temporaryFolder();
  const dataDir = `${folder.path}/data`;
  const server = await start(dataDir, options).catch(async (thrown: unknown) => {
    await folder.remove();
    throw thrown;
  });
  const browser = await openBrowser().catch(async (thrown: unknown) => {
    await server.stop();
    await folder.remove();
    throw thrown;
  });
  const { url } = server;
  const open = (path: string, more: BrowserContextOptions = {}) =>
    watchPage(browser, url + path, { viewport: windows.desktop, ...more });
  return {
    url,
    dataDir,
    browser,
    open,
    async openAs(token, more) {
      const watched = await open("/login", more);
      await becomeUser(watched.page, token, url);
      return watched;
    },
    async close() {
      await browser.close();
      await server.stop();
      await folder.remove();
    },
  };
}

/** Gives a page the session of somebody at the server, in place of another. */
export async function becomeUser(page: Page, token: string, url: string): Promise<void> {
  await page.context().addCookies([{ name: "coder_session_token", value: token, url }]);
}

/** Fills in the sign-in form that the page shows. */
export async function enterPassword(
  page: Page,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** What everybody who is signed in sees. */
export const mainNavigation = (page: Page) => page.getByRole("navigation", { name: "Main" });

/** Opens an address once the page before has its answers: a request that is cut off would count as failed. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.goto(address);
}
