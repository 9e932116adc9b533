import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubMedia } from "../../testing/media.ts";
import { show } from "../../testing/render.tsx";
import { toastUndo } from "./toast.tsx";
import { Toaster } from "./toaster.tsx";

beforeEach(() => stubMedia());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("a click on Undo leaves the focus where it was, and the toast takes none along when it goes", async () => {
  const undo = vi.fn();
  const { user } = show(
    <>
      <button type="button">Suspend</button>
      <input aria-label="Next" />
      <Toaster />
    </>,
  );
  const before = screen.getByRole("button", { name: "Suspend" });
  before.focus();
  act(() => toastUndo("mara suspended.", undo));

  await user.click(await screen.findByRole("button", { name: "Undo" }));

  expect(undo).toHaveBeenCalledTimes(1);
  expect(document.activeElement).toBe(before);
  const next = screen.getByRole("textbox", { name: "Next" });
  await user.click(next);
  await waitFor(() => expect(screen.queryByText("mara suspended.")).toBeNull());
  expect(document.activeElement).toBe(next);
});

test.each(["Undo", "Escape"])("whoever came by F8 is led back by %s", async (way) => {
  const undo = vi.fn();
  const { user } = show(
    <>
      <button type="button">Suspend</button>
      <Toaster />
    </>,
  );
  const before = screen.getByRole("button", { name: "Suspend" });
  before.focus();
  act(() => toastUndo("mara suspended.", undo));
  const button = await screen.findByRole("button", { name: "Undo" });
  await user.keyboard("{F8}");
  button.focus();

  await user.keyboard(way === "Undo" ? "{Enter}" : "{Escape}");

  expect(undo).toHaveBeenCalledTimes(way === "Undo" ? 1 : 0);
  expect(document.activeElement).toBe(before);
});
