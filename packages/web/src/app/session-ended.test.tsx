import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { ada, closeConsole, failure, openConsole } from "../testing/console.tsx";

afterEach(closeConsole);

/** Opens the profile of jo, changes it, and finds the session over; `next` signs in then. */
async function endedSession(next: { readonly id: string }) {
  let isOver = true;
  let who: object = ada;
  const console = openConsole("/users/jo/profile", {
    "GET /users/jo": { ...ada, id: "u-3", username: "jo", name: "Jo" },
    "GET /users/me": () => who,
    "PUT /users/u-3/profile": () => (isOver ? failure(401, "You are signed out.") : ada),
    "POST /users/login": () => {
      isOver = false;
      who = next;
      return { session_token: "x" };
    },
  });
  const name = await screen.findByLabelText(/Full name/);
  await userEvent.type(name, " Lindqvist{Enter}");
  await screen.findByRole("dialog", { name: "Your session has ended" });
  return { ...console, name };
}

test("the dialog waits at the password, and the focus goes back to where it was", async () => {
  const { seen, name } = await endedSession(ada);
  const password = screen.getByLabelText("Password");
  await waitFor(() => expect(document.activeElement).toBe(password));

  await userEvent.keyboard("River-copper-8321{Enter}");

  const sent = () => seen.filter(({ path }) => path === "/users/u-3/profile").length;
  await waitFor(() => expect(sent()).toBe(2));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(name));
});

test("somebody else may sign in there, and starts afresh: nothing of the first is sent", async () => {
  const assign = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  const { seen } = await endedSession({ ...ada, id: "u-2" });
  const email = screen.getByLabelText("Email");
  expect(email).toHaveProperty("value", ada.email);

  await userEvent.clear(email);
  await userEvent.type(email, "mara@acme.dev");
  await userEvent.type(screen.getByLabelText("Password"), "River-copper-8321{Enter}");

  await waitFor(() => expect(assign).toHaveBeenCalledWith("/"));
  expect(seen.filter(({ path }) => path === "/users/u-3/profile")).toHaveLength(1);
  assign.mockRestore();
});

test("no key of the console opens or moves anything behind the dialog", async () => {
  await endedSession(ada);
  const sidebar = document.querySelector("aside");
  const look = sidebar?.className;

  await userEvent.keyboard("{Control>}k{/Control}{Control>}b{/Control}{Meta>}k{/Meta}");

  expect(screen.queryByRole("dialog", { name: "Search or jump to" })).toBeNull();
  expect(sidebar?.className).toBe(look);
  expect(screen.getByRole("dialog", { name: "Your session has ended" })).toBeDefined();
});
