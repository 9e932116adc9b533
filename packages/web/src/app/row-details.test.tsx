import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ada, closeConsole, design, openConsole } from "../testing/console.tsx";

afterEach(closeConsole);

const group = {
  id: "g-1",
  name: "backend",
  display_name: "Back end",
  organization_id: design.id,
  organization_name: design.name,
  organization_display_name: design.display_name,
  members: [],
  total_member_count: 2,
  avatar_url: "",
  quota_allowance: 0,
  source: "user",
};
const robot = {
  ...ada,
  id: "b-1",
  username: "ci-deploy",
  name: "",
  email: "",
  login_type: "none",
  is_service_account: true,
};
const members = {
  "GET /organizations/o-1/groups/backend": group,
  "GET /groups/g-1/members": {
    users: [{ ...ada, login_type: "oidc" }, robot],
    count: 2,
  },
  "GET /users/authmethods": {
    password: { enabled: true },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: true, signInText: "Continue with Acme SSO", iconUrl: "" },
  },
};

/** Opens the details of the first row, as the keys do. */
async function peek(name: RegExp): Promise<void> {
  await screen.findByRole("row", { name });
  await userEvent.keyboard("j ");
}

test("members of a group are looked into with Space, one after the other", async () => {
  openConsole("/organizations/design/groups/backend", members);
  await peek(/ci-deploy/);

  const first = within(await screen.findByRole("complementary", { name: "ada" }));
  first.getByText("Acme SSO");
  first.getByText("Ada Byron");
  expect(first.getAllByText(/^12 March 2026, \d\d:02:31/)).toHaveLength(2);
  await userEvent.keyboard("{ArrowDown}");

  const second = within(await screen.findByRole("complementary", { name: "ci-deploy" }));
  second.getByText("Tokens only");
  expect(second.queryByRole("button", { name: "Copy email" })).toBeNull();
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("complementary", { name: "ci-deploy" })).toBeNull();
});

test("an organization is looked into with Space", async () => {
  openConsole("/organizations", {
    "GET /organizations": [{ ...design, description: "Everybody who draws" }],
  });
  await peek(/Design/);

  const details = within(await screen.findByRole("complementary", { name: "Design" }));
  details.getByText("Everybody who draws");
  expect(details.getByRole("link", { name: "Open Design" }).getAttribute("href")).toBe(
    "/organizations/design",
  );
});
