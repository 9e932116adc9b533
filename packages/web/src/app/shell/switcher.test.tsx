import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { type Answers, closeConsole, design, openConsole } from "../../testing/console.tsx";
import { sameSection } from "./switcher.tsx";

afterEach(async () => {
  await closeConsole();
  localStorage.clear();
});

test.each([
  ["/organizations/design/roles", "/organizations/ops/roles"],
  ["/organizations/design/roles/release-managers", "/organizations/ops/roles"],
  ["/organizations/design", "/organizations/ops"],
  ["/users/mara/roles", "/organizations/ops"],
  ["/ai/budgets", "/organizations/ops"],
])("another organization chosen on %s leads to %s", (from, to) => {
  expect(sameSection(from, "ops")).toBe(to);
});

/** So many organizations that they are searched; the first is called like a section of the navigation. */
const many: Answers = {
  "GET /organizations": [
    { ...design, display_name: "People" },
    ...Array.from({ length: 8 }, (_, at) => ({
      ...design,
      id: `o-${at + 2}`,
      name: `Team-${at}`,
      display_name: `Group ${at}`,
      is_default: false,
    })),
  ],
};

test("an organization is found by its name however it is written", async () => {
  openConsole("/settings/appearance", many);
  await userEvent.click(await screen.findByRole("button", { name: /^Organization: People/ }));

  await userEvent.type(await screen.findByLabelText("Search organizations"), "team-3");

  const panel = screen.getByRole("dialog", { name: "Organization" });
  expect(within(panel).getAllByRole("listitem")).toHaveLength(1);
  expect(within(panel).getByText("Group 3")).toBeDefined();
});

test("the rail switches organizations, too", async () => {
  openConsole("/settings/appearance", many);
  await screen.findByRole("button", { name: /^Organization: People/ });
  await userEvent.keyboard("{Control>}b{/Control}");

  await userEvent.click(await screen.findByRole("button", { name: /^Organization: People/ }));
  const panel = await screen.findByRole("dialog", { name: "Organization" });
  await userEvent.click(within(panel).getByText("Group 3"));

  expect(location.pathname).toBe("/organizations/Team-3");
  await userEvent.keyboard("{Control>}b{/Control}");
});

test("an organization that is called like a section stands beside it", async () => {
  openConsole("/settings/appearance", many);
  const main = within(await screen.findByRole("navigation", { name: "Main" }));

  expect(await main.findByRole("link", { name: "Members" })).toBeDefined();
  expect(main.getAllByRole("region", { name: "People" })).toHaveLength(2);
});

test("addresses in an announcement end before the punctuation of its sentence", async () => {
  const message = "See https://acme.dev/a?b=1. Or (https://acme.dev/c), https://acme.dev/c!";
  openConsole("/settings/appearance", {
    "GET /appearance": { announcement_banners: [{ enabled: true, message }] },
  });
  const banner = await screen.findByRole("complementary", { name: "Announcement" });

  const links = within(banner).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    "https://acme.dev/a?b=1",
    "https://acme.dev/c",
    "https://acme.dev/c",
  ]);
  expect(banner.textContent).toBe(message);
});
