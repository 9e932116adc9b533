import { consolePages, endpointOf } from "@gatehouse/testkit";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import type { WatchedPage } from "./support/browser.ts";
import { overflow } from "./support/overflow.ts";
import { type Watch, watchRequests } from "./support/quiet.ts";
import { fillWithSample, sampleParams } from "./support/sample-data.ts";
import { illustrate, picture, windows } from "./support/screenshots.ts";
import { becomeUser, openSite, type Site } from "./support/site.ts";

/** The tabs of pages that have some; the first is the one without a name. */
const tabs: Readonly<Record<string, readonly string[]>> = {
  "/users/$user/{-$tab}": ["", "roles", "memberships", "tokens", "sessions", "access", "audit"],
  "/organizations/$org/groups/$group/{-$tab}": ["", "budget", "settings"],
};

/** What is added to an address so that it shows sample data. */
const queries: Readonly<Record<string, string>> = {
  "/ai/budgets": "?organization=design",
  "/ai/spend": "?organization=design&by=model",
};

/** Pages that the docs show, in one look each. */
const illustrated: Readonly<Record<string, string>> = {
  "/": "desktop-light",
  "/users": "desktop-dark",
  "/users/mara/access": "desktop-light",
  "/organizations/design/roles/release-managers": "desktop-light",
  "/settings/tokens/new": "desktop-light",
};

/** The most requests that opening a page may take, the frame's included; what each row in sight asks for counts once. */
const maxRequests = 18;
/** How often the same list may be asked for different things, such as tokens by the cards of the first page. */
const maxRepeats = 3;

const pages = await consolePages();
const frame = pages.find(({ path }) => path === "")?.endpoints ?? [];

/** Every address to look at: each page of the table, with sample data for its parameters, and each of its tabs. */
const addresses = pages
  .filter(({ path }) => path !== "" && path !== "/setup")
  .flatMap((page) => {
    const filled = page.path.replaceAll(/\/\$(\w+)/g, (_whole, name: string) => {
      const value = sampleParams[name];
      if (value === undefined) throw new Error(`no sample data for ${page.path}: $${name}`);
      return `/${value}`;
    });
    if (!filled.includes("{-$tab}")) return [{ page, path: filled }];
    const names = tabs[page.path];
    if (names === undefined) throw new Error(`no tabs known of ${page.path}`);
    return names.map((tab) => ({ page, path: filled.replace("/{-$tab}", tab && `/${tab}`) }));
  });

const isForGuests = ({ page }: (typeof addresses)[number]) =>
  page.layout === "gate" && page.path !== "/cli-auth";

let site: Site;
let watched: WatchedPage;
let requests: Watch;
let page: Page;

beforeAll(async () => {
  site = await openSite();
  watched = await site.open("/setup", { reducedMotion: "reduce" });
  page = watched.page;
  requests = watchRequests(page);
});
afterAll(() => site?.close());

const nameOf = (path: string) => `page${path.replaceAll("/", "-").replace(/-$/, "-home")}`;

/** Looks at the page in both themes and both windows: pictures for people, faults for the test. */
async function look(path: string): Promise<void> {
  const found: string[] = [];
  for (const [kind, size] of Object.entries({ ...windows, phone: { width: 360, height: 740 } })) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await requests.quiet();
      await picture(page, `${nameOf(path)}-${kind}-${colorScheme}`);
      if (illustrated[path] === `${kind}-${colorScheme}`) await illustrate(page, nameOf(path));
      // Structure is the same in both themes; colours are looked at in each.
      if ((kind === "desktop") !== (colorScheme === "light")) continue;
      const violations = await accessibilityViolations(page);
      found.push(...violations.map((each) => `${kind} ${colorScheme}: ${each}`));
    }
    const sideways = await overflow(page);
    if (sideways > 0) found.push(`${kind}: ${sideways} px wider than the window`);
  }
  await page.setViewportSize(windows.desktop);
  expect(found).toEqual([]);
}

async function expectModest(entry: (typeof addresses)[number]["page"]): Promise<void> {
  const declared = new Set<string | null>([...entry.endpoints, ...frame]);
  const undeclared = requests.sent
    .map(({ method, path }) => ({ path, id: endpointOf(method, path) }))
    .filter(({ id }) => !declared.has(id))
    .map(({ id, path }) => id ?? path);
  expect(undeclared).toEqual([]);
  const counts = new Map<string, number>();
  for (const { method, path } of requests.sent) {
    const request = `${method} ${path}`;
    counts.set(request, (counts.get(request) ?? 0) + 1);
  }
  expect(counts.size).toBeLessThanOrEqual(maxRequests);
  const rows = await page.getByRole("row").count();
  const tooOften = [...counts].filter(([, count]) => count > Math.max(rows, maxRepeats));
  expect(tooOften).toEqual([]);
}

async function visit(path: string): Promise<void> {
  requests.forget();
  await page.goto(site.url + path + (queries[path] ?? ""));
  await requests.quiet();
}

describe("every page, in both themes, on the desktop and at 360 pixels", () => {
  it("/setup", async () => {
    await visit("/setup");
    await look("/setup");
  });

  it("gets sample data", async () => {
    const { token } = await fillWithSample(site.url);
    expect(token).not.toBe("");
    sessionToken = token;
  });

  it.each(addresses.filter(isForGuests).map((each) => [each.path, each] as const))(
    "%s",
    async (path, { page: entry }) => {
      await visit(path);
      await expectModest(entry);
      await look(path);
    },
  );

  it("is signed in", async () => {
    await becomeUser(page, sessionToken, site.url);
    await visit("/");
    expect(await page.getByRole("navigation", { name: "Main" }).isVisible()).toBe(true);
  });

  it.each(addresses.filter((each) => !isForGuests(each)).map((each) => [each.path, each] as const))(
    "%s",
    async (path, { page: entry }) => {
      await visit(path);
      await expectModest(entry);
      await look(path);
    },
  );

  it("wrote no error to the console and asked nobody but its own server", () => {
    // What a browser writes for an answer of 404 that is part of the protocol: there is no first user yet.
    const unexpected = watched.problems.filter((problem) => !/404 \(Not Found\)$/.test(problem));

    expect(unexpected).toEqual([]);
  });
});

let sessionToken = "";
