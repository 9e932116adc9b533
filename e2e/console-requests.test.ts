import { afterAll, beforeAll, expect, test } from "vitest";
import type { WatchedPage } from "./support/browser.ts";
import { roundsOf } from "./support/rounds.ts";
import { fillWithSample } from "./support/sample-data.ts";
import { openSite, type Site } from "./support/site.ts";

let site: Site;
let watched: WatchedPage;

beforeAll(async () => {
  site = await openSite();
  const { token } = await fillWithSample(site.url);
  watched = await site.openAs(token);
});
afterAll(() => site?.close());

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
    const found = await roundsOf(watched.page, `${site.url}${path}`);
    console.info(path, JSON.stringify(found));

    expect(found.length).toBeLessThanOrEqual(rounds);
  },
);
