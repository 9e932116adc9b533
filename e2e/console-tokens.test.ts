import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { call, createOwner, logIn } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { photograph } from "./support/screenshots.ts";
import { openSite, type Site } from "./support/site.ts";

const owner = {
  username: "admin",
  email: "admin@example.com",
  password: "Meadow-lantern-4711",
};

let site: Site;
let watched: WatchedPage;

beforeAll(async () => {
  site = await openSite();
  const token = await createOwner(site.url, owner);
  watched = await site.openAs(token);
});

afterAll(() => site?.close());

const statusWith = async (token: string): Promise<number> => {
  const { status } = await call(site.url, { path: "/api/v2/users/me", token });
  return status;
};

describe("a token in the console", () => {
  let secret = "";

  it("is made with scopes and objects, warned about, and its secret works and is shown once", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/settings/tokens/new`);
    await page.getByRole("textbox", { name: "Name" }).fill("ci-deploy");
    await page.getByRole("checkbox", { name: "coder:workspaces.create" }).check();
    await page
      .getByRole("radiogroup", { name: "Scopes of user", exact: true })
      .getByText("Read", { exact: true })
      .click();
    await page.getByRole("radio", { name: /^Listed/ }).check();
    await page
      .getByRole("textbox", { name: "Ids or lines of type:id" })
      .fill("workspace:0b9c5f3a-8d1e-4c55-9f70-2f6f1a1f0b11");
    await page.keyboard.press("Enter");

    const summary = page.getByRole("complementary", { name: "Summary" });
    await summary.getByText("workspace:create needs every workspace").waitFor();
    await summary.getByRole("button", { name: "Allow every workspace" }).click();
    await summary.getByRole("button", { name: "Add the user" }).click();
    await summary.getByRole("button", { name: "Create token" }).click();

    const dialog = page.getByRole("dialog", { name: "Copy the token now" });
    secret = await dialog.getByRole("textbox", { name: "Token" }).inputValue();
    expect(await statusWith(secret)).toBe(200);
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await page.getByRole("rowheader", { name: "ci-deploy" }).waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it("is refused with a name that is taken, at the field", async () => {
    const { page } = watched;
    await page.goto(`${site.url}/settings/tokens/new`);
    const name = page.getByRole("textbox", { name: "Name" });
    await name.fill("ci-deploy");
    await page.getByRole("radio", { name: /^Everything/ }).check();
    await page.getByRole("button", { name: "Create token" }).first().click();

    await page
      .getByText(/already|in use|exists/i)
      .first()
      .waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");
  });

  it("rotates with a grace period in which both secrets work", async () => {
    const { page } = watched;
    // Leaving the page before asks first: the form is not saved.
    page.once("dialog", (dialog) => void dialog.accept());
    await page.goto(`${site.url}/settings/tokens`);
    await page.getByRole("button", { name: "More actions for ci-deploy" }).click();
    await page.getByRole("menuitem", { name: "Rotate…" }).click();
    const question = page.getByRole("alertdialog", { name: "Rotate ci-deploy?" });
    await question.getByText("1 h", { exact: true }).click();
    await question.getByRole("button", { name: "Rotate token" }).click();

    const dialog = page.getByRole("dialog", { name: "Copy the token now" });
    const next = await dialog.getByRole("textbox", { name: "Token" }).inputValue();
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    expect(next).not.toBe(secret);
    expect([await statusWith(secret), await statusWith(next)]).toEqual([200, 200]);
    secret = next;
  });

  it("expires at once and is deleted when its name was typed", async () => {
    const { page } = watched;
    await page.getByRole("button", { name: "More actions for ci-deploy" }).click();
    await page.getByRole("menuitem", { name: "Expire…" }).click();
    await page.getByRole("button", { name: "Expire token" }).click();
    await page.getByText("No tokens yet.").waitFor();
    expect(await statusWith(secret)).toBe(401);

    await page.getByRole("radio", { name: "Expired" }).click();
    await page.getByRole("button", { name: "More actions for ci-deploy" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const question = page.getByRole("alertdialog", { name: "Delete ci-deploy?" });
    await question.getByRole("textbox").fill("ci-deploy");
    await question.getByRole("button", { name: "Delete token" }).click();
    await page.getByText("No expired tokens.").waitFor();

    const session = await logIn(site.url, owner.email, owner.password);
    const left = await call(site.url, {
      path: "/api/v2/users/me/keys/tokens?include_expired=true",
      token: session,
    });
    expect(Object.values(left.body)).toEqual([]);
  });

  it("ends all other sessions and keeps this one", async () => {
    const { page } = watched;
    const other = await logIn(site.url, owner.email, owner.password);
    await page.goto(`${site.url}/settings/sessions`);
    await page.getByRole("button", { name: "End all others…" }).click();
    await page.getByRole("button", { name: "End all others", exact: true }).click();
    await page.getByText("This session", { exact: true }).waitFor();
    await page.getByRole("alertdialog").waitFor({ state: "detached" });

    expect(await statusWith(other)).toBe(401);
    await page.reload();
    await page.getByText("This session", { exact: true }).waitFor();
  });

  it("is one's own, and says so, where a link asks for somebody else's without the right", async () => {
    const member = { username: "mia", email: "mia@example.com", password: "River-copper-8321" };
    const session = await logIn(site.url, owner.email, owner.password);
    const first = await call(site.url, { path: "/api/v2/organizations/default", token: session });
    const body = { ...member, organization_ids: [first.body["id"]] };
    await call(site.url, { path: "/api/v2/users", token: session, body });
    const token = await logIn(site.url, member.email, member.password);
    const other = await site.openAs(token);
    await other.page.goto(`${site.url}/settings/tokens/new?for=admin`);
    await other.page.getByText("This token is yours, not admin's.").waitFor();
    await other.page.getByRole("textbox", { name: "Name" }).fill("mine");
    await other.page
      .getByRole("radiogroup", { name: "Scopes of user", exact: true })
      .getByText("Read", { exact: true })
      .click();
    const summary = other.page.getByRole("complementary", { name: "Summary" });
    await summary.getByText("read users", { exact: true }).waitFor();
    await summary.getByText("mine, for you").waitFor();
    await summary.getByRole("button", { name: "Create token" }).click();
    await other.page.getByRole("dialog", { name: "Copy the token now" }).waitFor();
    expect(other.problems).toEqual([]);
    await other.close();
  });

  it("has no accessibility violation and no problem on any of these pages", async () => {
    const { page, problems } = watched;
    const found: string[] = [];
    const paths = [
      "/settings/tokens",
      "/settings/tokens/new",
      "/settings/sessions",
      "/settings/account",
      "/settings/security",
      "/settings/ssh-key",
      "/settings/appearance",
      "/settings/preferences",
      "/keys",
    ];
    for (const path of paths) {
      await page.goto(site.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      found.push(...(await accessibilityViolations(page)).map((line) => `${path} ${line}`));
      await photograph(page, path.slice(1).replaceAll("/", "-"));
    }

    expect(found).toEqual([]);
    expect(problems.filter((problem) => !problem.includes("409"))).toEqual([]);
  });
});
