import {
  type GithubDouble,
  githubAccount,
  type SmtpSink,
  startGithubDouble,
  startSmtpSink,
} from "@gatehouse/testkit";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { call, createOwner, logIn } from "./support/api.ts";
import { openContext } from "./support/browser.ts";
import { type FederatedSite, openFederatedSite } from "./support/federated-site.ts";
import { photograph } from "./support/screenshots.ts";
import { enterPassword, mainNavigation } from "./support/site.ts";

const owner = { email: "ada@acme.dev", username: "ada", password: "Meadow-lantern-4711" };

let site: FederatedSite;
let github: GithubDouble;
let mail: SmtpSink;
let token: string;
let page: Page;

beforeAll(async () => {
  github = await startGithubDouble();
  mail = await startSmtpSink();
  site = await openFederatedSite([
    "--oidc-sign-in-text=Continue with Acme SSO",
    `--oauth2-github-client-id=${github.clientId}`,
    `--oauth2-github-enterprise-base-url=${github.baseUrl}`,
    "--oauth2-github-device-flow=true",
    "--oauth2-github-allow-everyone=true",
    "--oauth2-github-allow-signups=true",
    `--email-smarthost=${mail.smarthost}`,
    "--email-from=gatehouse@acme.dev",
    "--terms-of-service-url=https://acme.dev/terms",
  ]);
  token = await createOwner(site.url, owner);
});
afterAll(async () => {
  await site?.close();
  await mail?.stop();
  await github?.stop();
});
beforeEach(async () => {
  github.deviceState = "pending";
  page = await (await openContext(site.browser)).newPage();
  return () => page.context().close();
});

const heading = (name: string) => page.getByRole("heading", { level: 1, name });
const main = () => mainNavigation(page);

async function createPerson(name: string): Promise<{ email: string; password: string }> {
  const person = { email: `${name}@acme.dev`, password: "River-copper-8321" };
  const body = { ...person, username: name, organization_ids: [await organizationId()] };
  const { status } = await call(site.url, { path: "/api/v2/users", token, body });
  expect(status).toBe(201);
  return person;
}

async function organizationId(): Promise<string> {
  const path = "/api/v2/organizations/default";
  return String((await call(site.url, { path, token })).body["id"]);
}

async function enter(person: { email: string; password: string }): Promise<void> {
  await page.goto(`${site.url}/login`);
  await enterPassword(page, person);
}

test("a person enters the code at GitHub, and the page goes on to where they were going", async () => {
  github.account = githubAccount({ login: "octo-mara" });
  await page.goto(`${site.url}/settings/tokens`);
  await heading("Sign in").waitFor();
  await page.getByRole("link", { name: "Continue with GitHub" }).click();
  await heading("Sign in with GitHub").waitFor();
  await page.getByText("WDJB-MJHT").waitFor();
  const open = page.getByRole("link", { name: /^Open / });
  expect(await open.getAttribute("href")).toBe(`${github.baseUrl}/login/device`);
  expect(await accessibilityViolations(page)).toEqual([]);
  await photograph(page, "device");

  github.deviceState = "confirmed";

  await page.waitForURL(`${site.url}/settings/tokens`);
  await heading("My tokens").or(heading("Tokens")).first().waitFor();
});

test("a refusal at GitHub ends the wait, and one starts again with a new code", async () => {
  await page.goto(`${site.url}/login`);
  await page.getByRole("link", { name: "Continue with GitHub" }).click();
  await page.getByText("WDJB-MJHT").waitFor();
  github.deviceState = "denied";
  await page.getByText("The sign-in was refused at GitHub.").waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  github.deviceState = "confirmed";
  github.account = githubAccount({ login: "octo-second" });

  await page.getByRole("button", { name: "Start again" }).click();

  await main().waitFor();
});

test("who waits for GitHub may start again with a new code at any time", async () => {
  await page.goto(`${site.url}/login`);
  await page.getByRole("link", { name: "Continue with GitHub" }).click();
  await page.getByText("WDJB-MJHT").waitFor();
  const asked = page.waitForRequest(/\/users\/oauth2\/github\/device$/);

  await page.getByRole("button", { name: "Start again" }).click();

  await asked;
  await page.getByText("WDJB-MJHT").waitFor();
});

test("the terms stand above the button that accepts them", async () => {
  await page.goto(`${site.url}/login`);
  const terms = page.getByText(/By signing in you accept the/);
  const link = terms.getByRole("link", { name: "terms" });
  expect(await link.getAttribute("href")).toBe("https://acme.dev/terms");

  const [above, button] = await Promise.all([
    terms.boundingBox(),
    page.getByRole("button", { name: "Sign in" }).boundingBox(),
  ]);
  expect(above?.y).toBeLessThan(button?.y ?? 0);
});

test("the device page that nobody was sent to says where to begin", async () => {
  await page.goto(`${site.url}/login/device`);

  await page.getByText("This page must be opened from the sign-in page.").waitFor();
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await heading("Sign in").waitFor();
});

test("a suspended person reads who can help", async () => {
  const person = await createPerson("sus");
  await call(site.url, { method: "PUT", path: "/api/v2/users/sus/status/suspend", token });

  await enter(person);

  await page
    .getByRole("alert")
    .getByText("This user is suspended. An administrator can activate it.")
    .waitFor();
  await page.getByLabel("Password", { exact: true }).press("x");
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("a forgotten password is replaced with the passcode of a mail, whose link fills the form", async () => {
  const person = await createPerson("forgetful");
  await page.goto(`${site.url}/login`);
  await page.getByRole("link", { name: "Forgot password?" }).click();
  // The form before it has a field of the same name.
  await heading("Reset password").waitFor();
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Send passcode" }).click();
  await page.getByText(`If ${person.email} has a password`).waitFor();
  await page.getByRole("link", { name: "Enter the passcode" }).click();
  await heading("Choose a new password").waitFor();
  expect(await page.getByLabel("Email").inputValue()).toBe(person.email);
  await expect.poll(() => page.url()).toBe(`${site.url}/reset-password/change`);
  const sent = await mail.waitForMessage(20_000, ({ envelope }) =>
    envelope.to.includes(person.email),
  );
  const link = /http:\/\/\S+\/reset-password\/change\?[^\s"<>]+/.exec(
    sent.raw.replace(/=\r\n/g, ""),
  );
  const address = (link?.[0] ?? "").replaceAll("=3D", "=").replaceAll("&amp;", "&");
  await page.goto(address);
  await heading("Choose a new password").waitFor();
  // The passcode does not stay in the address and the history.
  await expect.poll(() => page.url()).toBe(`${site.url}/reset-password/change`);
  await page.getByLabel("Password", { exact: true }).fill("Harbour-violet-2209");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByText("The password is changed. Sign in with the new one.").waitFor();

  await enter({ ...person, password: "Harbour-violet-2209" });
  await main().waitFor();

  // It worked once.
  await page.goto(address);
  await page.getByLabel("Password", { exact: true }).fill("Harbour-violet-3310");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("link", { name: "Send a new passcode" }).waitFor();
});

test("the command line gets its token on a click, not by opening the page", async () => {
  const person = await createPerson("terminal");
  const theirs = await logIn(site.url, person.email, person.password);
  const sessions = async () => {
    const { body } = await call(site.url, { path: "/api/v2/users/me/sessions", token: theirs });
    return JSON.stringify(body).split('"id"').length;
  };
  await page.goto(`${site.url}/cli-auth`);
  await heading("Sign in").waitFor();
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await heading("Sign in the command line").waitFor();
  await page.waitForLoadState("networkidle");
  await page.getByText("As terminal · full access · 7 days").waitFor();
  const before = await sessions();
  await page.reload();
  await page.waitForLoadState("networkidle");
  expect(await sessions()).toBe(before);

  await page.getByRole("button", { name: "Create session token" }).click();
  const field = page.getByLabel("Session token");
  const made = await field.inputValue();
  await page.getByText(/It works until/).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);

  const me = await call(site.url, { path: "/api/v2/users/me", token: made });
  expect(me.body).toMatchObject({ username: "terminal" });
  await page.getByRole("button", { name: "I have stored it" }).click();
  await page.getByText("You can close this page.").waitFor();
  expect(await page.content()).not.toContain(made);
});

test("a person changes their password for the identity provider, and then signs in there", async () => {
  const person = await createPerson("converted");
  await site.provider.addAccount({ sub: "converted", email: person.email, email_verified: true });
  await enter(person);
  await main().waitFor();
  await page.goto(`${site.url}/settings/security`);
  await page.getByRole("radio", { name: "Acme SSO", exact: true }).check();
  const section = page.locator("form").filter({ hasText: "Way to sign in" });
  await section.getByLabel("Password", { exact: true }).fill(person.password);
  await section.getByText("You sign in at Acme SSO within 5 minutes").waitFor();
  await section.getByRole("button", { name: "Continue with Acme SSO", exact: true }).click();
  await page.getByLabel("Account").fill("converted");
  await page.getByRole("button", { name: "Sign in" }).click();

  // The password is gone, and the old session with it.
  await heading("Sign in").waitFor();
  await page.getByRole("link", { name: "Continue with Acme SSO" }).click();
  await page.waitForURL(`${site.url}/**`);
  await main().waitFor();
  const { body } = await call(site.url, { path: "/api/v2/users/converted", token });
  expect(body["login_type"]).toBe("oidc");
  await page.goto(`${site.url}/settings/security`);
  await page.getByText("You sign in with Acme SSO.").waitFor();
  await enterAgainWithPassword(person);
});

async function enterAgainWithPassword(person: { email: string; password: string }): Promise<void> {
  await page.context().clearCookies();
  await enter(person);
  await page.getByRole("alert").getByText("use its button above").waitFor();
}
