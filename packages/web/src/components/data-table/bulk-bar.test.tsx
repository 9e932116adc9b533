import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { stubMedia } from "../../testing/media.ts";
import { show } from "../../testing/render.tsx";
import { BulkBar } from "./bulk-bar.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const onDelete = vi.fn();
const actions = [
  { label: "Suspend" },
  { label: "Activate" },
  { label: "Add to organization…" },
  { label: "Add to group…" },
  { label: "Delete…", danger: true, onSelect: onDelete },
];

function shown(isPhone: boolean) {
  stubMedia(() => isPhone);
  return show(<BulkBar count={2} onClear={() => undefined} actions={actions} />);
}

const buttons = () => screen.getAllByRole("button").map(({ textContent }) => textContent);
const entries = () => screen.getAllByRole("menuitem").map(({ textContent }) => textContent);

test("four actions are buttons, and what destroys is in the menu", async () => {
  const { user } = shown(false);
  expect(buttons().slice(1, 5)).toEqual([
    "Suspend",
    "Activate",
    "Add to organization…",
    "Add to group…",
  ]);

  await user.click(screen.getByRole("button", { name: "More for the selection" }));

  expect(entries()).toEqual(["Delete…"]);
});

test("on phones two fit, and the menu holds the others", async () => {
  const { user } = shown(true);
  expect(buttons().slice(1, 3)).toEqual(["Suspend", "Activate"]);

  await user.click(screen.getByRole("button", { name: "More for the selection" }));

  expect(entries()).toEqual(["Add to organization…", "Add to group…", "Delete…"]);
});
