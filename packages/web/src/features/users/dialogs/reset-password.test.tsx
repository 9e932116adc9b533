import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, test } from "vitest";
import { ada, closeConsole, openConsole } from "../../../testing/console.tsx";

afterEach(closeConsole);

test("a new password is shown whatever else is still being asked for", async () => {
  let isReset = false;
  const mara = { ...ada, id: "u-2", username: "mara", roles: [] };
  openConsole("/users/mara/profile", {
    "GET /users/mara": () => (isReset ? "never" : mara),
    "GET /users/u-2/keys/tokens": [],
    "GET /users/u-2/sessions": { sessions: [], count: 0 },
    "PUT /users/u-2/password": () => {
      isReset = true;
      return {};
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "More actions for mara" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Reset password…" }));
  await userEvent.click(await screen.findByRole("button", { name: "Reset password" }));

  await screen.findByRole("button", { name: "I have stored it" });
});
