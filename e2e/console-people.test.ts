import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { type Api, apiAs, call, createOwner, logIn } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectGoodLook } from "./support/looks.ts";
import { photograph } from "./support/screenshots.ts";
import { enterPassword, goTo, mainNavigation, openSite, type Site } from "./support/site.ts";

const owner = { username: "ada", email: "ada@acme.dev", password: "Meadow-lantern-4711" };

let site: Site;
let watched: WatchedPage;
let page: Page;
let api: Api;
let mara: string;

const go = (path: string) => goTo(page, site.url + path);

const button = (name: string) => page.getByRole("button", { name, exact: true });

const isFocused = (place: Locator) =>
  place.evaluate((element) => element === document.activeElement);

const expectGood = (name: string) => expectGoodLook(page, name);

beforeAll(async () => {
  site = await openSite();
  api = apiAs(site.url, await createOwner(site.url, owner));
  const { body } = await api("/users/me");
  const organization_ids = body["organization_ids"];
  for (const username of ["mara", "jo"]) {
    const made = await api("/users", {
      username,
      email: `${username}@acme.dev`,
      password: "Harbour-violin-2024",
      user_status: "active",
      organization_ids,
    });
    if (username === "mara") mara = String(made.body["id"]);
  }
  await api("/users", { username: "ci-deploy", service_account: true, organization_ids });
  await api("/organizations", { name: "design", display_name: "Design" });
  await api("/organizations/design/groups", { name: "ux", display_name: "UX research" });
  watched = await site.open("/login");
  page = watched.page;
  await enterPassword(page, owner);
  await mainNavigation(page).waitFor();
});

afterAll(() => site?.close());

describe("the life of a user in the console", () => {
  it("begins with a form that is ready for the next one at once", async () => {
    await go("/users/new");
    await page.getByRole("radio", { name: /^None/ }).check();
    await page.getByLabel("Email").fill("kim.one@acme.dev");
    await page.getByLabel("Username").fill("kim");
    await button("Create another").click();
    await page.getByText("kim created.").waitFor();

    const email = page.getByLabel("Email");
    await expect.poll(() => email.inputValue()).toBe("");
    await expect.poll(() => isFocused(email)).toBe(true);
    // The name that was typed was the first one's: the next one's follows the email again.
    await page.keyboard.type("second.one@acme.dev");
    expect(await page.getByLabel("Username").inputValue()).toBe("second-one");
    const summary = page.getByRole("complementary", { name: "Summary" });
    await summary.getByText("Work as a member of Coder.").waitFor();
    await page.getByRole("checkbox", { name: "Auditor" }).check();
    await summary.getByText(/^Reads the audit log/).waitFor();
    await page.getByRole("checkbox", { name: "Auditor" }).uncheck();
    await page.getByRole("combobox", { name: "Organizations" }).fill("des");
    await page.getByRole("option", { name: /Design/ }).click();
    await summary.getByText("Coder, Design").waitFor();
    await page.keyboard.press("Tab");
    await expectGood("create-user-organizations");
    await button("Create user").click();
    await page.getByRole("heading", { level: 1, name: "second-one" }).waitFor();
    expect((await api("/organizations/design/members/second-one")).status).toBe(200);
  });

  it("shows when it came into each organization, and is renamed from its profile", async () => {
    await go("/users/kim/memberships");
    await page.getByRole("row", { name: /Coder/ }).locator("time").waitFor();

    await go("/users/kim/audit");
    await page.getByRole("link", { name: "ada created user kim" }).click();
    await page.getByRole("heading", { name: "ada created user kim" }).waitFor();
    expect(new URL(page.url()).searchParams.get("entry")).toMatch(/^[0-9a-f-]{36}$/);

    await go("/users/kim/profile");
    await button("Rename…").click();
    await page.getByText("Links and scripts that use the name break.").waitFor();
    await page.getByRole("dialog").getByLabel("Username").fill("kim-of-all");
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    await page.getByRole("heading", { level: 1, name: "kim-of-all" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/users/kim-of-all/profile");
    for (const name of ["kim-of-all", "second-one"]) {
      expect((await api(`/users/${name}`, undefined, "DELETE")).status).toBe(200);
    }
  });

  it.each(["first", "roles"])(
    "is not looked for at /users/%s, where the API has something else",
    async (name) => {
      await go(`/users/${name}`);
      await page.getByText("There is no user here, or you may not see them.").waitFor();
    },
  );

  it("that never signs in leads to its first token when it is made", async () => {
    await go("/users/new");
    await page.getByRole("radio", { name: /^Service account/ }).check();
    await page.getByLabel("Username").fill("nightly-build");
    await button("Create user").click();

    const first = page.getByRole("link", { name: "Create the first token" });
    await first.waitFor();
    expect(await first.getAttribute("href")).toBe("/settings/tokens/new?for=nightly-build");
    expect((await api("/users/nightly-build", undefined, "DELETE")).status).toBe(200);
  });

  it("joins an organization, a group and a role in place, with undo and a preview", async () => {
    await go("/users/mara/memberships");
    await button("Add to organization…").click();
    await page.getByRole("combobox", { name: "Organization" }).fill("Design");
    await page.getByRole("option", { name: /Design/ }).click();
    await button("Add 1 user").click();
    await page.getByRole("heading", { name: "1 of 1 users added." }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();

    await button("Add mara to a group of Design").click();
    await page.getByRole("combobox", { name: "Group of Design" }).fill("ux");
    await page.getByRole("option", { name: /UX research/ }).click();
    await page.getByText("mara added to ux.").waitFor();
    await button("Undo").click();
    await page.getByText("mara removed from ux.").waitFor();
    const groups = await api("/groups?has_member=mara&exclude_members=true");
    expect(JSON.stringify(groups.body)).not.toContain('"name":"ux"');

    await button("Change roles of mara in Design").click();
    await page.getByRole("checkbox", { name: "Organization Auditor" }).check();
    await page.getByText("1 gains").waitFor();
    await button("Save roles").click();
    await page
      .getByRole("row", { name: /Design/ })
      .getByText("Organization Auditor")
      .waitFor();
    await expectGood("user-memberships");
  });

  it("gets a site role after the page said what that gives", async () => {
    await go("/users/mara/roles");
    await page.getByLabel("User Admin").check();
    const changes = page.getByRole("region", { name: "What changes" });
    await changes.getByText("1 gains").waitFor();
    await changes.getByText("user:create · everywhere").waitFor();
    await expectGood("user-roles");
    await button("Save roles").click();
    await page.getByText("Roles of mara saved.").waitFor();

    const { body } = await api("/users/mara/roles");
    expect(body["roles"]).toEqual(["user-admin"]);
  });

  it("is one of several that come into a group at once, each with a result", async () => {
    await go("/users");
    for (const name of ["jo", "mara"]) {
      await page.getByRole("row", { name: new RegExp(`^(?:Select )?.*${name}`) }).waitFor();
      await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    }
    await button("Add to group…").click();
    await page.getByRole("combobox", { name: "Group" }).fill("ux");
    await page.getByRole("option", { name: /UX research/ }).click();
    await button("Add 2 users").click();

    await page.getByRole("heading", { name: "1 of 2 users added. 1 refused." }).waitFor();
    await expectGood("users-add-to-group");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("checkbox", { name: "Select jo" }).waitFor();

    await page.getByRole("combobox", { name: "Search users" }).fill("group:ux ");
    await page.getByRole("row", { name: /jo@acme/ }).waitFor({ state: "detached" });
    await page.getByRole("row", { name: /mara/ }).waitFor();
  });

  it("is suspended with others, and one click brings them all back", async () => {
    await go("/users");
    for (const name of ["jo", "mara"]) {
      await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    }
    await photograph(page, "state-selection");
    await page
      .getByRole("region", { name: "Selection" })
      .getByRole("button", { name: "Suspend" })
      .click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Suspend 2 users" }).click();
    await page.getByRole("heading", { name: "2 of 2 users suspended." }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByText(/^2 users suspended\./).waitFor();
    expect((await api("/users?q=status:suspended")).body["count"]).toBe(2);

    await button("Undo").click();

    await page.getByText("2 users activated.", { exact: true }).waitFor();
    expect((await api("/users?q=status:suspended")).body["count"]).toBe(0);
  });

  it("comes with many others from a file: checked first, mended in place, created, passwords handed out once", async () => {
    await go("/users/new/import");
    const rows = [
      "email,username,roles,organizations,service_account",
      "imke@acme.dev,imke,auditor,design,",
      "mara@acme.dev,mara-2,,,",
      ",nightly,,design,yes",
    ];
    await page.getByRole("textbox", { name: "Or paste rows" }).fill(rows.join("\n"));
    await button("Check rows").click();
    await page.getByText("3 rows · 2 valid · 0 refused · 1 exists").waitFor();
    await page.getByText(/email: already in use/).waitFor();
    expect((await api("/users?q=imke")).body["count"]).toBe(0);
    await expectGood("import-checked");
    await page.getByRole("checkbox", { name: "Only refused rows" }).check();
    const mended = page.getByRole("textbox", { name: /Email/ });
    const asked = page.waitForRequest(/users\/import$/);
    await mended.fill("mara-2@acme.dev");
    await mended.press("Enter");
    await page.getByText("3 rows · 3 valid · 0 refused · 0 exist").waitFor();
    // Only the row that was changed is judged again, and it does not vanish under the hand.
    expect((await asked).postDataJSON().users).toHaveLength(1);
    await expect.poll(() => isFocused(mended)).toBe(true);
    await page.getByRole("checkbox", { name: "Only refused rows" }).uncheck();

    await button("Create 3 users").click();
    await page.getByText("2 passwords were generated.").waitFor();
    await expectGood("import-created");
    const saved = page.waitForEvent("download");
    await button("Download passwords").click();
    const [, line = ""] = (await readFile(await (await saved).path(), "utf8")).split("\r\n");
    const [username, email = "", password = ""] = line.split(",");
    await page.getByText("2 passwords were generated.").waitFor({ state: "detached" });

    expect(username).toBe("imke");
    expect(await logIn(site.url, email, password)).not.toBe("");
    await page.getByRole("link", { name: "Show them in the list" }).click();
    await page.getByRole("row", { name: /nightly/ }).waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toMatch(/^created_after:"20/);
    expect(await page.getByRole("row", { name: /ci-deploy/ }).count()).toBe(0);
  });

  it("gives a service account its first token from its own page", async () => {
    await go("/users/ci-deploy/tokens");
    await page.getByRole("link", { name: "Create token" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("pipeline");
    await page.getByRole("radio", { name: /^Everything/ }).check();
    await button("Create token").first().click();
    const dialog = page.getByRole("dialog", { name: "Copy the token now" });
    const secret = await dialog.getByRole("textbox", { name: "Token" }).inputValue();
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await page.getByRole("rowheader", { name: "pipeline" }).waitFor();

    expect(new URL(page.url()).pathname).toBe("/users/ci-deploy/tokens");
    const me = await call(site.url, { path: "/api/v2/users/me", token: secret });
    expect(me.body["username"]).toBe("ci-deploy");
    await expectGood("user-tokens");
  });

  it("is banned from something, and the access page says by which role, in an address to share", async () => {
    await api(
      "/organizations/design/members/mara/roles",
      {
        roles: ["organization-workspace-creation-ban"],
      },
      "PUT",
    );
    await go("/users/mara/access");
    await page.getByRole("combobox", { name: "Where" }).click();
    await page.getByRole("option", { name: "In Design", exact: true }).click();
    await page.getByText("denied by Organization Workspace Creation Ban").first().waitFor();
    await page.getByTitle("Why not workspace:create?").first().click();

    const heading = page.getByRole("heading", { name: "Can mara do this?" });
    await expect.poll(() => isFocused(heading)).toBe(true);
    await page.getByText(/Not allowed: mara may not create anyone.s workspace in Design/).waitFor();
    await page.reload();
    await page.getByText(/Not allowed: mara may not create anyone.s workspace in Design/).waitFor();
    await expectGood("user-access-banned");
    await button("Show as curl").click();
    const line = page.getByRole("dialog").locator("pre");
    expect(await line.textContent()).toContain("/api/v2/authcheck/explain");
    expect(await line.textContent()).toContain(mara);
    await page.keyboard.press("Escape");
  });

  it("who is a member and no more is led to their own account, which says what they may", async () => {
    const own = await site.open("/login");
    const theirs = own.page;
    await theirs.getByLabel("Email").fill("jo@acme.dev");
    await theirs.getByLabel("Password", { exact: true }).fill("Harbour-violin-2024");
    await theirs.getByRole("button", { name: "Sign in" }).click();
    await theirs.getByRole("navigation", { name: "Main" }).waitFor();
    for (const path of ["/users", "/users/new", "/users/new/import"]) {
      await theirs.goto(site.url + path);
      await theirs.getByRole("heading", { name: "You may not see this page" }).waitFor();
      expect([path, await accessibilityViolations(theirs)]).toEqual([path, []]);
    }
    await theirs.getByRole("link", { name: "Open your account" }).click();
    await theirs.getByRole("heading", { name: "Can you do this?" }).waitFor();
    await theirs.getByText(/^Allowed: jo may/).waitFor();
    expect(await accessibilityViolations(theirs)).toEqual([]);
    expect(own.problems).toEqual([]);
    await own.close();
  });

  it("is suspended, activated by undo, and deleted after the name was typed", async () => {
    await go("/users/mara");
    await button("Suspend").click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Suspend mara" }).click();
    await page.getByText("mara suspended.").waitFor();
    await button("Undo").click();
    await page.getByText("mara activated.").waitFor();
    await button("Suspend").waitFor();

    await button("More actions for mara").click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const question = page.getByRole("alertdialog", { name: "Delete mara?" });
    await question.getByLabel("Type mara to delete").fill("mara");
    await question.getByRole("button", { name: "Delete mara" }).click();
    await page.getByText("mara deleted.").waitFor();
    await page.getByRole("row", { name: /jo@acme/ }).waitFor();

    await go(`/users/${mara}`);
    await page.getByText("mara is deleted.").waitFor();
    expect(await button("Suspend").count()).toBe(0);
    await expectGood("user-deleted");
  });
});

describe("budgets in the console", () => {
  it("belong to a group's own page, and stand in the list of groups", async () => {
    await go("/organizations/design/groups/ux/budget");
    await button("Set budget…").click();
    await page.getByRole("radio", { name: /^An amount/ }).check();
    await page.getByLabel("Amount", { exact: true }).fill("50");
    await button("Set budget").click();
    await page.getByText("Each member may spend $50.00 a month.").waitFor();
    await expectGood("group-budget");

    await go("/organizations/design/groups");
    await page
      .getByRole("row", { name: /UX research/ })
      .getByText("$50.00")
      .waitFor();
    await expectGood("groups-with-budget");
  });

  it("has no problem on any of these pages", async () => {
    await go("/deployment");
    await page.getByRole("heading", { name: "Statistics" }).waitFor();
    await expectGood("deployment-statistics");
    await go("/deployment/identity-providers");
    await page.getByText("Nobody is linked with an identity provider yet.").waitFor();
    await expectGood("identity-providers");
    await go("/ai/budgets");
    await page.getByText("Nobody has a budget of their own.").waitFor();
    await expectGood("budgets");
    expect(watched.problems.filter((problem) => !problem.includes("404 (Not Found)"))).toEqual([]);
  });
});
