import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { openContext } from "./support/browser.ts";
import { type FederatedSite, openFederatedSite } from "./support/federated-site.ts";

let site: FederatedSite;

beforeAll(async () => {
  site = await openFederatedSite();
});
afterAll(() => site?.close());

async function signIn(login: string, redirect: string): Promise<Page> {
  const page = await (await openContext(site.browser)).newPage();
  const query = new URLSearchParams({ redirect });
  await page.goto(`${site.url}/api/v2/users/oidc/callback?${query}`);
  await page.getByLabel("Account").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${site.url}/**`);
  return page;
}

test("a person signs in with the provider and is who he was there", async () => {
  await site.provider.addAccount({
    sub: "ann",
    email: "ann@example.com",
    email_verified: true,
    preferred_username: "ann",
    name: "Ann Example",
  });

  const page = await signIn("ann", "/docs?from=login");

  expect(page.url()).toBe(`${site.url}/docs?from=login`);
  const me = await page.request.get(`${site.url}/api/v2/users/me`);
  expect(await me.json()).toMatchObject({
    username: "ann",
    email: "ann@example.com",
    login_type: "oidc",
  });
  // Cookies do not know ports: those of the provider on the same host are there too.
  const names = (await page.context().cookies(site.url)).map(({ name }) => name);
  expect(names.filter((name) => !name.startsWith("_session")).sort()).toEqual([
    "coder_session_token",
    "csrf_token",
  ]);
  await page.context().close();
});

test("a person who may not sign in gets a page with the reason, the request id and a way on", async () => {
  await site.provider.addAccount({ sub: "bob", email: "bob@example.com", email_verified: false });

  const page = await signIn("bob", "/");

  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(
    "Your e-mail address is not verified",
  );
  expect(await page.textContent("main")).toContain("bob@example.com");
  expect(await page.textContent("main code")).toMatch(/^[0-9a-f-]{36}$/);
  expect(await page.getByRole("link", { name: "Back to sign-in" }).getAttribute("href")).toBe(
    "/login",
  );
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.context().close();
});
