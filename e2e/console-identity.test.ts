import { connectRunning } from "@gatehouse/server";
import pg from "pg";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { apiAs, createOwner } from "./support/api.ts";
import { openContext } from "./support/browser.ts";
import { type FederatedSite, openFederatedSite } from "./support/federated-site.ts";
import { photograph, windows } from "./support/screenshots.ts";
import { becomeUser, enterPassword, mainNavigation } from "./support/site.ts";

const owner = { email: "ada@acme.dev", username: "ada", password: "Meadow-lantern-4711" };
const password = "River-copper-8321";
const sso = "Continue with Acme SSO";

let site: FederatedSite;
let token: string;
let page: Page;

const api = async (path: string, body?: object, method?: string) => {
  const answer = await apiAs(site.url, token)(path, body, method);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer.body;
};

beforeAll(async () => {
  site = await openFederatedSite([
    `--oidc-sign-in-text=${sso}`,
    "--oidc-scopes=openid,profile,email,groups",
    "--oidc-user-role-field=site_roles",
    '--oidc-user-role-mapping={"reviewers":["auditor"]}',
  ]);
  token = await createOwner(site.url, owner);
});
afterAll(() => site?.close());
beforeEach(async () => {
  page = await (await openContext(site.browser, { viewport: windows.desktop })).newPage();
  return () => page.context().close();
});

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const main = () => mainNavigation(page);

async function introduce(name: string, claims: object = {}): Promise<void> {
  await site.provider.addAccount({
    sub: name,
    email: `${name}@acme.dev`,
    email_verified: true,
    preferred_username: name,
    ...claims,
  });
}

/** From the sign-in page through the provider; who is known there is not asked again. */
async function signInWithProvider(name: string): Promise<void> {
  await page.getByRole("link", { name: sso }).last().click();
  await page.getByLabel("Account").fill(name);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function enter(email: string): Promise<void> {
  await page.goto(`${site.url}/login`);
  await enterPassword(page, { email, password });
}

async function asOwner(path: string): Promise<void> {
  await becomeUser(page, token, site.url);
  await page.goto(site.url + path);
}

/** What no endpoint writes: an account that was moved here from elsewhere. */
async function write(statement: string, values: readonly string[]): Promise<void> {
  const connectionString = (await connectRunning(site.dataDir)) ?? "";
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

const createPerson = async (username: string, status = "active") => {
  const { organization_ids } = await api("/users/me");
  const person = { username, email: `${username}@acme.dev`, password, organization_ids };
  return api("/users", { ...person, user_status: status });
};

test("whoever proves a password of an account that signs in otherwise gets the button that works", async () => {
  await createPerson("moved");
  await write("update users set login_type = 'oidc' where username = $1", ["moved"]);
  await introduce("moved");

  await enter("moved@acme.dev");

  const refusal = page.getByRole("alert");
  await refusal.getByText("moved@acme.dev signs in with Acme SSO.").waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await photograph(page, "state-wrong-login-type");
  await refusal.getByRole("link", { name: sso }).click();
  await page.getByLabel("Account").fill("moved");
  await button("Sign in").click();
  await main().waitFor();
  const me = await page.request.get(`${site.url}/api/v2/users/me`);
  expect(await me.json()).toMatchObject({ username: "moved", login_type: "oidc" });
});

test("who was dormant signs in as ever and is active then, by password and by provider", async () => {
  await createPerson("sleepy", "dormant");
  await enter("sleepy@acme.dev");
  await main().waitFor();
  expect((await api("/users/sleepy"))["status"]).toBe("active");

  await page.context().clearCookies();
  await introduce("drowsy");
  await page.goto(`${site.url}/login`);
  await signInWithProvider("drowsy");
  await main().waitFor();
  await write("update users set status = 'dormant' where username = $1", ["drowsy"]);
  await page.context().clearCookies();
  await page.goto(`${site.url}/login`);
  await signInWithProvider("drowsy");
  await main().waitFor();
  expect((await api("/users/drowsy"))["status"]).toBe("active");
});

test("a session that ends over a form leads a user of the provider back to what they typed", async () => {
  await introduce("ann");
  await page.goto(`${site.url}/settings/tokens/new`);
  await signInWithProvider("ann");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("laptop-of-ann");
  await page.getByRole("radio", { name: /^Everything/ }).check();
  await write("delete from api_keys using users where user_id = users.id and username = $1", [
    "ann",
  ]);

  await button("Create token").first().click();
  const ended = page.getByRole("dialog", { name: "Your session has ended" });
  await ended.waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await photograph(page, "state-session-ended");
  await ended.getByRole("button", { name: "Sign in again" }).click();
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await page.getByText("You were signed out. Your work on this page is kept.").waitFor();
  await page.getByRole("link", { name: sso }).last().click();

  await page.waitForURL(`${site.url}/settings/tokens/new`);
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await expect.poll(() => name.inputValue()).toBe("laptop-of-ann");
  expect(await page.getByRole("radio", { name: /^Everything/ }).isChecked()).toBe(true);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("gh.drafts"))).toBeNull();
  await button("Create token").first().click();
  await page.getByRole("dialog", { name: "Copy the token now" }).waitFor();
});

test("what the identity provider decides is locked and says so before anybody tries", async () => {
  await introduce("synced", { orgs: ["design"], roles: ["auditors"], groups: ["ux"] });
  await introduce("outside", { orgs: [] });
  const design = String(
    (await api("/organizations", { name: "design", display_name: "Design" }))["id"],
  );
  const field = (name: string, mapping: object) => ({ field: name, mapping });
  await api(
    "/settings/idpsync/organization",
    { ...field("orgs", { design: [design] }), organization_assign_default: true },
    "PATCH",
  );
  const inDesign = "/organizations/design/settings/idpsync";
  const roles = field("roles", { auditors: ["organization-auditor"] });
  await api(`${inDesign}/roles`, roles, "PATCH");
  const groups = { ...field("groups", {}), auto_create_missing_groups: true };
  await api(`${inDesign}/groups`, groups, "PATCH");
  for (const name of ["synced", "outside"]) {
    await page.context().clearCookies();
    await page.goto(`${site.url}/login`);
    await signInWithProvider(name);
    await main().waitFor();
  }
  await page.context().clearCookies();

  await asOwner("/organizations/design");
  await page.getByRole("row", { name: /synced/ }).waitFor();
  await button("Change roles of synced in Design").click();
  await page
    .getByText(/identity provider/)
    .first()
    .waitFor();
  expect(await page.getByRole("checkbox", { name: "Organization Auditor" }).isChecked()).toBe(true);
  expect(
    await page
      .getByRole("checkbox", { name: "Organization Auditor" })
      .getAttribute("aria-disabled"),
  ).toBe("true");
  await photograph(page, "state-roles-synced");
  await page.keyboard.press("Escape");

  await button("Add members").click();
  await page.getByRole("combobox", { name: /People|Users/ }).fill("outside");
  const option = page.getByRole("option", { name: /outside/ });
  await option.getByText(/Memberships follow the identity provider/).waitFor();
  expect(await option.getAttribute("aria-disabled")).toBe("true");
  await photograph(page, "state-members-synced");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");

  await page.goto(`${site.url}/users/synced/memberships`);
  const row = page.getByRole("row", { name: /Design/ });
  await row.getByText("ux · synced").waitFor();
  expect(await row.getByRole("button", { name: /keeps the members of this group/ }).count()).toBe(
    1,
  );
  expect(await accessibilityViolations(page)).toEqual([]);
  await photograph(page, "state-memberships-synced");
});

test("site roles that the provider gives are locked on the page of the user, who is marked as synced", async () => {
  await introduce("managed", { site_roles: ["reviewers"] });
  await page.goto(`${site.url}/login`);
  await signInWithProvider("managed");
  await main().waitFor();
  await page.context().clearCookies();

  await asOwner("/users/managed/roles");

  await page.getByRole("heading", { level: 1, name: "managed" }).waitFor();
  await page.getByText("Roles come from Acme SSO.").waitFor();
  await page.getByRole("banner").or(page.locator("header")).getByText("Synced").first().waitFor();
  const auditor = page.getByRole("checkbox", { name: "Auditor" });
  expect(await auditor.isChecked()).toBe(true);
  expect(await auditor.getAttribute("aria-disabled")).toBe("true");
  expect(await accessibilityViolations(page)).toEqual([]);
  await photograph(page, "state-site-roles-synced");
  await page.getByRole("link", { name: "mapping of its roles" }).click();
  await page.getByText("GATEHOUSE_OIDC_USER_ROLE_MAPPING").waitFor();
  await page.goto(`${site.url}/users`);
  await page
    .getByRole("row", { name: /managed/ })
    .getByText("Acme SSO")
    .waitFor();
});

test("settings are tried before they are saved, and saving asks when they take something", async () => {
  await introduce("tried", { orgs: ["studio"], groups: ["ux"] });
  const studio = String(
    (await api("/organizations", { name: "studio", display_name: "Studio" }))["id"],
  );
  await api(
    "/settings/idpsync/organization",
    { field: "orgs", mapping: { studio: [studio] }, organization_assign_default: true },
    "PATCH",
  );
  const groups = { field: "groups", mapping: {}, auto_create_missing_groups: true };
  await api("/organizations/studio/settings/idpsync/groups", groups, "PATCH");
  await page.goto(`${site.url}/login`);
  await signInWithProvider("tried");
  await main().waitFor();
  await page.context().clearCookies();

  await asOwner("/organizations/studio/idp-sync");
  await page.getByLabel("Compare with (optional)").fill("tried");
  await page.getByRole("option", { name: /^tried/ }).click();
  await button("Load claims of tried").click();
  await page.getByText(/"studio"/).waitFor();
  await button("Try sign-in").click();
  await page.getByText("No membership, group or role would change.").waitFor();

  await page.getByRole("checkbox", { name: "Only groups whose name matches a pattern" }).check();
  await page.getByRole("textbox", { name: "Pattern" }).fill("^eng-");
  await page.getByText("The settings changed since this try.").waitFor();
  await button("Try sign-in").click();
  await page.getByText("groups · Studio").waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await photograph(page, "state-sync-tried");
  await button("Save changes").click();
  const question = page.getByRole("alertdialog", { name: "Save groups sync?" });
  await question.getByText("tried leaves ux in Studio.").waitFor();
  await question.getByRole("button", { name: "Save changes" }).click();
  await page.getByText(/Sync settings saved/).waitFor();

  const stored = await api("/organizations/studio/settings/idpsync/groups");
  expect(stored["regex_filter"]).toBe("^eng-");
});
