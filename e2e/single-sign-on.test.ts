import { startOidcProvider, type TestOidcProvider } from "@gatehouse/testkit";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { openBrowser } from "./support/browser.ts";
import { freePort } from "./support/free-port.ts";
import { type Server, start, temporaryFolder } from "./support/server.ts";

let folder: { path: string; remove(): Promise<void> };
let provider: TestOidcProvider;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  const port = await freePort();
  const callback = `http://127.0.0.1:${port}/api/v2/users/oidc/callback`;
  provider = await startOidcProvider({ redirectUris: [callback] });
  server = await start(`${folder.path}/data`, [
    `--http-address=127.0.0.1:${port}`,
    `--oidc-issuer-url=${provider.issuer}`,
    `--oidc-client-id=${provider.clientId}`,
    `--oidc-client-secret=${provider.clientSecret}`,
    "--dangerous-oidc-allow-http=true",
  ]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop();
  await folder?.remove();
});

async function signIn(login: string, redirect: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const query = new URLSearchParams({ redirect });
  await page.goto(`${server.url}/api/v2/users/oidc/callback?${query}`);
  await page.getByLabel("Account").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${server.url}/**`);
  return page;
}

test("a person signs in with the provider and is who he was there", async () => {
  await provider.addAccount({
    sub: "ann",
    email: "ann@example.com",
    email_verified: true,
    preferred_username: "ann",
    name: "Ann Example",
  });

  const page = await signIn("ann", "/docs?from=login");

  expect(page.url()).toBe(`${server.url}/docs?from=login`);
  const me = await page.request.get(`${server.url}/api/v2/users/me`);
  expect(await me.json()).toMatchObject({
    username: "ann",
    email: "ann@example.com",
    login_type: "oidc",
  });
  // Cookies do not know ports: those of the provider on the same host are there too.
  const names = (await page.context().cookies(server.url)).map(({ name }) => name);
  expect(names.filter((name) => !name.startsWith("_session")).sort()).toEqual([
    "coder_session_token",
    "csrf_token",
  ]);
  await page.context().close();
});

test("a person who may not sign in gets a page with the reason, the request id and a way on", async () => {
  await provider.addAccount({ sub: "bob", email: "bob@example.com", email_verified: false });

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
