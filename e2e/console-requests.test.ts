import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type WatchedPage, watchPage } from "./support/browser.ts";
import { roundsOf } from "./support/rounds.ts";
import { fillWithSample } from "./support/sample-data.ts";
import { type Server, start, temporaryFolder } from "./support/server.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Server;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await start(`${folder.path}/data`);
  const { token } = await fillWithSample(server.url);
  browser = await openBrowser();
  watched = await watchPage(browser, `${server.url}/login`);
  const cookie = { name: "coder_session_token", value: token, url: server.url };
  await watched.page.context().addCookies([cookie]);
});
afterAll(async () => {
  await watched?.close();
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

/**
 * How many answers in a row a page may wait for when it is opened: who is there and what they may, then the page's own
 * list. A third round is for what one object of the page leads to.
 */
const most: Readonly<Record<string, number>> = {
  "/": 2,
  "/users": 2,
  "/users/mara": 3,
  "/users/mara/roles": 3,
  "/users/mara/tokens": 3,
  "/organizations": 3,
  "/organizations/design": 3,
  "/organizations/design/groups": 3,
  "/organizations/design/groups/backend": 3,
  "/organizations/design/roles": 3,
  "/organizations/design/roles/release-managers": 3,
  "/settings/tokens": 2,
  "/settings/tokens/new": 2,
  "/settings/sessions": 2,
  "/keys": 2,
  "/audit": 2,
  "/deployment": 3,
};

test.each(Object.entries(most))(
  "%s waits for at most %i answers in a row",
  async (path, rounds) => {
    const found = await roundsOf(watched.page, `${server.url}${path}`);
    console.info(path, JSON.stringify(found));

    expect(found.length).toBeLessThanOrEqual(rounds);
  },
);
