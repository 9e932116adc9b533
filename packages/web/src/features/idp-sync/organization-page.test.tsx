import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { closeConsole, failure, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

const groups = "/organizations/o-1/settings/idpsync/groups";
const roles = "/organizations/o-1/settings/idpsync/roles";

/** Opens group sync of an organization, with a mapping on the server that the test can change. */
async function openSync() {
  const settings = {
    field: "groups",
    mapping: { "eng-backend": ["g-1"] } as Record<string, readonly string[]>,
    regex_filter: null as string | null,
    auto_create_missing_groups: false,
  };
  const refuse = { next: false };
  const console = openConsole("/organizations/design/idp-sync", {
    [`GET ${groups}`]: () => ({ ...settings }),
    [`GET ${roles}`]: { field: "", mapping: {} },
    [`PATCH ${groups}/config`]: () => {
      if (!refuse.next) return { ...settings };
      refuse.next = false;
      return failure(500, "The database is away.");
    },
    [`PATCH ${groups}/mapping`]: () => ({ ...settings }),
    "GET /groups": [
      { id: "g-1", name: "backend", display_name: "" },
      { id: "g-2", name: "ops", display_name: "" },
    ],
    "GET /organizations/o-1/settings/idpsync/available-fields": [],
    "GET /organizations/o-1/settings/idpsync/field-values": [],
    "GET /organizations/o-1/members/roles": [],
  });
  await screen.findByRole("heading", { name: "Groups sync" });
  return { ...console, settings, refuse };
}

const otherTab = () =>
  within(screen.getByRole("navigation", { name: "Identity sync" })).getByRole("link", {
    name: "Roles",
  });
const create = () => screen.getByRole("checkbox", { name: /Create missing groups/ });

test("what another admin maps while a draft is open stays when the draft is saved", async () => {
  const { seen, settings, refuse } = await openSync();
  await userEvent.click(create());
  await userEvent.click(screen.getByRole("button", { name: "Remove the mapping of eng-backend" }));

  settings.mapping = { "eng-backend": ["g-1"], "eng-ops": ["g-2"] };
  settings.regex_filter = "^eng-";
  // A refused save reads again what is saved, below the draft.
  refuse.next = true;
  await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByRole("row", { name: /eng-ops/ })).toBeDefined();
  expect(screen.queryByRole("row", { name: /eng-backend/ })).toBeNull();
  expect(screen.getByText("2 unsaved changes")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Save changes" }));

  const sent = (path: string) => seen.findLast((each) => each.path === path)?.body;
  await waitFor(() =>
    expect(sent(`${groups}/mapping`)).toEqual({
      Add: [],
      Remove: [{ Given: "eng-backend", Gets: "g-1" }],
    }),
  );
  expect(sent(`${groups}/config`)).toEqual({
    field: "groups",
    regex_filter: "^eng-",
    auto_create_missing_groups: true,
  });
});

test.each([
  ["a click on the other tab", () => userEvent.click(otherTab())],
  ["its key", () => userEvent.keyboard("2")],
])("%s asks before the draft is gone", async (_how, leave) => {
  const { settings } = await openSync();
  await userEvent.click(create());
  create().blur();

  await leave();

  const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
  expect(dialog.textContent).toContain("Changed: missing groups.");
  await userEvent.click(within(dialog).getByRole("button", { name: "Keep editing" }));
  expect(location.search).toBe("");
  expect(create()).toHaveProperty("checked", !settings.auto_create_missing_groups);

  await userEvent.click(otherTab());
  await userEvent.click(await screen.findByRole("button", { name: "Discard changes" }));
  expect(await screen.findByRole("heading", { name: "Roles sync" })).toBeDefined();
});
