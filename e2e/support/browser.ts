import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of `CHROMIUM_PATH`, else the first on the search path. */
function executablePath(): string {
  const given = process.env["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram);
  if (found === undefined) throw new Error("no Chromium found: set CHROMIUM_PATH");
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts the browser with a fresh profile and without the services that would call home. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath(),
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

const isApi = ({ pathname }: URL) => pathname.startsWith("/api/");

/** What comes 300 to 800 ms late, by the value of `GATEHOUSE_TEST_LATE`; nothing unless it is set. */
const lateKinds: Readonly<Record<string, (url: URL) => boolean>> = {
  pages: (url) => !isApi(url),
  answers: isApi,
};

/** A fresh profile. Late answers, when a run asks for them, find what relies on answers that are fast. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const isLate = lateKinds[process.env["GATEHOUSE_TEST_LATE"] ?? ""];
  if (isLate === undefined) return context;
  await context.route(isLate, async (route) => {
    await rest(300 + Math.random() * 500);
    // Who asked may be gone by now.
    await route.fallback().catch(() => undefined);
  });
  return context;
}

/** A page with everything that went wrong on it, in words. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the console, of scripts and of the policy, failed requests, and requests to other hosts. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Opens a page of the server and watches it from the first byte. */
export async function watchPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await openContext(browser, options);
  const page = await context.newPage();
  const problems: string[] = [];
  const { host } = new URL(address);
  page.on("console", (message) => {
    // A page that is missing on purpose is an error to the browser's console.
    const isMissingPage = message.location().url === address && message.text().includes("404");
    if (message.type() === "error" && !isMissingPage) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    // What the page itself gave up, for a newer search or another page, did not fail.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    problems.push(`failed: ${request.url()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== host) problems.push(`foreign: ${url.href}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(address);
  return { page, problems, close: () => context.close() };
}
