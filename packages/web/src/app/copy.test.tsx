import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ada, closeConsole, openConsole } from "../testing/console.tsx";

// The hands of the tests bring a clipboard of their own; a page on plain HTTP has none.
beforeEach(() => {
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeConsole();
});

/** The dialog with the text, all of it selected; closes it. */
async function seeSelected(label: string, text: string): Promise<void> {
  const dialog = await screen.findByRole("dialog", { name: "Press Ctrl+C to copy" });
  const field = await screen.findByRole("textbox", { name: label });
  expect(dialog.contains(field)).toBe(true);
  if (!(field instanceof HTMLTextAreaElement)) throw new Error("no field of text");
  expect(field.value).toBe(text);
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe(text);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}

test("a secret on a page without the shell is shown selected where the browser copies nothing", async () => {
  openConsole("/cli-auth", {
    "POST /users/me/keys": { key: "abcdefghij-secret" },
    "GET /users/me/keys/abcdefghij": { expires_at: "2026-12-12T13:02:31Z" },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Create session token" }));

  await userEvent.click(await screen.findByRole("button", { name: "Copy the token" }));

  await seeSelected("Token", "abcdefghij-secret");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Copy the token");
});

test("an id copied by its key on a row is shown selected as well", async () => {
  openConsole("/users", {
    "GET /users": { users: [ada], count: 1 },
    "GET /users/me": ada,
  });
  (await screen.findByRole("row", { name: /ada/ })).querySelector("a")?.focus();

  await userEvent.keyboard("y");

  await seeSelected("Id", ada.id);
});
