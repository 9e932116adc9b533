import type { Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { call, logIn } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { overflow } from "./support/overflow.ts";
import { fillWithSample } from "./support/sample-data.ts";
import { photograph, windows } from "./support/screenshots.ts";
import { becomeUser, openSite, type Site } from "./support/site.ts";

/** A page, the request that makes it, and what it says in each state. */
interface Stated {
  readonly name: string;
  readonly path: string;
  readonly request: RegExp;
  /** What stands there when the request failed. */
  readonly failed: string | RegExp;
  /** What a member without rights reads; left out where everybody may come. */
  readonly refused?: RegExp;
  /** What stands there when nothing matches. */
  readonly unmatched?: { readonly query: string; readonly text: string | RegExp };
}

const stated: readonly Stated[] = [
  {
    name: "users",
    path: "/users",
    request: /\/api\/v2\/users\?/,
    failed: "The users did not load.",
    unmatched: { query: "?q=status%3Adormant+role%3Aowner", text: /No users match/ },
  },
  {
    name: "members",
    path: "/organizations/design",
    request: /\/paginated-members/,
    failed: "The members did not load.",
    unmatched: { query: "?q=nobody-at-all", text: /No members match/ },
  },
  {
    name: "groups",
    path: "/organizations/design/groups",
    request: /\/(paginated-groups|organizations\/[^/]+\/groups)/,
    failed: "The groups did not load.",
    unmatched: { query: "?q=nothing-like-it", text: /No groups match/ },
  },
  {
    name: "roles",
    path: "/organizations/design/roles",
    request: /\/members\/roles/,
    failed: /did not load/,
  },
  {
    name: "audit",
    path: "/audit",
    request: /\/api\/v2\/audit\?/,
    failed: /did not load/,
    refused: /You need the auditor role/,
    unmatched: { query: "?q=username%3Anobody-at-all", text: /No entries match/ },
  },
  {
    name: "tokens",
    path: "/settings/tokens",
    request: /\/users\/me\/keys\/tokens/,
    failed: /did not load/,
  },
  {
    name: "all-tokens",
    path: "/keys",
    request: /\/keys\/tokens/,
    failed: /did not load/,
  },
  {
    name: "sessions",
    path: "/settings/sessions",
    request: /\/users\/me\/sessions/,
    failed: /did not load/,
  },
  {
    name: "user",
    path: "/users/mara",
    request: /\/api\/v2\/users\/mara$/,
    failed: "The page did not load",
  },
  {
    name: "organizations",
    path: "/organizations/design/settings",
    request:
      /\/organizations\/[^/]+\/settings|\/workspace-sharing|\/api\/v2\/organizations\/design$/,
    failed: /did not load/,
  },
  {
    name: "configuration",
    path: "/deployment/configuration",
    request: /\/deployment\/config/,
    failed: "The page did not load",
    refused: /owner/,
  },
  {
    name: "health",
    path: "/deployment/health",
    request: /\/debug\/health/,
    failed: /did not load/,
    refused: /owner/,
  },
];

let site: Site;
let watched: WatchedPage;
let page: Page;
let owner: string;

beforeAll(async () => {
  site = await openSite();
  ({ token: owner } = await fillWithSample(site.url));
  watched = await site.open("/login", { reducedMotion: "reduce" });
  page = watched.page;
  await become(owner);
});
afterAll(() => site?.close());

// A test that failed as somebody else leaves the next one alone.
afterEach(() => become(owner));

async function become(token: string): Promise<void> {
  await page.context().clearCookies();
  await becomeUser(page, token, site.url);
}

/** Looks at a state: photographs for people, faults for the test. */
async function look(name: string): Promise<void> {
  expect([name, await accessibilityViolations(page)]).toEqual([name, []]);
  await photograph(page, `state-${name}`);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => overflow(page), { message: name }).toBe(0);
  await page.setViewportSize(windows.desktop);
}

/** Lets the test answer the page's request in place of the server until `release`. */
async function instead(
  request: RegExp,
  answer: (route: Route) => Promise<void> | void,
): Promise<() => Promise<void>> {
  const isIt = (url: URL) =>
    url.pathname.startsWith("/api/") && request.test(url.pathname + url.search);
  await page.route(isIt, answer);
  return () => page.unroute(isIt, answer);
}

const down = {
  status: 500,
  headers: { "X-Coder-Request-Id": "7f3c6d0e-0000-4000-8000-000000000002" },
  json: { message: "An internal server error occurred." },
};

describe.each(stated.map((each) => [each.name, each] as const))("%s", (name, entry) => {
  it("waits with the head of the page in place", async () => {
    const held: Route[] = [];
    const release = await instead(entry.request, (route) => void held.push(route));
    await page.goto(site.url + entry.path);
    await expect.poll(() => held.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await page
      .getByText("Loading", { exact: true })
      .or(page.locator("[aria-busy=true]"))
      .first()
      .waitFor();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    try {
      await look(`${name}-loading`);
    } finally {
      await release();
      for (const route of held) await route.abort().catch(() => undefined);
    }
  });

  it("says what failed with the id of its request, and tries again", async () => {
    const release = await instead(entry.request, (route) => route.fulfill(down));
    await page.goto(site.url + entry.path);
    await page.getByText(entry.failed).first().waitFor();
    await page
      .getByText(/7f3c6d0e/)
      .first()
      .waitFor();
    await look(`${name}-error`);
    await release();

    await page.getByRole("button", { name: "Try again" }).first().click();

    await page.getByText(entry.failed).first().waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1 }).waitFor();
  });

  const unmatchedTest = entry.unmatched === undefined ? undefined : it;
  unmatchedTest?.("says that nothing matches, and how to leave that", async () => {
    await page.goto(site.url + entry.path + (entry.unmatched?.query ?? ""));
    await page
      .getByText(entry.unmatched?.text ?? "")
      .first()
      .waitFor();
    await look(`${name}-unmatched`);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page
      .getByText(entry.unmatched?.text ?? "")
      .first()
      .waitFor({ state: "detached" });
  });

  const refusedTest = entry.refused === undefined ? undefined : it;
  refusedTest?.("says who can help when one may not see it", async () => {
    await become(await logIn(site.url, "haruki@acme.dev", "River-copper-8321"));
    await page.goto(site.url + entry.path);
    await page
      .getByText(entry.refused ?? "")
      .first()
      .waitFor();
    await look(`${name}-refused`);
    await become(owner);
  });
});

describe("what there is nothing of yet", () => {
  beforeAll(async () => {
    const make = (path: string, body: object) =>
      call(site.url, { path: `/api/v2/organizations${path}`, token: owner, body });
    expect((await make("", { name: "empty", display_name: "Empty" })).status).toBe(201);
    expect((await make("/empty/groups", { name: "nobody-yet" })).status).toBe(201);
  });

  it.each([
    ["roles", "/organizations/empty/roles?kind=custom", "No custom roles yet.", "Create role"],
    ["group", "/organizations/empty/groups/nobody-yet", /^Nobody is in/, "Add members"],
    ["tokens", "/settings/tokens", "No tokens yet.", "Create token"],
  ])("%s says what it is for and what to do", async (name, path, text, act) => {
    if (name === "tokens") {
      await become(await logIn(site.url, "haruki@acme.dev", "River-copper-8321"));
    }
    await page.goto(site.url + path);
    await page.getByText(text).waitFor();
    await page
      .getByRole("button", { name: act })
      .or(page.getByRole("link", { name: act }))
      .first()
      .waitFor();
    await look(`${name}-empty`);
  });
});
