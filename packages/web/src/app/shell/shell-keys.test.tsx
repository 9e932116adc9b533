import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { closeConsole, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

/** The rail is narrower than the sidebar. */
const sidebar = () => document.querySelector("aside[aria-label=Sidebar]")?.className;

test("with Shift the keys are the browser's, alone they are the console's", async () => {
  openConsole("/settings/appearance", {});
  await screen.findByRole("navigation", { name: "Main" });
  const before = sidebar();

  await userEvent.keyboard("{Control>}{Shift>}KB{/Shift}{/Control}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(sidebar()).toBe(before);

  await userEvent.keyboard("{Control>}b{/Control}");
  expect(sidebar()).not.toBe(before);
  await userEvent.keyboard("{Control>}b{/Control}{Control>}k{/Control}");
  expect(sidebar()).toBe(before);
  expect(await screen.findByRole("dialog", { name: "Search or jump to" })).toBeDefined();
});
