import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ada,
  closeConsole,
  failure,
  openConsole,
  type SeenRequest,
} from "../../testing/console.tsx";
import { stubVisible } from "../../testing/visible.ts";

beforeEach(stubVisible);
afterEach(closeConsole);

const role = {
  name: "reviewer",
  display_name: "Reviewer",
  site_permissions: [],
  user_permissions: [],
  organization_permissions: [],
  organization_member_permissions: [],
  assignable: true,
  built_in: false,
};

test("when the roles fail, those who were added are called added without roles, and the list shows them", async () => {
  const { seen } = openConsole("/organizations/design", {
    "GET /organizations/o-1/paginated-members": {
      members: [{ ...ada, user_id: ada.id, organization_id: "o-1", global_roles: [] }],
      count: 1,
    },
    "GET /organizations/o-1/members/roles": [role],
    "GET /groups": [],
    "POST /organizations/o-1/members/bulk": ({ body }: SeenRequest) => {
      const { entries } = body as { readonly entries: readonly { readonly action: string }[] };
      return entries[0]?.action === "add"
        ? { results: entries.map((_, index) => ({ index, status: "applied" })) }
        : failure(503, "The database does not answer.");
    },
  });
  const listed = () => seen.filter(({ path }) => path.endsWith("/paginated-members")).length;
  await userEvent.click(await screen.findByRole("button", { name: "Add members" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Add members" }));
  await userEvent.click(drawer.getByRole("textbox", { name: /Paste a list/ }));
  await userEvent.paste("mara jo");
  await userEvent.click(await drawer.findByRole("checkbox", { name: "Reviewer" }));
  const before = listed();
  await userEvent.click(drawer.getByRole("button", { name: "Add 2" }));

  await screen.findByText("2 of 2 people added.");
  expect(screen.getAllByText("Added without roles: The database does not answer.")).toHaveLength(2);
  await waitFor(() => expect(listed()).toBeGreaterThan(before));
});
