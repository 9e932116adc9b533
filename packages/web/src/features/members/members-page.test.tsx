import { act, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Answers,
  ada,
  closeConsole,
  design,
  failure,
  openConsole,
} from "../../testing/console.tsx";
import { stubVisible } from "../../testing/visible.ts";

beforeEach(stubVisible);
afterEach(closeConsole);

const member = (username: string) => ({
  ...ada,
  user_id: `id-${username}`,
  username,
  organization_id: "o-1",
  global_roles: [],
});
const ops = { ...design, id: "o-2", name: "ops", display_name: "Ops", is_default: false };
const answers: Answers = {
  "GET /organizations": [design, ops],
  "GET /organizations/ops": ops,
  "GET /organizations/o-1/members/roles": [],
  "GET /organizations/o-2/members/roles": [],
  "GET /groups": [],
  "GET /organizations/o-1/paginated-members": ({ query }) =>
    query.get("offset") === "0"
      ? { members: [member("mara"), member("jo")], count: 120 }
      : failure(503, "The database does not answer."),
};

test("rows of one organization never stand under the name of another", async () => {
  openConsole("/organizations/design", {
    ...answers,
    "GET /organizations/o-2/paginated-members": "never",
  });
  await screen.findByRole("row", { name: /mara/ });
  act(() => history.pushState(null, "", "/organizations/ops"));

  await screen.findByRole("heading", { level: 1, name: /Members of Ops/ });
  expect(screen.queryByRole("row", { name: /mara/ })).toBeNull();
});

test("rows stay when the next page fails, and the way back with them", async () => {
  openConsole("/organizations/design", answers);
  await screen.findByRole("row", { name: /mara/ });
  await userEvent.click(screen.getByRole("button", { name: "Next page" }));

  await screen.findByText(/Showing data from/);
  screen.getByRole("row", { name: /mara/ });
  await waitFor(() => expect(location.search).toContain("page=2"));
  await userEvent.click(screen.getByRole("button", { name: "Previous page" }));
  await waitFor(() => expect(screen.queryByText(/Showing data from/)).toBeNull());
});

test("a search that cannot be read leaves the rows in place", async () => {
  openConsole("/organizations/design", {
    ...answers,
    "GET /organizations/o-1/paginated-members": ({ query }) =>
      (query.get("q") ?? "") === ""
        ? { members: [member("mara")], count: 1 }
        : failure(400, "Invalid search.", [{ field: "sttus", detail: "is not a key." }]),
  });
  await screen.findByRole("row", { name: /mara/ });
  act(() => history.pushState(null, "", "/organizations/design?q=sttus%3Aactive"));

  await screen.findByText(/is not a key/);
  screen.getByRole("row", { name: /mara/ });
});

test("all that match can be selected, and removed at once", async () => {
  const everybody = Array.from({ length: 501 }, (_, at) => member(`u${at}`));
  const { seen } = openConsole("/organizations/design", {
    ...answers,
    "GET /organizations/o-1/paginated-members": ({ query }) => {
      const after = everybody.findIndex(({ user_id }) => user_id === query.get("after_id")) + 1;
      const limit = Number(query.get("limit"));
      return { members: everybody.slice(after, after + limit), count: everybody.length };
    },
    "POST /organizations/o-1/members/bulk": { results: [] },
  });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select u0" }));
  await userEvent.click(screen.getByRole("button", { name: "Select all 501 that match" }));
  await screen.findAllByText("501 selected");
  await userEvent.click(screen.getByRole("button", { name: "Remove…" }));
  await userEvent.type(await screen.findByRole("textbox", { name: /Type 501/ }), "501");
  await userEvent.click(screen.getByRole("button", { name: "Remove 501 members" }));

  await waitFor(() => {
    const sent = seen.find(({ path }) => path.endsWith("/bulk"));
    expect(sent?.body).toMatchObject({ entries: { length: 501 } });
  });
});

test("more than can be selected at once says so", async () => {
  openConsole("/organizations/design", {
    ...answers,
    "GET /organizations/o-1/paginated-members": { members: [member("mara")], count: 10_001 },
  });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select mara" }));
  await userEvent.hover(screen.getByRole("button", { name: "Select all 10,001 that match" }));

  await screen.findAllByText("At most 10,000 can be selected at once. Narrow the search.");
});
