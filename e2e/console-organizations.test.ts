import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityViolations } from "./support/accessibility.ts";
import { type Api, apiAs, createOwner, logIn } from "./support/api.ts";
import type { WatchedPage } from "./support/browser.ts";
import { expectGoodLook } from "./support/looks.ts";
import { enterPassword, goTo, mainNavigation, openSite, type Site } from "./support/site.ts";

const owner = { username: "ada", email: "ada@acme.dev", password: "Meadow-lantern-4711" };
const maker = { username: "max", email: "max@acme.dev", password: "Harbour-violin-2024" };

let site: Site;
let watched: WatchedPage;
let page: Page;
let api: Api;

const go = (path: string) => goTo(page, site.url + path);

async function signIn(person: typeof owner): Promise<void> {
  await go("/login");
  await enterPassword(page, person);
  await mainNavigation(page).waitFor();
}

beforeAll(async () => {
  site = await openSite();
  api = apiAs(site.url, await createOwner(site.url, owner));
  const { body } = await api("/users/me");
  for (const username of ["mara", "jo"]) {
    const email = `${username}@acme.dev`;
    const organization_ids = body["organization_ids"];
    await api("/users", { username, email, password: "Harbour-violin-2024", organization_ids });
  }
  await api("/users", { ...maker, organization_ids: body["organization_ids"] });
  watched = await site.open("/login");
  page = watched.page;
  await signIn(owner);
});

afterAll(() => site?.close());

const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const button = (name: string) => page.getByRole("button", { name, exact: true });
const summary = () => page.getByRole("region", { name: "Summary" });

const expectGood = (name: string) => expectGoodLook(page, name);

describe("an organization in the console", () => {
  it("is created with a name proposed from what people call it", async () => {
    await go("/organizations");
    await page.getByRole("link", { name: "Create organization" }).click();
    await page.getByLabel("Display name").fill("Design Studio");
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("design-studio");
    await button("Create organization").click();

    await heading("Members of Design Studio").waitFor();
    await page.getByRole("row", { name: /ada/ }).waitFor();

    expect(new URL(page.url()).pathname).toBe("/organizations/design-studio");
    await go("/organizations");
    await page.getByRole("row", { name: /Design Studio/ }).waitFor();
    await expectGood("organizations");
  });

  it("takes members from a pasted list, with a result for each", async () => {
    await go("/organizations/design-studio");
    await button("Add members").click();
    await page.getByLabel(/Paste a list/).fill("mara, jo@acme.dev\nmax\nnobody-here");
    await button("Add 4").click();

    await page.getByText("3 of 4 people added. 1 refused.").waitFor();
    await expectGood("add-members");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("row", { name: /mara/ }).waitFor();
    await expectGood("members");
  });

  it("asks before it limits sharing, and refuses to delete while it is in use", async () => {
    await go("/organizations/design-studio/settings");
    await page.getByRole("radio", { name: /Nobody/ }).check();
    await button("Save changes").click();
    const question = page.getByRole("alertdialog");
    await question.getByText(/do not come back/).waitFor();
    await question.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Settings saved.").waitFor();

    await button("Delete Design Studio…").click();
    await page.getByLabel("Type design-studio to delete").fill("design-studio");
    await button("Delete Design Studio").click();

    await page.getByText("Design Studio was not deleted. It is still in use.").waitFor();
    expect(await page.getByRole("link", { name: /members/ }).count()).toBeGreaterThan(0);
    await expectGood("organization-settings");
  });
});

describe("a custom role", () => {
  it("is made in the grid, and says who gains before a change of it is saved", async () => {
    await go("/organizations/design-studio/roles");
    await page.getByRole("link", { name: "Create role" }).click();
    await page.getByLabel("Name", { exact: true }).fill("release-managers");
    await page.getByRole("checkbox", { name: "read template" }).check();
    await summary().getByText("1 permission on 1 resource").waitFor();
    const search = page.getByPlaceholder("template, delete, ssh");
    await search.fill("who did what");
    await page.getByRole("rowheader").nth(1).waitFor({ state: "detached" });
    expect(await page.getByRole("rowheader").allInnerTexts()).toEqual([
      expect.stringContaining("audit_log"),
    ]);
    await search.fill("");
    await page.getByRole("rowheader").nth(1).waitFor();
    await expectGood("create-role");
    await button("Create role").click();
    await heading("release-managers").waitFor();
    await api(
      "/organizations/design-studio/members/mara/roles",
      { roles: ["release-managers"] },
      "PUT",
    );

    await page.getByRole("checkbox", { name: "update template" }).check();
    await summary().getByText("1 gains", { exact: true }).waitFor();
    await expectGood("role");
    await button("Save role").click();
    const question = page.getByRole("alertdialog", { name: "Save release-managers?" });
    await question.getByText("1 gains").waitFor();
    await question.getByText("mara", { exact: true }).waitFor();
    await question.getByRole("button", { name: "Save role" }).click();
    await page.getByText("release-managers saved.").waitFor();

    const { body } = await api("/organizations/design-studio/members/roles");
    expect(JSON.stringify(body)).toContain('"resource_type":"template","action":"update"');
  });

  it("that somebody else changed meanwhile is told, and one of both versions is chosen", async () => {
    const { password } = maker;
    await api("/users/jo/roles", { roles: ["owner"] }, "PUT");
    const asJo = apiAs(site.url, await logIn(site.url, "jo@acme.dev", password));
    const organization_permissions = ["read", "update"].map((action) => ({
      resource_type: "template",
      action,
    }));
    const saveAsJo = (display_name: string) =>
      asJo(
        "/organizations/design-studio/members/roles",
        { name: "release-managers", display_name, organization_permissions },
        "PUT",
      );
    const field = page.getByLabel(/^Display name/);
    const notice = page.getByRole("alert").filter({ hasText: "This role was changed by jo at" });
    const focus = () => page.evaluate(() => document.activeElement?.tagName);
    await go("/organizations/design-studio/roles/release-managers");

    await field.fill("Mine");
    await saveAsJo("Releases");
    await button("Save role").click();
    await notice.getByText("Nothing of yours was saved.").waitFor();
    expect(await field.inputValue()).toBe("Mine");
    await expectGood("role-conflict");
    await button("Show their version").click();
    await notice.waitFor({ state: "detached" });
    await expect.poll(() => field.inputValue()).toBe("Releases");
    await expect.poll(focus).toBe("H1");

    await field.fill("Mine after all");
    await saveAsJo("Releases of Design");
    await button("Save role").click();
    await notice.waitFor();
    await button("Overwrite").click();
    await page.getByText("release-managers saved.").waitFor();
    await heading("Mine after all").waitFor();
    const { body } = await api("/organizations/design-studio/members/roles");
    expect(JSON.stringify(body)).toContain("Mine after all");
    await saveAsJo("");
    await api("/users/jo/roles", { roles: [] }, "PUT");
  });

  it("locks for its editor what the editor does not hold, with the reason", async () => {
    const permissions = ["create", "update", "read"].map((action) => ({
      resource_type: "assign_org_role",
      action,
    }));
    await api("/organizations/design-studio/members/roles", {
      name: "role-makers",
      organization_permissions: permissions,
    });
    await api("/organizations/design-studio/members/max/roles", { roles: ["role-makers"] }, "PUT");
    const other = await site.open("/login");
    const before = page;
    page = other.page;
    try {
      await signIn(maker);
      await go("/organizations/design-studio/roles/new");
      const cell = page.getByRole("checkbox", { name: "ssh workspace", exact: true });
      await cell.waitFor();

      expect(await cell.getAttribute("aria-disabled")).toBe("true");
      const reason = await cell.getAttribute("aria-describedby");
      expect(await page.locator(`[id="${reason}"]`).textContent()).toBe(
        "You do not hold workspace:ssh in Design Studio.",
      );
      await expectGood("create-role-limited");
    } finally {
      page = before;
      await other.close();
    }
  });

  it("is deleted only after its name was typed, with what its holder loses", async () => {
    await go("/organizations/design-studio/roles");
    await page.getByRole("button", { name: "More actions for release-managers" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const question = page.getByRole("alertdialog", { name: "Delete release-managers?" });
    await question.getByText("1 member loses it now.").waitFor();
    await question.getByText("1 loses").waitFor();
    await question.getByLabel("Type release-managers to delete").fill("release-managers");
    await question.getByRole("button", { name: "Delete release-managers" }).click();

    await page.getByText("release-managers deleted.").waitFor();

    await page.getByRole("row", { name: /release-managers/ }).waitFor({ state: "detached" });
  });
});

describe("a group", () => {
  it("is created, takes members, gives one back, and is deleted by its name", async () => {
    await go("/organizations/design-studio/groups");
    await page.getByRole("row", { name: /Everyone/ }).waitFor();
    await expectGood("groups");
    await page.getByRole("link", { name: "Create group" }).click();
    await page.getByLabel("Display name").fill("Back end");
    await page.getByLabel("Quota").fill("20");
    await button("Create group").click();
    await heading("Back end").waitFor();

    await button("Add members").first().click();
    await page.getByLabel(/Paste a list/).fill("mara jo");
    await button("Add 2").click();
    await page.getByText("2 of 2 people added.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("row", { name: /mara/ }).waitFor();
    await expectGood("group-members");

    await page.getByRole("button", { name: "More actions for jo" }).click();
    await page.getByRole("menuitem", { name: "Remove from group" }).click();
    await page.getByRole("row", { name: /jo@acme/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("row", { name: /jo@acme/ }).waitFor();

    await page.getByRole("link", { name: "Settings" }).last().click();
    await page.getByLabel("Quota").waitFor();
    await expectGood("group-settings");
    await button("Delete Back end…").click();
    await page.getByLabel("Type back-end to delete").fill("back-end");
    await button("Delete Back end").click();

    await page.waitForURL(`${site.url}/organizations/design-studio/groups`);
    await page.getByRole("row", { name: /back-end/ }).waitFor({ state: "detached" });
  });

  it("Everyone says why it cannot be changed", async () => {
    await go("/organizations/design-studio/groups/Everyone/settings");
    const remove = button("Delete Everyone…");
    await remove.waitFor();

    expect(await remove.getAttribute("aria-disabled")).toBe("true");
    await page.getByText("Everyone is every member of Design Studio.").first().waitFor();
  });
});

describe("among thirty organizations", () => {
  const names = Array.from({ length: 28 }, (_each, at) => `Studio ${at + 1}`);

  /** Finds one by typing, with the keyboard alone. */
  async function choose(label: string, typed: string): Promise<void> {
    const field = page.getByRole("combobox", { name: label, exact: true });
    await field.focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(typed);
    await page.getByRole("option", { name: typed, exact: true }).waitFor();
    expect([label, await accessibilityViolations(page)]).toEqual([label, []]);
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue()).toBe(typed);
  }

  beforeAll(async () => {
    for (const display_name of names) {
      const name = display_name.toLowerCase().replace(" ", "-");
      expect((await api("/organizations", { name, display_name })).status).toBe(201);
    }
  });

  it.each([
    ["/ai/budgets", "organization-of-budgets"],
    ["/ai/spend", "organization-of-spend"],
  ])("the one of %s is found by typing, and stands in the address", async (path, name) => {
    await go(path);
    await choose("Organization", "Studio 27");

    await expect.poll(() => new URL(page.url()).searchParams.get("organization")).toBe("studio-27");
    await page.getByRole("combobox", { name: "Organization" }).click();
    await expectGood(name);
    await page.keyboard.press("Escape");
  });

  it("the one of a question about access is found by typing", async () => {
    await go("/users/mara/access");
    await choose("In", "Studio 14");

    const { body } = await api("/organizations/studio-14");
    await expect.poll(() => page.url()).toContain(String(body["id"]));
    await page.getByRole("combobox", { name: "In", exact: true }).click();
    await expectGood("access-in-many-organizations");
    await page.keyboard.press("Escape");
  });

  it("the filter of the audit log finds one by typing, and stays open", async () => {
    await go("/audit");
    await button("Filter").click();
    await choose("Organization", "Studio 9");

    await page.getByRole("dialog", { name: "Filters" }).waitFor();
    await expect
      .poll(() => new URL(page.url()).searchParams.get("q"))
      .toBe("organization:studio-9");
  });
});

it("wrote no error to the console but for refusals that the journey provokes", () => {
  const expected = [/404 \(Not Found\)$/, /409 \(Conflict\)$/];
  const unexpected = watched.problems.filter(
    (problem) => !expected.some((pattern) => pattern.test(problem)),
  );

  expect(unexpected).toEqual([]);
});
