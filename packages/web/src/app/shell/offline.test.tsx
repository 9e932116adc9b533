import { act, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { connection } from "../../lib/connection.ts";
import { closeConsole, openConsole } from "../../testing/console.tsx";

afterEach(async () => {
  await closeConsole();
  connection.found();
});

const offline = "No connection. Changes are not saved.";
const answers = {
  // The question whether the server is back stays without an answer.
  "GET /healthz": "never",
  "GET /users/me/preferences": {
    task_notification_alert_dismissed: false,
    thinking_display_mode: "auto",
    code_diff_display_mode: "auto",
    shell_tool_display_mode: "auto",
    agent_chat_send_shortcut: "enter",
  },
} as const;

/** Opens a page and loses the server. */
async function cutOff(address: string, heading: string) {
  const console = openConsole(address, answers);
  await screen.findByRole("heading", { level: 1, name: heading });
  await screen.findByRole("button", { name: /your account/ });
  act(() => connection.lost());
  const writes = () =>
    console.seen.filter(({ method, path }) => method !== "GET" && path !== "/authcheck");
  return { writes };
}

const described = (element: HTMLElement) =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);

test("signing out and a theme of the user menu wait for the server, and say so", async () => {
  const { writes } = await cutOff("/settings/preferences", "Preferences");
  await userEvent.click(screen.getByRole("button", { name: /your account/ }));

  for (const name of [/^Sign out/, /^Dark theme/]) {
    const entry = await screen.findByRole(
      /Sign/.test(name.source) ? "menuitem" : "menuitemcheckbox",
      {
        name,
      },
    );
    await userEvent.click(entry);
    expect(entry.getAttribute("aria-disabled")).toBe("true");
    expect(entry.textContent).toContain(offline);
  }

  expect(screen.getByRole("menuitem", { name: /^Sign out/ })).toBeDefined();
  expect(writes()).toEqual([]);
});

test("preferences are not changed without a connection, and what this browser keeps is", async () => {
  const { writes } = await cutOff("/settings/preferences", "Preferences");
  const thinking = screen.getByRole("combobox", { name: "Thinking" });

  await userEvent.click(thinking);
  await userEvent.click(screen.getByRole("radio", { name: "UTC" }));

  expect(screen.queryByRole("listbox")).toBeNull();
  expect(described(thinking)).toContain(offline);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "UTC" }).checked).toBe(true);
  expect(writes()).toEqual([]);
  await userEvent.click(screen.getByRole("radio", { name: /^This device/ }));
});

test("the appearance stays as it is without a connection, and each choice says why", async () => {
  const { writes } = await cutOff("/settings/appearance", "Appearance");

  for (const name of ["Dark", "Blue–yellow", "IBM Plex Mono"]) {
    const choice = screen.getByRole<HTMLInputElement>("radio", { name });
    await userEvent.click(choice);
    expect(choice.checked).toBe(false);
    expect(described(choice)).toContain(offline);
  }
  await userEvent.click(screen.getByRole("radio", { name: "Compact" }));

  await waitFor(() => expect(document.documentElement.dataset["density"]).toBe("compact"));
  await userEvent.click(screen.getByRole("radio", { name: "Comfortable" }));
  expect(writes()).toEqual([]);
});

test("the palette offers no theme without a connection, and says why", async () => {
  const { writes } = await cutOff("/settings/appearance", "Appearance");
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox", { name: "Search or jump to" });

  await userEvent.keyboard(">dark");
  const dark = await screen.findByRole("option", { name: /Use the dark theme/ });
  await userEvent.keyboard("{Enter}");

  expect(dark.textContent).toContain(offline);
  expect(screen.getByRole("combobox", { name: "Search or jump to" })).toBeDefined();
  expect(writes()).toEqual([]);
});
