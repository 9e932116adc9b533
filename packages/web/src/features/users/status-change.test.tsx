import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ada, closeConsole, failure, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

test("a suspension that the server refuses is taken back: the row is marked and the reason told", async () => {
  const mara = { ...ada, id: "u-2", username: "mara", name: "Mara Voss", roles: [] };
  openConsole("/users", {
    "GET /users": { users: [ada, mara], count: 2 },
    "GET /users/u-2/keys/tokens": [],
    "GET /users/u-2/sessions": { sessions: [], count: 0 },
    "PUT /users/u-2/status/suspend": failure(500, "The database did not answer."),
  });
  await userEvent.click(await screen.findByRole("button", { name: "More actions for mara" }));
  await userEvent.click(screen.getByRole("menuitem", { name: "Suspend…" }));
  await userEvent.click(await screen.findByRole("button", { name: "Suspend mara" }));

  await screen.findByText("mara was not suspended. The database did not answer.");
  const row = screen.getByRole("link", { name: /mara/ }).closest("tr");
  await waitFor(() => expect(row?.classList.contains("bg-danger-bg")).toBe(true));
  expect(row?.textContent).toContain("Active");
});
