import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { stubMedia } from "../../testing/media.ts";
import { show } from "../../testing/render.tsx";
import { Popover } from "./popover.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function shown(isPhone: boolean) {
  stubMedia(() => isPhone);
  return show(
    <Popover sheet label="Filters" trigger={<button type="button">Filter</button>}>
      <input aria-label="Status" />
    </Popover>,
  );
}

test("on phones it is a sheet with a name and a way out, and the focus returns to its button", async () => {
  const { user } = shown(true);

  await user.click(screen.getByRole("button", { name: "Filter" }));
  expect(screen.getByRole("dialog", { name: "Filters" })).toBeDefined();
  expect(screen.getByRole("heading", { name: "Filters" })).toBeDefined();
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Status" }));
  await user.click(screen.getByRole("button", { name: "Close" }));

  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Filter" }));
});

test("elsewhere it is a panel without a heading of its own", async () => {
  const { user } = shown(false);

  await user.click(screen.getByRole("button", { name: "Filter" }));

  expect(screen.getByRole("dialog", { name: "Filters" })).toBeDefined();
  expect(screen.queryByRole("heading", { name: "Filters" })).toBeNull();
});
