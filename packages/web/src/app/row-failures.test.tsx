import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ada, closeConsole, failure, openConsole } from "../testing/console.tsx";
import { stubVisible } from "../testing/visible.ts";

beforeEach(stubVisible);
afterEach(closeConsole);

const down = failure(503, "The database does not answer.");

test("what a user's details could not load is said, and the rest is there", async () => {
  openConsole("/users", {
    "GET /users": { users: [ada], count: 1 },
    [`GET /users/${ada.id}/keys/tokens`]: [],
    [`GET /users/${ada.id}/sessions`]: down,
    [`GET /users/${ada.id}/permissions`]: down,
    "GET /audit": down,
  });
  await screen.findByRole("row", { name: /ada/ });
  await userEvent.keyboard("j ");

  const details = within(await screen.findByRole("complementary", { name: "ada" }));
  expect(await details.findAllByText("Could not be loaded.")).toHaveLength(3);
  details.getByText("0");
});

test("groups of a member that could not be read are not called none", async () => {
  openConsole("/organizations/design", {
    "GET /organizations/o-1/paginated-members": {
      members: [{ ...ada, user_id: ada.id, organization_id: "o-1", global_roles: [] }],
      count: 1,
    },
    "GET /organizations/o-1/members/roles": [],
    "GET /groups": down,
  });
  const row = within(await screen.findByRole("row", { name: /ada/ }));
  await row.findByRole("img", { name: "unknown" });
  await userEvent.keyboard("j ");

  const details = within(await screen.findByRole("complementary", { name: "ada" }));
  await details.findByText("Could not be loaded.");
});
