import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Answers,
  ada,
  closeConsole,
  design,
  failure,
  openConsole,
  type SeenRequest,
} from "../../../testing/console.tsx";
import { stubVisible } from "../../../testing/visible.ts";

beforeEach(stubVisible);
afterEach(closeConsole);

const mara = { ...ada, id: "u-2", username: "mara", name: "Mara Voss", roles: [] };
const role = (name: string, display_name: string) => ({
  name,
  display_name,
  site_permissions: [],
  user_permissions: [],
  organization_permissions: [],
  organization_member_permissions: [],
  assignable: true,
  built_in: true,
});

/** What an administrator of an organization may, who does not read the site roles of others. */
const organizationAdmin = ({ body }: SeenRequest) => {
  const { checks } = body as { readonly checks: object };
  return Object.fromEntries(
    Object.keys(checks).map((name) => [name, !/Personal|readKeys|readAudit/.test(name)]),
  );
};

const answers: Answers = {
  "POST /authcheck": organizationAdmin,
  "GET /users/mara": mara,
  "GET /users/u-2/roles": failure(404, "Resource not found."),
  "GET /users/u-2/organizations": [design],
  "GET /groups": [],
  "GET /organizations/o-1/members/u-2": {
    created_at: "2026-03-12T13:02:31Z",
    roles: [{ name: "organization-template-admin", display_name: "Template Admin" }],
  },
  "GET /organizations/o-1/members/roles": [
    role("organization-template-admin", "Template Admin"),
    role("organization-auditor", "Auditor"),
  ],
  "POST /authcheck/preview": { users: [], gains: [], losses: [] },
};

test("whoever may not read somebody's site roles sees and keeps their roles in the organization", async () => {
  const { seen } = openConsole("/users/mara/memberships", {
    ...answers,
    "PUT /organizations/o-1/members/u-2/roles": {},
  });
  await screen.findByText("Template Admin");
  await userEvent.click(screen.getByRole("button", { name: "Change roles of mara in Design" }));
  const held = await screen.findByRole("checkbox", { name: "Template Admin" });

  expect(held.getAttribute("aria-checked") ?? String((held as HTMLInputElement).checked)).toBe(
    "true",
  );
  await userEvent.click(screen.getByRole("checkbox", { name: "Auditor" }));
  await userEvent.click(screen.getByRole("button", { name: "Save roles" }));

  await waitFor(() => {
    expect(seen.find(({ method }) => method === "PUT")?.body).toEqual({
      roles: ["organization-template-admin", "organization-auditor"],
    });
  });
});

test("while the roles are not known there is nothing to change them with", async () => {
  openConsole("/users/mara/memberships", {
    ...answers,
    "GET /organizations/o-1/members/u-2": failure(503, "The database does not answer."),
  });

  expect(await screen.findAllByRole("img", { name: "unknown" })).toHaveLength(2);
  expect(screen.queryByRole("button", { name: /Change roles of mara/ })).toBeNull();
  expect(screen.queryByRole("img", { name: "none" })).toBeNull();
});

/** Asks to remove mara from Design. */
async function askToRemove() {
  await userEvent.click(await screen.findByRole("button", { name: "More actions for Design" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove from organization…" }));
  return within(await screen.findByRole("alertdialog"));
}

test("a removal says what is lost, and Undo gives the roles back", async () => {
  const { seen } = openConsole("/users/mara/memberships", {
    ...answers,
    "DELETE /organizations/o-1/members/u-2": {},
    "POST /organizations/o-1/members/u-2": {},
    "PUT /organizations/o-1/members/u-2/roles": {},
  });
  await screen.findByText("Template Admin");
  const dialog = await askToRemove();
  await dialog.findByText("mara leaves 0 groups and loses 1 role in Design.");
  await userEvent.click(dialog.getByRole("button", { name: "Remove mara" }));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));

  await waitFor(() => {
    expect(seen.find(({ method }) => method === "PUT")?.body).toEqual({
      roles: ["organization-template-admin"],
    });
  });
});

test("nobody is removed before their roles are known, and a failure is not called nothing", async () => {
  const { seen } = openConsole("/users/mara/memberships", {
    ...answers,
    "GET /groups": failure(503, "The database does not answer."),
    "GET /organizations/o-1/members/u-2": "never",
    "DELETE /organizations/o-1/members/u-2": {},
  });
  const dialog = await askToRemove();
  await userEvent.click(dialog.getByRole("button", { name: "Remove mara" }));

  expect(dialog.queryByText(/leaves 0 groups|loses 0 roles/)).toBeNull();
  expect(seen.some(({ method }) => method === "DELETE")).toBe(false);
});
