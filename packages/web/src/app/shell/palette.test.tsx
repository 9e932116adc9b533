import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { type Answers, ada, closeConsole, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

const mara = { ...ada, id: "u-2", username: "mara", name: "Mara Voss", roles: [] };
const home = {
  "GET /users": { users: [ada, mara], count: 2 },
  "GET /users/mara": mara,
  "GET /users/u-2/keys/tokens": [],
  "GET /users/u-2/sessions": { sessions: [], count: 0 },
  "GET /users/me/sessions": {
    sessions: [
      { id: "s-1", device: "Firefox on Linux", user_agent: "", current: true, kind: "browser" },
    ],
    count: 1,
  },
};

/** Opens the palette over the appearance settings and types. */
async function palette(typed: string, answers: Answers = {}) {
  const console = openConsole("/settings/appearance", { ...home, ...answers });
  await screen.findByRole("navigation", { name: "Main" });
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox", { name: "Search or jump to" });
  await userEvent.keyboard(typed);
  return console;
}

const options = () => screen.getAllByRole("option").map(({ textContent }) => textContent);

test("suspending asks whom, refuses oneself with the reason, and asks for the consequences", async () => {
  const { seen } = await palette(">suspend");
  await waitFor(() => expect(options()).toEqual(["Suspend…"]));

  await userEvent.keyboard("{Enter}");
  const self = await screen.findByRole("option", { name: /Suspend ada…/ });
  expect(self.textContent).toContain("You cannot change yourself.");
  await userEvent.click(screen.getByRole("option", { name: /Suspend mara…/ }));

  const dialog = await screen.findByRole("alertdialog", { name: "Suspend mara?" });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
  await userEvent.click(within(dialog).getByRole("button", { name: "Suspend mara" }));
  await waitFor(() =>
    expect(seen.some(({ path }) => path === "/users/u-2/status/suspend")).toBe(true),
  );
});

test("inviting opens the drawer of the organization over the page that is there", async () => {
  await palette(">invite");
  await waitFor(() => expect(options()).toEqual(["Invite to Design…"]));

  await userEvent.keyboard("{Enter}");

  expect(await screen.findByRole("dialog", { name: "Add members" })).toBeDefined();
  expect(location.pathname).toBe("/settings/appearance");
});

test("the id of a session is copied after choosing which", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await palette(">session");
  await waitFor(() => expect(options()).toEqual(["Copy session id…"]));

  await userEvent.keyboard("{Enter}");
  await userEvent.click(await screen.findByRole("option", { name: /Firefox on Linux/ }));

  await waitFor(() => expect(write).toHaveBeenCalledWith("s-1"));
});

test("another theme keeps the colour vision, and can be taken back", async () => {
  let look: object = {
    theme_preference: "light-tritan",
    theme_mode: "single",
    theme_light: "light-tritan",
    theme_dark: "dark-tritan",
    terminal_font: "",
  };
  const { seen } = await palette(">dark", {
    "GET /users/me/appearance": () => ({ ...look }),
    "PUT /users/me/appearance": ({ body }) => {
      look = body as object;
      return look;
    },
  });
  const sent = () =>
    seen
      .filter(({ method, path }) => method === "PUT" && path === "/users/me/appearance")
      .map(({ body }) => body);

  await userEvent.click(await screen.findByRole("option", { name: "Use the dark theme" }));

  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]).toMatchObject({ theme_preference: "dark-tritan", theme_mode: "single" });
  expect(document.documentElement.dataset).toMatchObject({ theme: "dark", vision: "tritan" });

  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(sent()).toHaveLength(2));
  expect(sent()[1]).toMatchObject({ theme_preference: "light-tritan" });
});
