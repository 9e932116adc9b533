import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ada, closeConsole, openConsole, type SeenRequest } from "../../testing/console.tsx";

afterEach(closeConsole);

test("whoever may not rename themselves saves their full name, and is told who can change the username", async () => {
  const { seen } = openConsole("/settings/account", {
    [`GET /users/${ada.id}/permissions`]: "never",
    "POST /authcheck": ({ body }: SeenRequest) => {
      const { checks } = body as { readonly checks: object };
      return Object.fromEntries(Object.keys(checks).map((name) => [name, false]));
    },
    "PUT /users/me/profile": ({ body }: SeenRequest) => ({ ...ada, ...(body as object) }),
  });
  const username = await screen.findByRole("textbox", { name: "Username" });
  await screen.findByText("You may not change your username. A user admin can.");
  await userEvent.type(username, "2");
  await userEvent.type(screen.getByRole("textbox", { name: /Full name/ }), " King");
  await userEvent.click(await screen.findByRole("button", { name: /^Save/ }));

  await waitFor(() => {
    expect(seen.find(({ method }) => method === "PUT")?.body).toEqual({
      username: "ada",
      name: "Ada Byron King",
      avatar_url: "",
    });
  });
});

test("who renames themselves in the list of users does not get the old name back by saving their account", async () => {
  let me: object = ada;
  const update = ({ body }: SeenRequest) => {
    me = { ...me, ...(body as object) };
    return me;
  };
  const { seen } = openConsole("/users/ada/profile", {
    "GET /users/me": () => me,
    [`GET /users/${ada.id}/permissions`]: "never",
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
