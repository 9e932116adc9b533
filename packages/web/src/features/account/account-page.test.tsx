import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ada, closeConsole, openConsole, type SeenRequest } from "../../testing/console.tsx";

afterEach(closeConsole);

test("who renames themselves in the list of users does not get the old name back by saving their account", async () => {
  let me: object = ada;
  const update = ({ body }: SeenRequest) => {
    me = { ...me, ...(body as object) };
    return me;
  };
  const { seen } = openConsole("/users/ada/profile", {
    "GET /users/me": () => me,
    "GET /users/ada": () => me,
    "GET /users/countess": () => me,
    [`PUT /users/${ada.id}/profile`]: update,
    "PUT /users/me/profile": update,
  });
  await userEvent.click(await screen.findByRole("button", { name: "Rename…" }));
  await userEvent.clear(await screen.findByRole("textbox", { name: "Username" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Username" }), "countess");
  await userEvent.click(screen.getByRole("button", { name: "Rename" }));
  await screen.findByRole("heading", { level: 1, name: /countess/ });
  await userEvent.click(await screen.findByRole("button", { name: /your account/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Account settings" }));
  await screen.findByRole("heading", { level: 1, name: "Account" });
  await userEvent.type(await screen.findByRole("textbox", { name: /Full name/ }), " King");
  await userEvent.click(screen.getByRole("button", { name: /^Save/ }));

  await waitFor(() => {
    expect(seen.find(({ path }) => path === "/users/me/profile")?.body).toMatchObject({
      username: "countess",
      name: "Ada Byron King",
    });
  });
});
